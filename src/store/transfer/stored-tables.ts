import type { AnalyticsStore, RowColumn } from '../analytics/analytics-store.ts'

/** A table of the analytics store that holds rows: those ending in `_row`, whatever migrations make of them. */
export interface StoredTable {
  readonly name: string
  readonly columns: readonly RowColumn[]
  /** The engine's expression that a row's part is told by, e.g. `toYYYYMM(time)`; '' for one part. */
  readonly partitionKey: string
  /** True where rows of one key stand for one row, and ` FINAL` gives each once. */
  readonly collapses: boolean
  /** True where the engine takes out rows by itself when their time is over, at any moment. */
  readonly expires: boolean
}

/** The rows of a table that lie in one partition, e.g. of one month. */
export interface TablePart {
  /** As the engine names it, e.g. `202603`. */
  readonly partition: string
  readonly rows: number
  /** Sum of the rows' hashes, decimal: the same in whatever order they come. */
  readonly hash: string
}

/** Every table there is, found in the engine's own catalogue. */
export async function storedTables(analytics: AnalyticsStore): Promise<StoredTable[]> {
  const columns = await analytics.query<{ table: string; name: string; type: string }>(
    `SELECT table, name, type FROM system.columns
     WHERE database = currentDatabase() AND endsWith(table, '_row') AND default_kind IN ('', 'DEFAULT')
       AND table IN (SELECT name FROM system.tables WHERE database = currentDatabase() AND engine NOT LIKE '%View')
     ORDER BY table, position`,
  )
  // On a cluster the partitions are those of the tables behind the one that spreads its rows.
  const engines = await analytics.query<{ table: string; key: string; engine: string; ttl: number }>(
    `SELECT replaceRegexpOne(name, '_shard$', '_row') AS table, partition_key AS key, engine,
       position(engine_full, ' TTL ') > 0 AS ttl FROM system.tables
     WHERE database = currentDatabase() AND engine LIKE '%MergeTree'`,
  )
  return [...new Set(columns.map(({ table }) => table))].map((table) => {
    const { key = '', engine = '', ttl = 0 } = engines.find((one) => one.table === table) ?? {}
    return {
      name: table,
      columns: columns.filter((column) => column.table === table).map(({ name, type }) => ({ name, type })),
      partitionKey: key,
      collapses: engine.includes('Replacing'),
      expires: ttl === 1,
    }
  })
}

/**
 * What a table holds, part by part. Rows count as they are read, each once (`FINAL`): of two that replace each other
 * one, of those marked deleted none.
 */
export async function partsOf(
  analytics: AnalyticsStore,
  table: StoredTable,
  partition?: string,
): Promise<TablePart[]> {
  // NULL inside a tuple is hashed like a value; beside other arguments it would make the hash NULL.
  const row = `cityHash64(tuple(${table.columns.map(({ name }) => `\`${name}\``).join(', ')}))`
  const rows = await analytics.query<{ part_: string; rows_: string; hash_: string }>(
    `SELECT ${partitionOf(table)} AS part_, toString(count()) AS rows_, toString(sum(${row})) AS hash_
     FROM ${storedIn(table)}${partition === undefined ? '' : whereIn(table, partition)}
     GROUP BY part_ ORDER BY part_`,
  )
  return rows.map(({ part_, rows_, hash_ }) => ({ partition: part_, rows: Number(rows_), hash: hash_ }))
}

/** The rows of one part, in SQL. */
export function selectPart(table: StoredTable, partition: string): string {
  const columns = table.columns.map(({ name }) => `\`${name}\``).join(', ')
  return `SELECT ${columns} FROM ${storedIn(table)}${whereIn(table, partition)}`
}

/** Partitions are numbers, e.g. months, so that the engine need not look into the others. */
function whereIn({ partitionKey }: StoredTable, partition: string): string {
  return partitionKey === '' ? '' : ` WHERE ${partitionKey} = ${BigInt(partition)}`
}

function storedIn({ name, collapses }: StoredTable): string {
  return `${name}${collapses ? ' FINAL' : ''}`
}

function partitionOf({ partitionKey }: StoredTable): string {
  return partitionKey === '' ? "'all'" : `toString(${partitionKey})`
}

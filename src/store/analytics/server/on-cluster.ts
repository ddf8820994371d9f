import type { Layout } from './layout.ts'

/** Where a migration is carried out. */
export interface Place {
  readonly database: string
  readonly layout: Layout
}

/**
 * The table of one node behind a table of all of them.
 *
 * @example shardTable('inference_row') // => 'inference_shard'
 */
export function shardTable(table: string): string {
  return `${table.replace(/_row$/, '')}_shard`
}

/**
 * The statements that one statement of a migration becomes on a cluster, each for every node. A table becomes two: the
 * rows of one shard, and under the old name all shards, `Distributed`. Views and dictionaries stay as they are: they
 * read all shards, on whichever node they are asked.
 */
export function onCluster(statement: string, place: Place): string[] {
  const [, action, table, rest] =
    /^(CREATE|ALTER|DROP) TABLE(?: IF (?:NOT )?EXISTS)? (\w+)([\s\S]*)$/.exec(statement) ?? []
  if (action === undefined || table === undefined || rest === undefined) return [statement]
  const shard = shardTable(table)
  if (action === 'CREATE') {
    return [
      `CREATE TABLE IF NOT EXISTS ${shard}${place.layout.replicated ? replicated(rest, shard, place) : rest}`,
      `CREATE TABLE IF NOT EXISTS ${table} AS \`${place.database}\`.${shard}
       ENGINE = Distributed('${place.layout.name}', '${place.database}', '${shard}', ${shardingKey(rest)})`,
    ]
  }
  const onShard = statement.replace(table, shard)
  // A Distributed table has columns, and nothing else that can be altered.
  return action === 'DROP' || /^\s+(ADD|DROP|MODIFY|RENAME|CLEAR) COLUMN\b/i.test(rest)
    ? [onShard, statement]
    : [onShard]
}

/**
 * Rows that replace each other must lie on one shard. They agree in the order of their table, so any part of it will do:
 * the act itself, which spreads evenly; else the person, so that what is grouped by person is found together; else all
 * of it.
 */
function shardingKey(definition: string): string {
  const order = /\bORDER BY (\([\s\S]*?\)|\w+)\s*(?:SETTINGS|$)/.exec(definition)?.[1] ?? 'tuple()'
  const part = ['event_id', 'person'].find((column) => new RegExp(`\\b${column}\\b`).test(order))
  return `cityHash64(${part ?? order})`
}

/** The path names the table, not its UUID: nodes without a DDL queue give each their own. */
function replicated(definition: string, shard: string, { database }: Place): string {
  const place = `'/weighbridge/${database}/${shard}/{shard}', '{replica}'`
  return definition.replace(
    /ENGINE = (\w*MergeTree)(?:\(([^)]*)\))?/,
    (_, engine: string, parameters: string | undefined) =>
      `ENGINE = Replicated${engine}(${[place, parameters].filter((part) => part !== undefined && part !== '').join(', ')})`,
  )
}

/**
 * A statement with the clause that has a cluster's DDL queue carry it out on every node.
 *
 * @example throughQueue('DROP TABLE IF EXISTS a_shard', 'main') // => "DROP TABLE IF EXISTS a_shard ON CLUSTER 'main'"
 */
export function throughQueue(statement: string, cluster: string): string {
  return statement.replace(
    /^((?:(?:CREATE(?: OR REPLACE)?|ALTER|DROP|TRUNCATE) (?:TABLE|VIEW|MATERIALIZED VIEW|DICTIONARY|DATABASE)(?: IF (?:NOT )?EXISTS)?|DELETE FROM) [\w.`]+)/,
    (named) => `${named} ON CLUSTER '${cluster}'`,
  )
}

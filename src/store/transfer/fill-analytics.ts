import { WeighbridgeError } from '../../base/errors.ts'
import type { AnalyticsStore, RowColumn } from '../analytics/analytics-store.ts'
import { UNFINISHED } from '../analytics/migrate.ts'
import { partsOf, type StoredTable, storedTables, type TablePart } from './stored-tables.ts'

/** Rows that a store is to have: those of a backup, or of another store. */
export interface RowSource {
  /** Tells it from every other one. */
  readonly name: string
  readonly tables: readonly SourceTable[]
  rowsOf(table: string, partition: string): AsyncIterable<Buffer>
}

export interface SourceTable {
  readonly name: string
  readonly columns: readonly RowColumn[]
  readonly parts: readonly TablePart[]
}

/** A part of a table that is where it should be, proved by count and hash. */
export interface FilledPart extends TablePart {
  readonly table: string
  /** True where it was there before, e.g. from a run that was stopped. */
  readonly wasThere: boolean
}

/**
 * Whether a store may be filled from a source: it is empty, or holds what a stopped run brought of the same source, or
 * exactly what is to come.
 */
export async function mayFill(target: AnalyticsStore, source: RowSource): Promise<boolean> {
  const begun = await unfinishedIn(target)
  if (begun.length > 0) return begun.every((name) => name === markOf(source))
  const tables = await storedTables(target)
  if ((await target.rowsStored(tables.map(({ name }) => name))) === 0) return true
  for (const table of tables.filter(({ expires }) => !expires)) {
    const wanted = wantedOf(table, source)
    if (differing(await partsOf(target, { ...table, ...wanted }), wanted.parts).length > 0) return false
  }
  return true
}

/**
 * Makes a store hold the rows of a source and no others, part by part: one that is there already is left, one that
 * differs, e.g. because the run before was stopped in it, is taken out and brought anew. Until {@link finishFilling} nobody
 * else can open it.
 *
 * @throws WeighbridgeError `store-failed` where a part came over differently.
 */
export async function fillAnalytics(
  target: AnalyticsStore,
  source: RowSource,
  onPart: (part: FilledPart) => void,
): Promise<void> {
  const tables = await storedTables(target)
  const missing = source.tables.filter(({ name }) => !tables.some((table) => table.name === name))
  if (missing.length > 0) {
    throw new WeighbridgeError(
      'store-failed',
      `There is no table ${missing[0]?.name} to fill; nothing was written.`,
    )
  }
  await clearMarks(target, (name) => name !== markOf(source))
  if ((await unfinishedIn(target)).length === 0) {
    await target.command('INSERT INTO migration SELECT {name:String}, now()', { name: markOf(source) })
  }
  for (const table of tables) {
    await fillTable(target, { ...table, ...wantedOf(table, source) }, source, onPart)
  }
  await target.reloadDictionaries()
}

/** Opens a filled store to everybody. */
export async function finishFilling(target: AnalyticsStore): Promise<void> {
  await clearMarks(target, () => true)
}

/** A table of which the source has nothing is to be empty. */
function wantedOf(table: StoredTable, source: RowSource): SourceTable {
  return source.tables.find(({ name }) => name === table.name) ?? { ...table, parts: [] }
}

/** @param table of the target, with what the source has of its columns and parts. */
async function fillTable(
  target: AnalyticsStore,
  table: StoredTable & SourceTable,
  source: RowSource,
  onPart: (part: FilledPart) => void,
): Promise<void> {
  const wrong = new Set(differing(await partsOf(target, table), table.parts))
  for (const partition of wrong) {
    if (table.parts.some((part) => part.partition === partition)) continue
    await target.alterStored(table.name, `DROP PARTITION ID '${partition}'`)
  }
  for (const part of table.parts) {
    const wasThere = !wrong.has(part.partition)
    if (!wasThere) await fillPart(target, table, part, source)
    onPart({ ...part, table: table.name, wasThere })
  }
}

async function fillPart(
  target: AnalyticsStore,
  table: StoredTable & SourceTable,
  part: TablePart,
  source: RowSource,
): Promise<void> {
  await target.alterStored(table.name, `DROP PARTITION ID '${part.partition}'`)
  await target.importRows(table.name, table.columns, () => source.rowsOf(table.name, part.partition))
  const [came] = await partsOf(target, table, part.partition)
  if (came?.rows === part.rows && came.hash === part.hash) return
  if (table.expires && (came?.rows ?? 0) < part.rows) return
  throw new WeighbridgeError(
    'store-failed',
    `${table.name}, part ${part.partition}: ${part.rows} rows were to come and ${came?.rows ?? 0} did${came?.rows === part.rows ? ', with other values' : ''}; run this again, and it goes on with this part.`,
  )
}

/** Partitions that are not the same on both sides. */
function differing(there: readonly TablePart[], wanted: readonly TablePart[]): string[] {
  const keyOf = ({ partition, rows, hash }: TablePart) => `${partition} ${rows} ${hash}`
  const [left, right] = [new Set(there.map(keyOf)), new Set(wanted.map(keyOf))]
  return [...there, ...wanted]
    .filter((part) => !left.has(keyOf(part)) || !right.has(keyOf(part)))
    .map(({ partition }) => partition)
}

function markOf({ name }: RowSource): string {
  return `${UNFINISHED}${name}`
}

async function unfinishedIn(target: AnalyticsStore): Promise<string[]> {
  const rows = await target.query<{ name: string }>(
    'SELECT DISTINCT name FROM migration WHERE startsWith(name, {mark:String})',
    { mark: UNFINISHED },
  )
  return rows.map(({ name }) => name)
}

async function clearMarks(target: AnalyticsStore, goes: (name: string) => boolean): Promise<void> {
  for (const name of (await unfinishedIn(target)).filter(goes)) {
    await target.deleteFrom('migration', 'name = {name:String}', { name })
  }
}

import { type Kysely, sql } from 'kysely'
import { WeighbridgeError } from '../../base/errors.ts'
import type { RecordsStore } from '../records/records-store.ts'
import type { Records } from '../records/schema.ts'
import { CATALOGUES } from './record-catalogue.ts'
import {
  countersOf,
  type RecordRow,
  type RecordSummary,
  type RecordTable,
  recordTables,
  summaryOf,
} from './record-rows.ts'

/** Records that a store is to have. */
export interface RecordSource {
  readonly tables: readonly SourceRecords[]
  /** The last number each table gave to a row: what refers to rows that are gone must not meet a new one. */
  readonly counters: Readonly<Record<string, number>>
  rowsOf(table: string): AsyncIterable<readonly RecordRow[]>
}

export interface SourceRecords extends RecordSummary {
  readonly name: string
}

export interface FilledRecords extends SourceRecords {
  readonly wasThere: boolean
}

/** Values of one statement; a database takes 32,766 at most. */
const VALUES = 10_000

/** The row that says whose records they are; alone it is no content. */
const OWNER = 'installation'

/** Whether records may be filled: they are empty, or exactly what is to come. */
export async function mayFillRecords(target: RecordsStore, source: RecordSource): Promise<boolean> {
  const tables = await recordTables(target)
  const there = await summaries(target.db, tables)
  return (
    there.every(({ name, rows }) => rows === 0 || name === OWNER) ||
    tables.every((table) => isSame(table, there, source))
  )
}

/**
 * Makes records those of a source, all of them or, where anything fails, none.
 *
 * @throws WeighbridgeError `store-failed` where a table came over differently.
 */
export async function fillRecords(target: RecordsStore, source: RecordSource): Promise<FilledRecords[]> {
  const tables = await recordTables(target)
  const before = await summaries(target.db, tables)
  const wasThere = tables.every((table) => isSame(table, before, source))
  if (!wasThere) await target.db.transaction().execute((db) => replaceAll(db, target, tables, source))
  return source.tables.map((table) => ({ ...table, wasThere }))
}

async function replaceAll(
  db: Kysely<Records>,
  target: RecordsStore,
  tables: readonly RecordTable[],
  source: RecordSource,
): Promise<void> {
  for (const { name } of tables.toReversed()) await sql`delete from ${sql.table(name)}`.execute(db)
  for (const table of tables) {
    if (!source.tables.some(({ name }) => name === table.name)) continue
    for await (const rows of source.rowsOf(table.name)) await insertAll(db, table, rows)
  }
  for (const [table, last] of Object.entries(source.counters)) {
    if (last > 0) await CATALOGUES[target.dialect.name].countOn(db, table, last)
  }
  const there = await summaries(db, tables)
  const wrong = tables.find((table) => !isSame(table, there, source))
  const counted = await countersOf(db, target)
  const behind = Object.entries(source.counters).find(([table, last]) => (counted[table] ?? 0) < last)
  const what = wrong?.name ?? behind?.[0]
  if (what === undefined) return
  throw new WeighbridgeError(
    'store-failed',
    `The records of ${what} did not come over as they are; none were kept. Run this again.`,
  )
}

async function insertAll(db: Kysely<Records>, table: RecordTable, rows: readonly RecordRow[]): Promise<void> {
  const most = Math.floor(VALUES / table.columns.length)
  for (let at = 0; at < rows.length; at += most) {
    await db
      .insertInto(table.name as 'watermark')
      .values(rows.slice(at, at + most) as never)
      .execute()
  }
}

type Summaries = readonly ({ readonly name: string } & RecordSummary)[]

async function summaries(db: Kysely<Records>, tables: readonly RecordTable[]): Promise<Summaries> {
  const all = []
  for (const table of tables) all.push({ name: table.name, ...(await summaryOf(db, table)) })
  return all
}

/** A table that the source does not have is to be empty. */
function isSame({ name }: RecordTable, there: Summaries, source: RecordSource): boolean {
  const found = there.find((table) => table.name === name)
  const wanted = source.tables.find((table) => table.name === name)
  return wanted === undefined ? found?.rows === 0 : found?.rows === wanted.rows && found.hash === wanted.hash
}

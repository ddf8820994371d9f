import { createHash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { RecordsStore } from '../records/records-store.ts'
import type { Records } from '../records/schema.ts'
import { CATALOGUES } from './record-catalogue.ts'

export type RecordRow = Readonly<Record<string, string | number | null>>

/** A table of the records, with the columns by which its rows are told apart. */
export interface RecordTable {
  readonly name: string
  readonly columns: readonly string[]
  readonly key: readonly string[]
}

/** What a table holds: the same in both databases, in whatever order. */
export interface RecordSummary {
  readonly rows: number
  /** Sum of the rows' hashes modulo 2^64, hexadecimal. */
  readonly hash: string
}

/** Rows read at once. */
const PAGE = 1000

/** The name of what stays behind: the place that the rows go to has migrations of its own. */
const MIGRATIONS = 'migration'

/** Every table, found in the database's own catalogue, each after those it refers to. */
export async function recordTables({ db, dialect }: RecordsStore): Promise<RecordTable[]> {
  const catalogue = CATALOGUES[dialect.name]
  const columns = (
    await sql<{ table: string; column: string; place: number }>`${sql.raw(catalogue.columns)}`.execute(db)
  ).rows
  const references = (
    await sql<{ table: string; parent: string }>`${sql.raw(catalogue.references)}`.execute(db)
  ).rows
  const names = [...new Set(columns.map(({ table }) => table))].filter((name) => name !== MIGRATIONS).sort()
  const tables = names.map((name) => {
    const own = columns.filter(({ table }) => table === name)
    return {
      name,
      columns: own.map(({ column }) => column),
      key: own
        .filter(({ place }) => place > 0)
        .sort((a, b) => a.place - b.place)
        .map(({ column }) => column),
    }
  })
  const ordered: RecordTable[] = []
  const place = (table: RecordTable) => {
    if (ordered.includes(table)) return
    for (const { parent } of references.filter((reference) => reference.table === table.name)) {
      if (parent !== table.name) place(tables.find(({ name }) => name === parent) as RecordTable)
    }
    ordered.push(table)
  }
  for (const table of tables) place(table)
  return ordered
}

/** All rows of a table, a page at a time. */
export async function* readRecords(
  db: Kysely<Records>,
  { name, columns, key }: RecordTable,
): AsyncGenerator<readonly RecordRow[]> {
  const list = (names: readonly string[]) => sql.join(names.map((column) => sql.ref(column)))
  let after = sql``
  for (;;) {
    const page =
      await sql<RecordRow>`select ${list(columns)} from ${sql.table(name)} ${after} order by ${list(key)} limit ${sql.lit(PAGE)}`.execute(
        db,
      )
    if (page.rows.length > 0) yield page.rows
    const last = page.rows.at(-1)
    if (last === undefined || page.rows.length < PAGE) return
    after = sql`where (${list(key)}) > (${sql.join(key.map((column) => last[column]))})`
  }
}

/** Sums rows up as they pass. */
export class RecordSum {
  #rows = 0
  #hash = 0n

  add(row: RecordRow): void {
    this.#rows += 1
    const text = JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))
    this.#hash = BigInt.asUintN(64, this.#hash + createHash('sha256').update(text).digest().readBigUInt64BE())
  }

  get summary(): RecordSummary {
    return { rows: this.#rows, hash: this.#hash.toString(16).padStart(16, '0') }
  }
}

export async function summaryOf(db: Kysely<Records>, table: RecordTable): Promise<RecordSummary> {
  const sum = new RecordSum()
  for await (const rows of readRecords(db, table)) for (const row of rows) sum.add(row)
  return sum.summary
}

/** The last number given to a row, by table. */
export async function countersOf(
  db: Kysely<Records>,
  { dialect }: RecordsStore,
): Promise<Record<string, number>> {
  const { rows } = await sql<{
    table: string
    last: number | null
  }>`${sql.raw(CATALOGUES[dialect.name].counters)}`.execute(db)
  return Object.fromEntries(rows.map(({ table, last }) => [table, last ?? 0]))
}

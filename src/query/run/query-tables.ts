import { type PrintedQuery, printQuery } from '../clickhouse/print.ts'
import type { QueryLanguage } from '../language.ts'
import type { Relation, Scan } from '../plan/relation.ts'
import type { Column } from '../plan/type.ts'
import type { Schema, SchemaTable } from '../schemas/schema.ts'
import { withColumns } from '../schemas/with-columns.ts'
import { emptyUnlessFilled } from './empty-table.ts'
import { type GivenRows, type Row, rowsTable } from './rows-table.ts'

/** What a query is run over: the tables of a schema, and rows that come with it. */
export class QueryTables {
  readonly schema: Schema
  readonly #given: ReadonlyMap<string, GivenRows>

  /**
   * @param rows by the name of their table, which stands in for one of the schema.
   * @param events rows for whatever log source a Sigma rule names: then there is no other table.
   */
  constructor(
    language: QueryLanguage,
    schema: Schema,
    rows: ReadonlyMap<string, readonly Row[]> = new Map(),
    events: readonly Row[] | null = null,
  ) {
    const given = [...rows].map(([name, values], number) => {
      const declared = schema.tables.find((table) => table.name === name)
      return rowsTable(declared?.name ?? name, values, { number, language, declared })
    })
    const named =
      events === null ? given : [...given, rowsTable(EVENTS, events, { number: given.length, language })]
    this.#given = new Map(named.map((one) => [one.table.name, one]))
    const tables = named.map(({ table }) => (table.name === EVENTS ? { ...table, logSource: {} } : table))
    const others = events === null ? schema.tables.filter(({ name }) => !this.#given.has(name)) : []
    this.schema = named.length === 0 ? schema : { ...schema, tables: [...tables, ...others] }
  }

  /** Prints a plan over these tables; a table without rows of its own is empty. */
  print(
    plan: Relation,
    inferred: readonly SchemaTable[],
    final?: (sql: string, column: Column) => string,
  ): PrintedQuery {
    const scanned = scansIn(plan)
    const table = (name: string): SchemaTable => {
      const found = [...inferred, ...this.schema.tables].find((one) => one.name === name)
      // The columns of a plan that is run to discover others are inferred, and not told yet.
      const columns = scanned.get(name) ?? []
      const given = this.#given.get(name)
      if (given === undefined) return emptyUnlessFilled(withColumns(found ?? { name, columns: [] }, columns))
      const has = new Set(given.table.columns.map((column) => column.name))
      const more = columns.filter((column) => !has.has(column.name))
      return { ...given.table, select: given.select(more) }
    }
    const { sql, parameters } = printQuery(plan, table, final)
    const rows = [...this.#given.values()].map((given) => given.parameters)
    return { sql, parameters: Object.assign({}, parameters, ...rows) }
  }
}

const EVENTS = 'events'

/** The columns that a plan reads of each table. */
function scansIn(plan: Relation): ReadonlyMap<string, Column[]> {
  const found = new Map<string, Column[]>()
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    if ((node as { kind?: unknown }).kind === 'scan') {
      const { table, columns } = node as Scan
      const known = found.get(table) ?? []
      const names = new Set(known.map(({ name }) => name))
      found.set(table, [...known, ...columns.filter(({ name }) => !names.has(name))])
      return
    }
    for (const part of Object.values(node)) visit(part)
  }
  visit(plan)
  return found
}

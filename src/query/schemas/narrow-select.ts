import type { Column } from '../plan/type.ts'
import type { SchemaTable } from './schema.ts'
import type { SchemaSelect } from './schema-file.ts'
import { selectSql } from './select-sql.ts'

/**
 * What the SELECT of a table was made from, for the very table that its file gave. A table that somebody changed is another
 * object with a SELECT of its own, and is read as a whole.
 */
const madeFrom = new WeakMap<SchemaTable, readonly SchemaSelect[]>()

export function rememberSelects(table: SchemaTable, selects: readonly SchemaSelect[]): SchemaTable {
  madeFrom.set(table, selects)
  return table
}

/**
 * The table's SELECT with only these of its columns, and only from the views in which a column can be what it has to be: what nobody
 * reads, the engine does not plan.
 *
 * @param known strings that columns have to be equal to.
 */
export function narrowSelect(
  table: SchemaTable,
  columns: readonly Column[],
  known: Readonly<Record<string, string>> = {},
): string | undefined {
  const selects = madeFrom.get(table)
  if (selects === undefined || columns.length === 0) return table.select
  const possible = selects.filter(({ values }) =>
    Object.entries(known).every(([column, value]) => canBe(values.get(column) ?? "''", value)),
  )
  const [first] = selects
  return selectSql(columns, possible.length === 0 && first !== undefined ? [first] : possible)
}

/** Only a bare literal says for sure that it is something else. */
function canBe(sql: string, value: string): boolean {
  const literal = /^'([^'\\]*)'$/.exec(sql.trim())
  return literal === null || literal[1] === value
}

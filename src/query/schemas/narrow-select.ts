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

/** The table's SELECT with only these of its columns, so that the engine does not plan what nobody reads. */
export function narrowSelect(table: SchemaTable, columns: readonly Column[]): string | undefined {
  const selects = madeFrom.get(table)
  if (selects === undefined || columns.length === 0 || columns.length >= table.columns.length)
    return table.select
  return selectSql(columns, selects)
}

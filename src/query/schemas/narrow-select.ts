import { ACTIVITY_KINDS, COLUMNS, MAY_BE_NULL } from '../../activity/kinds.ts'
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
  const selects = possibleSelects(table, known)
  return selects.length === 0 || columns.length === 0 ? table.select : selectSql(columns, selects)
}

/**
 * Columns of a table that are never null, by what its SELECT is made from; others may or may not be. An aggregate of such a column
 * needs no second one that looks for nulls.
 */
export function neverNull(
  table: SchemaTable,
  known: Readonly<Record<string, string>> = {},
): ReadonlySet<string> {
  const selects = possibleSelects(table, known)
  const names = selects.length === 0 ? [] : table.columns.map(({ name }) => name)
  return new Set(
    names.filter((name) =>
      selects.every(({ from, values }) => isNeverNull(from, values.get(name) ?? 'NULL')),
    ),
  )
}

/** `bytes` or `toInt64(bytes)`, of a view whose column is never null. */
function isNeverNull(from: string, sql: string): boolean {
  const [, column] = /^(?:toInt64\()?([a-z_]+)\)?$/.exec(sql.trim()) ?? []
  const kind = ACTIVITY_KINDS.find((one) => one === from)
  const found = kind === undefined ? undefined : COLUMNS[kind].find(({ name }) => name === column)
  return found !== undefined && !MAY_BE_NULL.includes(found.type)
}

function possibleSelects(
  table: SchemaTable,
  known: Readonly<Record<string, string>>,
): readonly SchemaSelect[] {
  const selects = madeFrom.get(table) ?? []
  const possible = selects.filter(({ values }) =>
    Object.entries(known).every(([column, value]) => canBe(values.get(column) ?? "''", value)),
  )
  return possible.length === 0 ? selects.slice(0, 1) : possible
}

/** Only a bare literal says for sure that it is something else. */
function canBe(sql: string, value: string): boolean {
  const literal = /^'([^'\\]*)'$/.exec(sql.trim())
  return literal === null || literal[1] === value
}

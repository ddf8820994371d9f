import { ACTIVITY_KINDS, COLUMNS, MAY_BE_NULL } from '../../activity/kinds.ts'
import type { Column } from '../plan/type.ts'
import { overView } from './over-view.ts'
import { type Renaming, renamingOf } from './renaming.ts'
import type { SchemaTable } from './schema.ts'
import type { SchemaSelect } from './schema-file.ts'
import { NOTHING, selectSql } from './select-sql.ts'

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

/** A table whose rows all come from one view, and how these columns are written over it. */
export interface OneView {
  readonly from: string
  readonly where: readonly string[]
  readonly written: ReadonlyMap<string, string>
  readonly renamed: ReadonlyMap<string, Renaming>
}

/** Longer SQL stands in a SELECT of its own, where it is written once. */
const SHORT = 60

/**
 * The table as a view under an alias, without a SELECT between: the engine plans every level.
 *
 * @returns undefined where several views feed the table, or SQL of a column is long.
 */
export function oneView(
  table: SchemaTable,
  columns: readonly Column[],
  alias: string,
  known: Readonly<Record<string, string>> = {},
): OneView | undefined {
  const [select, another] = possibleSelects(table, known)
  if (select === undefined || another !== undefined || columns.length === 0) return undefined
  const written = new Map<string, string>()
  const renamed = new Map<string, Renaming>()
  for (const { name, type } of columns) {
    const sql = select.values.get(name) ?? NOTHING[type]
    const renaming = renamingOf(sql)
    const over = renaming !== undefined || sql.length <= SHORT ? overView(select.from, alias, sql) : undefined
    if (over === undefined) return undefined
    written.set(name, over)
    const column = renaming && overView(select.from, alias, renaming.column)
    if (column !== undefined) renamed.set(name, { ...renaming, column } as Renaming)
  }
  const where = select.where === undefined ? '' : overView(select.from, alias, select.where)
  if (where === undefined) return undefined
  return { from: select.from, where: where === '' ? [] : [`(${where})`], written, renamed }
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

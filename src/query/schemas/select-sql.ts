import { identifier } from '../clickhouse/identifier.ts'
import type { Column, ScalarType } from '../plan/type.ts'
import { overView } from './over-view.ts'
import type { SchemaSelect } from './schema-file.ts'

/** What a column holds that no view fills. */
export const NOTHING: Readonly<Record<ScalarType, string>> = {
  bool: "CAST(NULL, 'Nullable(Bool)')",
  int: "CAST(NULL, 'Nullable(Int32)')",
  long: "CAST(NULL, 'Nullable(Int64)')",
  real: "CAST(NULL, 'Nullable(Float64)')",
  decimal: "CAST(NULL, 'Nullable(Decimal(38, 17))')",
  string: "''",
  datetime: "CAST(NULL, 'Nullable(DateTime64(7, \\'UTC\\'))')",
  timespan: "CAST(NULL, 'Nullable(Int64)')",
  guid: "CAST(NULL, 'Nullable(UUID)')",
  dynamic: "CAST(NULL, 'Nullable(String)')",
  multivalue: "CAST([], 'Array(String)')",
}

/** The SELECT that gives a table's columns, in order, from the views that feed it. */
export function selectSql(columns: readonly Column[], selects: readonly SchemaSelect[]): string {
  return selects.map((select) => oneSelect(columns, select)).join('\nUNION ALL\n')
}

function oneSelect(columns: readonly Column[], { from, where, values }: SchemaSelect): string {
  const given = columns.map(({ name, type }) => ({ name, sql: values.get(name) ?? NOTHING[type] }))
  const condition = where === undefined ? '' : ` WHERE ${where}`
  const source = `${identifier(from)}${condition}`
  if (!shadows(given, where)) {
    return `SELECT ${given.map(({ name, sql }) => `${sql} AS ${identifier(name)}`).join(', ')} FROM ${source}`
  }
  const over = shortOver(given, from, where)
  if (over !== undefined) return over
  const inner = given.map(({ sql }, at) => `${sql} AS c${at}`).join(', ')
  const outer = given.map(({ name }, at) => `c${at} AS ${identifier(name)}`).join(', ')
  return `SELECT ${outer} FROM (SELECT ${inner} FROM ${source})`
}

/** With an alias before every column of the view no name can be hidden. */
function shortOver(
  given: readonly { name: string; sql: string }[],
  from: string,
  where: string | undefined,
): string | undefined {
  const values = given.map(({ name, sql }) => ({ name, sql: overView(from, VIEW, sql) }))
  const condition = where === undefined ? '' : overView(from, VIEW, where)
  if (condition === undefined || values.some(({ sql }) => sql === undefined)) return undefined
  const list = values.map(({ name, sql }) => `${sql} AS ${identifier(name)}`).join(', ')
  return `SELECT ${list} FROM ${identifier(from)} AS ${VIEW}${condition === '' ? '' : ` WHERE ${condition}`}`
}

/** No column of a table has this name. */
const VIEW = '_v'

// In ClickHouse an alias hides the view's column of that name in every other expression of its SELECT.
function shadows(given: readonly { name: string; sql: string }[], where = ''): boolean {
  const written = new Map(given.map(({ name, sql }) => [name, sql]))
  const isHidden = (word: string, own: string) => {
    const sql = written.get(word)
    return word !== own && sql !== undefined && sql !== word
  }
  return (
    wordsOf(where).some((word) => isHidden(word, '')) ||
    given.some(({ name, sql }) => wordsOf(sql).some((word) => isHidden(word, name)))
  )
}

function wordsOf(sql: string): string[] {
  return sql.match(/[A-Za-z_]\w*/g) ?? []
}

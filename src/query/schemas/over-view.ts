import { ACTIVITY_KINDS, COLUMNS } from '../../activity/kinds.ts'
import { identifier } from '../clickhouse/identifier.ts'

/** Columns that the view of every kind of activity has beside those of its kind. */
const OF_ALL = ['source', 'system', 'person', 'event_id', 'input', 'offset']

const KEYWORDS: ReadonlySet<string> = new Set(['AND', 'OR', 'NOT', 'IN', 'IS', 'NULL', 'TRUE', 'FALSE'])

/** A text, a word with the bracket behind it, or any other character. */
const TOKENS = /'(?:[^'\\]|\\.)*'|[A-Za-z_]\w*(\s*\()?|\d[\w.]*|[\s\S]/g

/**
 * SQL over a view with the view's alias before each of its columns, so that no alias of the SELECT it is put in can hide one.
 *
 * @returns undefined where a word is neither a column nor known, and for a lone figure.
 * @example overView('flow', '_t', "if(dst_name = '', dst_ip, dst_name)") // => "if(_t.`dst_name` = '', _t.`dst_ip`, _t.`dst_name`)"
 */
export function overView(view: string, alias: string, sql: string): string | undefined {
  const kind = ACTIVITY_KINDS.find((one) => one === view)
  // A lone figure would be a position in ORDER BY.
  if (kind === undefined || /^[\s\d.-]+$/.test(sql) || /->|\.[A-Za-z_`"]|["`]/.test(sql)) return undefined
  const columns = new Set([...OF_ALL, ...COLUMNS[kind].map(({ name }) => name)])
  let isKnown = true
  const written = sql.replace(TOKENS, (token: string, bracket: string | undefined) => {
    if (!/^[A-Za-z_]/.test(token) || bracket !== undefined) return token
    if (columns.has(token)) return `${alias}.${identifier(token)}`
    isKnown &&= KEYWORDS.has(token.toUpperCase())
    return token
  })
  return isKnown ? written : undefined
}

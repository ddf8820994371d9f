import { literal } from '../../base/sql-literal.ts'
import { COLUMN_PROBLEM, COLUMNS } from '../kinds.ts'
import type { Source } from './source.ts'

/** Lines longer than this are rejected: no log format here has them, and a hostile one could fill the memory. */
export const MAX_LINE_BYTES = 1 << 20

/** How much of a rejected line is kept. */
const KEPT_REJECT_BYTES = 8192

/**
 * The lines of a block with their place in the input: columns `raw`, `line` (without CR and byte order mark) and
 * `offset`, from a table expression with `block` and `start`.
 */
export function linesOf(relation: string): string {
  return `(
    SELECT raw, offset,
      if(endsWith(bare, '\\r'), substring(bare, 1, length(bare) - 1), bare) AS line,
      if(offset = 0 AND startsWith(raw, '\\xEF\\xBB\\xBF'), substring(raw, 4), raw) AS bare
    FROM (
      SELECT raw, start + ends - length(raw) - 1 AS offset
      FROM (
        SELECT start,
          splitByChar('\\n', if(endsWith(block, '\\n'), substring(block, 1, length(block) - 1), block)) AS raws,
          arrayCumSum(arrayMap(text -> length(text) + 1, raws)) AS ends_of
        FROM ${relation}
      )
      ARRAY JOIN raws AS raw, ends_of AS ends
    )
  )`
}

/** Every line with the source's names, its columns as `c_NAME`, and `reason`: why it is rejected, or ''. */
function parsed(source: Source, lines: string): string {
  const names = Object.entries(source.let).map(([name, expression]) => `${expression} AS ${name}`)
  const columns = COLUMNS[source.activity].map((column) => {
    const expression = source.columns[column.name] ?? column.otherwise ?? 'NULL'
    return { ...column, expression, alias: `c_${column.name}` }
  })
  const checks: [when: string, reason: string][] = [
    [`length(raw) > ${MAX_LINE_BYTES}`, `'line longer than ${MAX_LINE_BYTES} bytes'`],
    [`line = ''`, `'blank line'`],
    [`NOT isValidUTF8(line)`, `'not valid UTF-8'`],
    ...source.reject.map(({ when, reason }): [string, string] => [when, literal(reason)]),
    ...columns
      .filter((column) => column.type !== 'number')
      .map((column): [string, string] => [
        `isNull(${column.alias})`,
        literal(`${column.name} ${COLUMN_PROBLEM[column.type]}`),
      ]),
    [`c_time < toDateTime64('2000-01-01 00:00:00', 3, 'UTC')`, `'time is before the year 2000'`],
    [`c_time >= toDateTime64('2100-01-01 00:00:00', 3, 'UTC')`, `'time is after the year 2099'`],
  ]
  return `(
    SELECT raw, line, offset,
      ${[...names, ...columns.map((column) => `${column.expression} AS ${column.alias}`)].join(',\n      ')},
      multiIf(${checks.map(([when, reason]) => `${when}, ${reason}`).join(',\n        ')},
        '') AS reason
    FROM ${lines}
  )`
}

/**
 * INSERT of the lines (see {@link linesOf}) that are activity. Its parameters are `input`, the hash that identifies the
 * input, in decimal, and `batch`.
 */
export function insertActivity(source: Source, lines: string): string {
  const columns = COLUMNS[source.activity]
  const values = columns.map(({ name, type }) =>
    type === 'number' ? `c_${name}` : `assumeNotNull(c_${name})`,
  )
  return `INSERT INTO ${source.activity}_row
    (${columns.map((column) => column.name).join(', ')}, source, system, event_id, input, offset, batch)
    SELECT ${values.join(', ')}, ${literal(source.name)}, ${literal(source.system)}, ${eventId(source)},
      {input:UInt64}, offset, {batch:UInt64}
    FROM ${parsed(source, lines)}
    WHERE reason = ''`
}

/** INSERT of the lines that are not; a further parameter is `file`, the name of the input. */
export function insertRejects(source: Source, lines: string): string {
  return `INSERT INTO reject_row (source, input, file, offset, reason, line, line_bytes, event_id, batch)
    SELECT ${literal(source.name)}, {input:UInt64}, {file:String}, offset, reason,
      substring(raw, 1, ${KEPT_REJECT_BYTES}), length(raw), ${eventId(source)}, {batch:UInt64}
    FROM ${parsed(source, lines)}
    WHERE reason != ''`
}

/** How many of the lines a table holds already, whatever it is they became. Its parameter is `input`. */
export function countKnown(source: Source, lines: string, table: string): string {
  return `SELECT count() FROM ${lines}
    WHERE ${eventId(source)} IN (SELECT event_id FROM ${table} WHERE input = {input:UInt64})`
}

/** The columns of each line and its reason: what the golden rows are made from. */
export function selectParsed(source: Source, lines: string): string {
  const columns = COLUMNS[source.activity].map(({ name }) => `c_${name} AS ${name}`)
  return `SELECT offset, reason, ${columns.join(', ')} FROM ${parsed(source, lines)} ORDER BY offset`
}

/** The same line at the same place of the same input is the same act, however often it is read. */
function eventId(source: Source): string {
  return `reinterpretAsUInt128(sipHash128(${literal(source.name)}, {input:UInt64}, offset, raw))`
}

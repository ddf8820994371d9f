import { literal } from '../../base/sql-literal.ts'
import { COLUMN_PROBLEM, COLUMNS, MAY_BE_NULL } from '../kinds.ts'
import { withPromptSketch } from './prompt-sketch.ts'
import type { Source, SourceRow } from './source.ts'

/** Lines longer than this are rejected: no log format here has them, and a hostile one could fill the memory. */
export const MAX_LINE_BYTES = 1 << 20

/** How much of a rejected line is kept. */
const KEPT_REJECT_BYTES = 8192

/**
 * The lines of a block with their place: columns `raw`, `line` (without CR and byte order mark), `input` and `offset`,
 * from a table expression with `block`, `start` and `input`.
 */
export function linesOf(relation: string): string {
  return `(
    SELECT raw, input, offset,
      if(endsWith(bare, '\\r'), substring(bare, 1, length(bare) - 1), bare) AS line,
      if(offset = 0 AND startsWith(raw, '\\xEF\\xBB\\xBF'), substring(raw, 4), raw) AS bare
    FROM (
      SELECT raw, input, start + ends - length(raw) - 1 AS offset
      FROM (
        SELECT start, input,
          splitByChar('\\n', if(endsWith(block, '\\n'), substring(block, 1, length(block) - 1), block)) AS raws,
          arrayCumSum(arrayMap(text -> length(text) + 1, raws)) AS ends_of
        FROM ${relation}
      )
      ARRAY JOIN raws AS raw, ends_of AS ends
    )
  )`
}

/** Why a line is no row of any kind, or '': what is checked before anything else. */
const ALWAYS_REJECTED: Source['reject'] = [
  {
    when: `length(raw) > ${MAX_LINE_BYTES}`,
    reason: `line longer than ${MAX_LINE_BYTES} bytes`,
    expected: false,
  },
  { when: `line = ''`, reason: 'blank line', expected: false },
  { when: 'NOT isValidUTF8(line)', reason: 'not valid UTF-8', expected: false },
]

/** The reason of a line that none of a source's rows wants. */
const NO_CHANNEL = 'tells of nothing that leaves through a channel'

/**
 * Every line with the source's names, the columns of one of its rows as `c_NAME`, and `reason`: why it is rejected,
 * or ''. `wanted` is 1 for the lines this row answers for; the first answers also for those nobody wants. `expected` is
 * 1 where the reason is no fault.
 */
function parsed(source: Source, row: SourceRow, lines: string): string {
  const names = Object.entries(source.let).map(([name, expression]) => `${expression} AS ${name}`)
  const header = source.recognise.header === undefined ? [] : ['{header:String} AS header']
  const columns = COLUMNS[row.activity].map((column) => {
    const expression = withPromptSketch(row.columns[column.name] ?? column.otherwise ?? 'NULL')
    return { ...column, expression, alias: `c_${column.name}` }
  })
  const isLast = source.rows.at(-1) === row && row.when === undefined
  const early = [
    ...ALWAYS_REJECTED,
    ...source.reject,
    ...(source.rows.some(({ when }) => when === undefined)
      ? []
      : [{ when: 'which = 0', reason: NO_CHANNEL, expected: true }]),
  ]
  const late: [when: string, reason: string][] = [
    ...columns
      .filter((column) => !MAY_BE_NULL.includes(column.type))
      .map((column): [string, string] => [
        `isNull(${column.alias})`,
        literal(`${column.name} ${COLUMN_PROBLEM[column.type]}`),
      ]),
    [`c_time < toDateTime64('2000-01-01 00:00:00', 3, 'UTC')`, `'time is before the year 2000'`],
    [`c_time >= toDateTime64('2100-01-01 00:00:00', 3, 'UTC')`, `'time is after the year 2099'`],
  ]
  const at = source.rows.indexOf(row)
  const single = isLast && at === 0
  const expected = early.filter((reject) => reject.expected).map(({ reason }) => literal(reason))
  // In two steps: where a name is used in the step that defines it, the engine plans its whole expression anew, and that
  // costs more than running it.
  return `(
    SELECT raw, line, input, offset, ${columns.map(({ alias }) => alias).join(', ')},
      ${expected.length === 0 ? '0' : `early IN (${expected.join(', ')})`} AS expected,
      ${single ? '1' : at === 0 ? `which = 1 OR early != ''` : `which = ${at + 1} AND early = ''`} AS wanted,
      multiIf(early != '', early, ${late.map(([when, reason]) => `${when}, ${reason}`).join(',\n        ')},
        '') AS reason
    FROM (
      SELECT raw, line, input, offset,
        ${[...header, ...names, ...columns.map((column) => `${column.expression} AS ${column.alias}`)].join(',\n        ')},
        ${whichRow(source)} AS which,
        multiIf(${early.map(({ when, reason }) => `${when}, ${literal(reason)}`).join(',\n          ')}, '') AS early
      FROM ${lines}
    )
  )`
}

/** The number of the first row that wants a line, from 1; 0 where none does. */
function whichRow({ rows }: Source): string {
  const open = rows.findIndex(({ when }) => when === undefined)
  const asked = (open < 0 ? rows : rows.slice(0, open)).map(({ when }, at): [string, string] => [
    when ?? '1',
    `${at + 1}`,
  ])
  return multiIf(asked, open < 0 ? '0' : `${open + 1}`)
}

function multiIf(cases: readonly (readonly [when: string, then: string])[], otherwise: string): string {
  if (cases.length === 0) return otherwise
  return `multiIf(${cases.map(([when, then]) => `${when}, ${then}`).join(',\n        ')}, ${otherwise})`
}

/**
 * INSERT of the lines (see {@link linesOf}) that are activity of one of the source's rows. Its parameters are `batch`,
 * and `header` where the source has one.
 */
export function insertActivity(source: Source, row: SourceRow, lines: string): string {
  const names = COLUMNS[row.activity].map(({ name }) => name)
  return `INSERT INTO ${row.activity}_row
    (${names.join(', ')}, source, system, event_id, input, offset, batch)
    ${selectActivity(source, row, lines)}`
}

/** What {@link insertActivity} inserts, its columns named as those of the table. */
export function selectActivity(source: Source, row: SourceRow, lines: string): string {
  const values = COLUMNS[row.activity].map(({ name, type }) =>
    MAY_BE_NULL.includes(type) ? `c_${name} AS ${name}` : `assumeNotNull(c_${name}) AS ${name}`,
  )
  return `SELECT ${values.join(', ')}, ${literal(source.name)} AS source, ${literal(source.system)} AS system,
      ${eventId(source)} AS event_id, input, offset, {batch:UInt64} AS batch
    FROM ${parsed(source, row, lines)}
    WHERE wanted AND reason = ''`
}

/** INSERT of the lines a row answers for that are not activity; a further parameter is `file`, the name of the input. */
export function insertRejects(source: Source, row: SourceRow, lines: string): string {
  return `INSERT INTO reject_row (source, input, file, offset, reason, line, line_bytes, expected, event_id, batch)
    ${selectRejects(source, row, lines)}`
}

/** What {@link insertRejects} inserts, its columns named as those of the table. */
export function selectRejects(source: Source, row: SourceRow, lines: string): string {
  const kept = `if(expected, 0, ${source.secret ? 0 : KEPT_REJECT_BYTES})`
  return `SELECT ${literal(source.name)} AS source, input, {file:String} AS file, offset, reason,
      substring(raw, 1, ${kept}) AS line, length(raw) AS line_bytes, expected, ${eventId(source)} AS event_id, {batch:UInt64} AS batch
    FROM ${parsed(source, row, lines)}
    WHERE wanted AND reason != ''`
}

/** How many of the lines a table holds already, whatever it is they became. Its parameter is `inputs`. */
export function countKnown(source: Source, lines: string, table: string): string {
  return `SELECT count() FROM ${lines}
    WHERE ${eventId(source)} IN (SELECT event_id FROM ${table} WHERE input IN {inputs:Array(UInt64)})`
}

/** The columns of each line that a row answers for, and its reason: what the golden rows are made from. */
export function selectParsed(source: Source, row: SourceRow, lines: string): string {
  const columns = COLUMNS[row.activity].map(({ name }) => `c_${name} AS ${name}`)
  return `SELECT offset, reason, expected, ${columns.join(', ')} FROM ${parsed(source, row, lines)}
    WHERE wanted ORDER BY offset`
}

/** The tables that lines of a source go to. */
export function tablesOf(source: Source): string[] {
  return [...new Set(source.rows.map(({ activity }) => `${activity}_row`))]
}

/** The same line at the same place of the same input is the same act, however often it is read. */
function eventId(source: Source): string {
  return `reinterpretAsUInt128(sipHash128(${literal(source.name)}, input, offset, raw))`
}

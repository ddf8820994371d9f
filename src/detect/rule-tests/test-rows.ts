import { WeighbridgeError } from '../../base/errors.ts'
import type { RuleTest } from './rule-test.ts'

/** One row of a test, ready for its table. Times are milliseconds since 1970. */
export type TestRow = Readonly<Record<string, unknown>>

/** Columns that hold when something was, in whatever table. */
const TIME_COLUMNS: ReadonlySet<string> = new Set([
  'time',
  'started',
  'ended',
  'effective',
  'from',
  'to',
  'hired',
  'left',
])

const MOST_REPEATS = 100_000

const EVERY = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/
const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/**
 * The rows that one entry of a test stands for: as many as `repeat` says, `every` so long one after the other. Of a list
 * every row takes the next value; `{n}` in a text is the number of the row from 1, `{n:5}` the same in five digits.
 *
 * @throws WeighbridgeError `bad-input` naming the test.
 */
export function rowsOf(test: Pick<RuleTest, 'file'>, entry: Readonly<Record<string, unknown>>): TestRow[] {
  const { repeat = 1, every = '1s', ...columns } = entry
  if (typeof repeat !== 'number' || !Number.isInteger(repeat) || repeat < 1 || repeat > MOST_REPEATS) {
    throw new WeighbridgeError(
      'bad-input',
      `${test.file}: repeat: ${String(repeat)} is not a number of rows, 1 to ${MOST_REPEATS}.`,
    )
  }
  const step = stepOf(test, every)
  return Array.from({ length: repeat }, (_, at) =>
    Object.fromEntries(
      Object.entries(columns).map(([column, value]) => [column, cellOf(test, column, value, at, step)]),
    ),
  )
}

function cellOf(
  test: Pick<RuleTest, 'file'>,
  column: string,
  given: unknown,
  at: number,
  step: number,
): unknown {
  const value = Array.isArray(given) ? given[at % given.length] : given
  if (TIME_COLUMNS.has(column)) return value === null ? null : momentOf(test, column, value) + at * step
  return typeof value === 'string' ? numbered(value, at + 1) : value
}

/**
 * Milliseconds since 1970 of a time of a test, which is in UTC.
 *
 * @throws WeighbridgeError `bad-input` naming the test and the column.
 */
export function momentOf(test: Pick<RuleTest, 'file'>, column: string, value: unknown): number {
  const text = value instanceof Date ? value.toISOString() : String(value)
  const day = /^\d{4}-\d\d-\d\d$/.test(text)
  const at = Date.parse(day ? `${text}T00:00:00Z` : /[Zz]$|[+-]\d\d:\d\d$/.test(text) ? text : `${text}Z`)
  if (Number.isNaN(at)) {
    throw new WeighbridgeError(
      'bad-input',
      `${test.file}: ${column}: ${text} is not a time; write it like 2026-03-10T22:14:33Z.`,
    )
  }
  return at
}

function stepOf(test: Pick<RuleTest, 'file'>, every: unknown): number {
  const [, amount, unit] = EVERY.exec(String(every)) ?? []
  if (unit === undefined) {
    throw new WeighbridgeError(
      'bad-input',
      `${test.file}: every: ${String(every)} is not a time such as 500ms, 20s, 5m or 1h.`,
    )
  }
  return Number(amount) * UNITS[unit as keyof typeof UNITS]
}

/**
 * A text with the number of its row.
 *
 * @example numbered('model-{n:5}-of-00037.safetensors', 7) // => 'model-00007-of-00037.safetensors'
 */
export function numbered(text: string, row: number): string {
  return text.replaceAll(/\{n(?::(\d))?\}/g, (_, digits = '1') => String(row).padStart(Number(digits), '0'))
}

/**
 * A text with its days some time later.
 *
 * @example daysShifted('until 2026-03-27', 86_400_000) // => 'until 2026-03-28'
 */
export function daysShifted(text: string, byMs: number): string {
  return text.replaceAll(/\d{4}-\d\d-\d\d/g, (day) =>
    new Date(Date.parse(day) + byMs).toISOString().slice(0, 10),
  )
}

/** The same row some time later. HR's remarks hold days, too. */
export function shifted(row: TestRow, byMs: number): TestRow {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      TIME_COLUMNS.has(column) && typeof value === 'number'
        ? value + byMs
        : column === 'detail' && typeof value === 'string'
          ? daysShifted(value, byMs)
          : value,
    ]),
  )
}

/**
 * Compares rows of ours with rows from tables in Kusto's documentation. Those are text that people laid out: line breaks as
 * `<br>`, back-ticks, numbers printed to some digits, datetimes with or without `T`, `Z` and fraction.
 */

/** Rows equal in any order, or in the given one where the query sorts. */
export function sameRows(
  actual: readonly (readonly unknown[])[],
  expected: readonly (readonly string[])[],
  isOrdered: boolean,
): boolean {
  if (actual.length !== expected.length) return false
  if (isOrdered && actual.every((row, index) => sameRow(row, expected[index] ?? []))) return true
  // Documentation sorts by what it shows; rows with equal keys may come in any order.
  const left = [...expected]
  return actual.every((row) => {
    const found = left.findIndex((other) => sameRow(row, other))
    if (found === -1) return false
    left.splice(found, 1)
    return true
  })
}

/** Column names are compared without their letters' case. */
export function sameNames(actual: readonly string[], expected: readonly string[]): boolean {
  return (
    actual.length === expected.length &&
    actual.every((name, index) => plain(name).toLowerCase() === plain(expected[index] ?? '').toLowerCase())
  )
}

function sameRow(row: readonly unknown[], expected: readonly string[]): boolean {
  const cells = expected.length < row.length ? completed(expected, row.length) : expected
  return row.length === cells.length && row.every((cell, index) => sameCell(cell, cells[index] ?? ''))
}

/** Rows of kusto-loco's tests end in `;` and lack empty cells at their end. */
function completed(cells: readonly string[], length: number): readonly string[] {
  const last = cells.at(-1)
  if (last?.endsWith(';') !== true) return cells
  const kept = [...cells.slice(0, -1), last.slice(0, -1)]
  return [...kept, ...Array.from({ length: length - kept.length }, () => '')]
}

/** Is a value of ours what a cell of a table says? */
export function sameCell(actual: unknown, expected: string): boolean {
  const said = plain(expected)
  const given = textOf(actual).replaceAll('\u00a0', ' ')
  if (given === said || given.trim() === said || JSON.stringify(given) === said) return true
  if (given === '' && /^(\(?null\)?|NaN)?$/i.test(said)) return true
  if (given === 'NaN' && said === '') return true
  return sameScalar(given, said) || sameJson(actual, said)
}

function sameScalar(given: string, said: string): boolean {
  if (given === said || sameNumber(given, said) || sameTime(given, said) || sameTimespan(given, said))
    return true
  if (!/^(true|false)$/i.test(given)) return false
  return given.toLowerCase() === said.toLowerCase() || said === (given.toLowerCase() === 'true' ? '1' : '0')
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function plain(text: string): string {
  return text
    .replace(/<br\s*\/?>/gi, '')
    .replace(/&nbsp;|\u00a0/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('\\_', '_')
    .replaceAll('\\|', '|')
    .replaceAll('`', '')
    .trim()
}

function sameNumber(given: string, said: string): boolean {
  const text = said.replaceAll(',', '')
  if (given === '' || text === '') return false
  const [one, other] = [Number(given), Number(text)]
  if (Number.isNaN(one) || Number.isNaN(other)) return false
  if (one === other || Math.abs(one - other) <= 1e-6 * Math.max(Math.abs(one), Math.abs(other))) return true
  const digits = text.split('.')[1]?.length
  return digits !== undefined && Math.abs(one - other) <= 0.51 * 10 ** -digits
}

function sameTime(given: string, said: string): boolean {
  const [one, other] = [given, said].map(timeOf)
  return one !== undefined && one === other
}

const TIME = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{1,2}:\d{2}:\d{2})(?:\.(\d+))?)?\s*Z?$/

function timeOf(text: string): string | undefined {
  const found = TIME.exec(text)
  if (found === null) return undefined
  const [, date, clock = '00:00:00', fraction = ''] = found
  return `${date} ${clock.padStart(8, '0')}.${fraction.replace(/0+$/, '')}`
}

const TIMESPAN = /^(-)?(?:(\d+)\.)?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?$/

function sameTimespan(given: string, said: string): boolean {
  const [one, other] = [given, said].map((text) => {
    const found = TIMESPAN.exec(text)
    if (found === null) return undefined
    const [, sign = '', days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = found
    return `${sign}${Number(days)}.${Number(hours)}:${Number(minutes)}:${Number(seconds)}.${fraction.replace(/0+$/, '')}`
  })
  return one !== undefined && one === other
}

function sameJson(actual: unknown, said: string): boolean {
  const expected = jsonOf(said)
  if (expected === undefined) return false
  const given = typeof actual === 'string' ? (jsonOf(actual) ?? actual) : actual
  return sameValue(given, expected)
}

function jsonOf(text: string): unknown {
  for (const candidate of [
    text,
    text.replaceAll('\\"', '"'),
    text.replaceAll("'", '"'),
    text.replaceAll('\\', '\\\\'),
  ]) {
    try {
      return JSON.parse(candidate)
    } catch {
      // The next spelling.
    }
  }
  return undefined
}

function sameValue(given: unknown, expected: unknown): boolean {
  if (Array.isArray(given) && Array.isArray(expected)) {
    return (
      given.length === expected.length && given.every((value, index) => sameValue(value, expected[index]))
    )
  }
  if (isBag(given) && isBag(expected)) {
    const keys = Object.keys(expected)
    return (
      Object.keys(given).length === keys.length && keys.every((key) => sameValue(given[key], expected[key]))
    )
  }
  if (given === expected) return true
  if (typeof given === 'object' || typeof expected === 'object') return false
  return sameScalar(String(given), String(expected))
}

function isBag(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

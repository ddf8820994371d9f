import { QueryError } from '../../plan/query-error.ts'
import type { CallToPrint } from './function-table.ts'
import { once } from './kql-argument.ts'

/** Runs of one letter, or one delimiter. */
const PIECES = /([a-zA-Z])\1*|[^a-zA-Z]/g
const DELIMITER = /^[^a-zA-Z]$/

/** `format_datetime`: text with the parts that a format such as `yyyy-MM-dd HH:mm:ss.fff` names. */
export function formatDatetime(time: string, ticks: string, format: string, to: CallToPrint): string {
  const hour12 = `(toHour(${time}) + 11) % 12 + 1`
  const parts: Readonly<Record<string, string>> = {
    d: `toDayOfMonth(${time})`,
    h: hour12,
    H: `toHour(${time})`,
    m: `toMinute(${time})`,
    M: `toMonth(${time})`,
    s: `toSecond(${time})`,
    y: `toYear(${time}) % 100`,
  }
  const pieces = (format.match(PIECES) ?? []).map((piece) => {
    if (DELIMITER.test(piece)) return to.context.parameter(piece, 'String')
    if (piece === 'tt') return `if(toHour(${time}) < 12, 'AM', 'PM')`
    if (piece === 'yyyy') return padded(`toYear(${time})`, 4)
    const [letter = ''] = piece
    if (letter === 'f' || letter === 'F') return fraction(ticks, piece)
    const part = parts[letter]
    if (part === undefined || piece.length > 2) throw unknown(piece, to)
    return padded(part, piece.length)
  })
  return `ifNull(${joined(pieces)}, '')`
}

/** `format_timespan`: `d`, `H`, `m`, `s` and fractions of a timespan. */
export function formatTimespan(timespan: string, format: string, to: CallToPrint): string {
  return once(`abs(${timespan})`, to, (ticks) => {
    const part = (unit: number, most: number) => `(intDiv(${ticks}, ${unit}) % ${most})`
    const parts: Readonly<Record<string, string>> = {
      d: `intDiv(${ticks}, 864000000000)`,
      h: part(36_000_000_000, 24),
      H: part(36_000_000_000, 24),
      m: part(600_000_000, 60),
      s: part(10_000_000, 60),
    }
    const pieces = (format.match(PIECES) ?? []).map((piece) => {
      if (DELIMITER.test(piece)) return to.context.parameter(piece, 'String')
      const [letter = ''] = piece
      if (letter === 'f' || letter === 'F') return fraction(ticks, piece)
      const found = parts[letter]
      if (found === undefined) throw unknown(piece, to)
      return padded(found, piece.length)
    })
    return `ifNull(${joined(pieces)}, '')`
  })
}

function padded(number: string, digits: number): string {
  if (digits === 1) return `toString(${number})`
  // leftPad would cut a longer number.
  return digits === 2
    ? `leftPad(toString(${number}), greatest(2, length(toString(${number}))), '0')`
    : `leftPad(toString(${number}), ${digits}, '0')`
}

/** `fff`: three digits of the second's fraction; `FFF`: without the zeros at its end. */
function fraction(ticks: string, piece: string): string {
  const digits = `substring(leftPad(toString(positiveModulo(${ticks}, 10000000)), 7, '0'), 1, ${piece.length})`
  return piece.startsWith('F') ? `trim(TRAILING '0' FROM ${digits})` : digits
}

function joined(pieces: readonly string[]): string {
  if (pieces.length === 0) return "''"
  return pieces.length === 1 ? (pieces[0] ?? "''") : `concat(${pieces.join(', ')})`
}

function unknown(piece: string, to: CallToPrint): QueryError {
  return new QueryError(
    'wrong-argument',
    `'${piece}' is no part of a format that ${to.call.function} knows`,
    to.call.at,
    piece,
  )
}

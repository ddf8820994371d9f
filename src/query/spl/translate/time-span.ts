import { call, literal } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import { QueryError } from '../../plan/query-error.ts'
import type { Span } from '../../plan/span.ts'
import { TICKS_PER_SECOND } from '../../plan/type.ts'
import { toNumber, toTime, toType } from '../functions/conversions.ts'
import { movedBy } from '../functions/relative-time.ts'

/** How wide bins are. */
export type BinSpan =
  | { readonly kind: 'number'; readonly size: number }
  | { readonly kind: 'ticks'; readonly ticks: bigint }
  | { readonly kind: 'months'; readonly months: number }
  | { readonly kind: 'snap'; readonly modifier: string }

const SPAN = /^(\d*\.?\d*)\s*([a-z]*)(@\S+)?$/i
const UNIT_SECONDS: ReadonlyMap<string, number> = new Map(
  (
    [
      [0.000001, ['us']],
      [0.001, ['ms']],
      [0.01, ['cs']],
      [0.1, ['ds']],
      [1, ['s', 'sec', 'secs', 'second', 'seconds']],
      [60, ['m', 'min', 'mins', 'minute', 'minutes']],
      [3600, ['h', 'hr', 'hrs', 'hour', 'hours']],
      [86_400, ['d', 'day', 'days']],
      [604_800, ['w', 'week', 'weeks']],
    ] as const
  ).flatMap(([seconds, names]) => names.map((name) => [name, seconds] as const)),
)
const UNIT_MONTHS: ReadonlyMap<string, number> = new Map(
  (
    [
      [1, ['mon', 'month', 'months']],
      [3, ['q', 'qtr', 'qtrs', 'quarter', 'quarters']],
      [12, ['y', 'yr', 'yrs', 'year', 'years']],
    ] as const
  ).flatMap(([months, names]) => names.map((name) => [name, months] as const)),
)

/**
 * Reads `span=`: `1h`, `5m`, `1mon`, `10`, `1d@d`, `@w1`.
 *
 * @throws QueryError `wrong-argument`
 */
export function binSpan(text: string, at: Span): BinSpan {
  const found = SPAN.exec(text.trim())
  const [, digits = '', unit = '', snap] = found ?? []
  const amount = digits === '' ? 1 : Number(digits)
  const wrong = new QueryError(
    'wrong-argument',
    `span=${text} is no width of bins; write one such as 1h, 1d, 1mon or 10.`,
    at,
    'span',
  )
  if (found === null || Number.isNaN(amount) || amount <= 0) {
    if (/log/i.test(text))
      throw new QueryError('unsupported', 'Logarithmic bins are not supported.', at, 'span')
    throw wrong
  }
  if (snap !== undefined && digits === '' && unit === '') return { kind: 'snap', modifier: snap }
  if (unit === '') return { kind: 'number', size: amount }
  // Before letter case is given up: a capital M is no minute in any spelling.
  const months = UNIT_MONTHS.get(unit.toLowerCase())
  if (months !== undefined) return { kind: 'months', months: Math.max(1, Math.round(months * amount)) }
  const seconds = UNIT_SECONDS.get(unit.toLowerCase())
  if (seconds === undefined) throw wrong
  if (seconds === 604_800 && amount === 1) return { kind: 'snap', modifier: snap ?? '@w' }
  return {
    kind: 'ticks',
    ticks: BigInt(Math.max(1, Math.round(seconds * amount * Number(TICKS_PER_SECOND)))),
  }
}

/** Seconds of a span; a month counts as 30 days. */
export function secondsOf(span: BinSpan): number {
  if (span.kind === 'ticks') return Number(span.ticks) / Number(TICKS_PER_SECOND)
  if (span.kind === 'months') return span.months * 2_592_000
  return span.kind === 'snap' ? 604_800 : span.size
}

/** A time or a number put into its bin: a time gives the bin's beginning, a number the text `from-to`. */
export function binned(value: Expression, text: string, at: Span): Expression {
  return binnedBy(value, binSpan(text, at), at)
}

export function binnedBy(value: Expression, span: BinSpan, at: Span): Expression {
  if (value.type === 'datetime') return timeBin(value, span, at)
  if (span.kind !== 'number') return toNumber(timeBin(toTime(value), span, at))
  const size = literal('real', span.size, at)
  return call('spl.bin_range', 'string', [toType(value, 'real'), size], at)
}

function timeBin(time: Expression, span: BinSpan, at: Span): Expression {
  switch (span.kind) {
    case 'ticks':
      return call('spl.bin_time', 'datetime', [time, literal('long', span.ticks.toString(), at)], at)
    case 'number':
      return timeBin(
        time,
        { kind: 'ticks', ticks: BigInt(Math.round(span.size * Number(TICKS_PER_SECOND))) },
        at,
      )
    case 'months':
      return call('spl.bin_months', 'datetime', [time, literal('long', String(span.months), at)], at)
    case 'snap':
      return movedBy(time, span.modifier, at)
  }
}

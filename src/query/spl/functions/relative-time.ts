import { call, literal } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import { QueryError } from '../../plan/query-error.ts'
import type { Span } from '../../plan/span.ts'

/** Spellings of the units of a time modifier. */
const UNITS: Readonly<Record<string, readonly string[]>> = {
  second: ['s', 'sec', 'secs', 'second', 'seconds'],
  minute: ['m', 'min', 'mins', 'minute', 'minutes'],
  hour: ['h', 'hr', 'hrs', 'hour', 'hours'],
  day: ['d', 'day', 'days'],
  week: ['w', 'week', 'weeks'],
  month: ['mon', 'month', 'months'],
  quarter: ['q', 'qtr', 'qtrs', 'quarter', 'quarters'],
  year: ['y', 'yr', 'yrs', 'year', 'years'],
}
const UNIT_OF = new Map(Object.entries(UNITS).flatMap(([unit, names]) => names.map((name) => [name, unit])))

const STEP = /^(?:([+-])(\d*)([a-z]+)|@([a-z]+)(\d?))/i

/** One step of a time modifier, taken in order. */
type TimeStep =
  | { readonly kind: 'shift'; readonly count: number; readonly unit: string }
  /** Back to the beginning of the unit; weeks begin on `weekday` (0 is Sunday). */
  | { readonly kind: 'snap'; readonly unit: string; readonly weekday: number }

/**
 * The steps of a time modifier such as `-1d@d+2h`; undefined where it is none.
 *
 * @example relativeTimeSteps('-90m') // => [{ kind: 'shift', count: -90, unit: 'minute' }]
 */
export function relativeTimeSteps(modifier: string): readonly TimeStep[] | undefined {
  const steps: TimeStep[] = []
  let rest = modifier.trim()
  if (rest.toLowerCase() === 'now') return []
  while (rest !== '') {
    const found = STEP.exec(rest)
    if (found === null) return undefined
    const step =
      found[1] === undefined
        ? snap(found[4] ?? '', found[5] ?? '')
        : shift(found[1], found[2] ?? '', found[3] ?? '')
    if (step === undefined) return undefined
    steps.push(step)
    rest = rest.slice(found[0].length)
  }
  return steps
}

/** A datetime moved by a time modifier. */
export function movedBy(time: Expression, modifier: string, at: Span): Expression {
  const steps = relativeTimeSteps(modifier)
  if (steps === undefined) {
    throw new QueryError(
      'wrong-argument',
      `"${modifier}" is no time modifier such as -1d@d.`,
      at,
      'relative_time',
    )
  }
  return steps.reduce<Expression>((moved, step) => {
    const unit = literal('string', step.unit, at)
    const amount = step.kind === 'shift' ? step.count : step.weekday
    return call(`spl.${step.kind}_time`, 'datetime', [moved, literal('long', String(amount), at), unit], at)
  }, time)
}

function shift(sign: string, digits: string, name: string): TimeStep | undefined {
  const unit = UNIT_OF.get(name.toLowerCase())
  if (unit === undefined) return undefined
  const count = Number(`${sign}${digits === '' ? '1' : digits}`)
  // No log is older than that, and dates beyond it cannot be held.
  return Math.abs(count) > 10_000_000_000 ? undefined : { kind: 'shift', count, unit }
}

function snap(name: string, weekday: string): TimeStep | undefined {
  const unit = UNIT_OF.get(name.toLowerCase())
  if (unit === undefined || (weekday !== '' && unit !== 'week')) return undefined
  return { kind: 'snap', unit, weekday: Number(weekday === '' ? 0 : weekday) % 7 }
}

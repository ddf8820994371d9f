import { TICKS_PER_SECOND } from '../../plan/type.ts'

/** Seconds of each unit. A month and a year are a twelfth of, and, 365.2425 days, as in pySigma. */
const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['s', 1n],
  ['m', 60n],
  ['h', 3_600n],
  ['d', 86_400n],
  ['w', 604_800n],
  ['M', 2_629_746n],
  ['y', 31_556_952n],
])

/**
 * Ticks of a timespan such as `15m`; undefined where it is none, or is zero, or longer than a century.
 *
 * @example readTimespan('2m') // => 1200000000n
 */
export function readTimespan(text: string): bigint | undefined {
  const [, count, unit] = /^(\d{1,10})([smhdwMy])$/.exec(text.trim()) ?? []
  const seconds = UNITS.get(unit ?? '')
  if (count === undefined || seconds === undefined) return undefined
  const all = BigInt(count) * seconds
  return all > 0n && all <= 36_525n * 86_400n ? all * TICKS_PER_SECOND : undefined
}

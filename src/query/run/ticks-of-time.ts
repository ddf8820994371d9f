import { WeighbridgeError } from '../../base/errors.ts'

const TIME =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i

/**
 * Ticks of 100 ns since 1970 of an ISO 8601 time, UTC where it names no zone; null where it is none.
 *
 * @example ticksOfTime('1970-01-01T00:00:01.5Z') // => 15000000n
 */
export function ticksOfTime(text: string): bigint | null {
  const match = TIME.exec(text.trim())
  if (match === null) return null
  const [, day, minute = '00:00', second = '00', fraction = '', zone = 'Z'] = match
  const offset = /^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone
  const whole = Date.parse(`${day}T${minute}:${second}${/^[+-]/.test(offset) ? offset : 'Z'}`)
  if (Number.isNaN(whole)) return null
  return BigInt(whole) * 10_000n + BigInt(fraction.padEnd(7, '0').slice(0, 7))
}

/**
 * Ticks of a time that somebody gave for `what`.
 *
 * @throws WeighbridgeError `bad-usage`
 */
export function requiredTicks(text: string, what: string): bigint {
  const ticks = ticksOfTime(text)
  if (ticks !== null) return ticks
  throw new WeighbridgeError(
    'bad-usage',
    `${what} is ${JSON.stringify(text)}; it must be a time in ISO 8601, e.g. 2026-03-25T02:00:00Z.`,
  )
}

/** Now, in ticks of 100 ns since 1970. */
export function ticksNow(): bigint {
  return BigInt(Date.now()) * 10_000n
}

import { TICKS_PER_SECOND } from '../../plan/type.ts'

const CLOCK = /^\s*(-)?(?:(\d+)\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?\s*$/
const UNIT =
  /^\s*(-)?(\d+(?:\.\d+)?)\s*(d|days?|h|hours?|hrs?|m|min|minutes?|s|sec|seconds?|ms|milliseconds?|microseconds?|micros?|ticks?)\s*$/
const WHOLE_DAYS = /^\s*(-)?(\d+)\s*$/

const SECONDS: Readonly<Record<string, number>> = { d: 86_400, h: 3_600, m: 60, s: 1 }

/**
 * Ticks of 100 ns in a timespan as Kusto reads it: `1.02:03:04.5`, `02:03`, `7` (days), `1.5h`. Undefined: not one.
 *
 * @example ticksOfTimespan('1.02:03:04.5') // => 937845000000n
 */
export function ticksOfTimespan(text: string): bigint | undefined {
  const clock = CLOCK.exec(text)
  if (clock !== null) {
    const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = clock
    if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined
    const whole = ((BigInt(days) * 24n + BigInt(hours)) * 60n + BigInt(minutes)) * 60n + BigInt(seconds)
    return signed(sign, whole * TICKS_PER_SECOND + BigInt(fraction.padEnd(7, '0')))
  }
  const days = WHOLE_DAYS.exec(text)
  if (days !== null) return signed(days[1], BigInt(days[2] ?? 0) * 86_400n * TICKS_PER_SECOND)
  const unit = UNIT.exec(text)
  if (unit === null) return undefined
  return signed(unit[1], BigInt(Math.round(Number(unit[2]) * ticksOfUnit(unit[3] ?? ''))))
}

function ticksOfUnit(unit: string): number {
  if (unit === 'ms' || unit.startsWith('milli')) return 10_000
  if (unit.startsWith('micro')) return 10
  if (unit.startsWith('tick')) return 1
  return (SECONDS[unit[0] ?? ''] ?? 0) * Number(TICKS_PER_SECOND)
}

function signed(sign: string | undefined, ticks: bigint): bigint {
  return sign === '-' ? -ticks : ticks
}

import { TICKS_PER_SECOND } from '../../plan/type.ts'

const ISO =
  /^\s*(\d{4})\s*[-/,.]\s*(\d{1,2})(?:\s*[-/,.]\s*(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7})\d*)?)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?\s*$/i
const US =
  /^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7})\d*)?)?\s*(AM|PM)?)?\s*(Z)?\s*$/i
const NAMED =
  /^\s*(?:[a-z]{3,9},?\s+)?(?:(\d{1,2})[ -])?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ -]+(?:(\d{1,2}),?[ -]+)?(\d{4}|\d{2})(?:[ ,T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7})\d*)?)?)?\s*(AM|PM)?\s*(Z|GMT|UTC|[+-]\d{2}:?\d{2})?\s*$/i
const YEAR = /^\s*(\d{4})\s*$/
const COMPACT = /^\s*(\d{4})(\d{2})(\d{2})\s*$/
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/**
 * Ticks since 1970 of a datetime as Kusto reads it: ISO 8601, month-first `1/31/2024`, `31 Jan 2024 10:00 GMT`.
 * Undefined: not one that is read exactly here (the engine may still read it).
 *
 * @example ticksOfDatetime('1970-01-01T00:00:01Z') // => 10000000n
 */
export function ticksOfDatetime(text: string): bigint | undefined {
  const iso = ISO.exec(text) ?? YEAR.exec(text) ?? COMPACT.exec(text)
  if (iso !== null) {
    const [, year, month, day, hour, minute, second, fraction, zone] = iso
    return ticks({ year, month, day, hour, minute, second, fraction, zone })
  }
  const us = US.exec(text)
  if (us !== null) {
    const [, month, day, year, hour, minute, second, fraction, half] = us
    return ticks({ year, month, day, hour, minute, second, fraction, half })
  }
  const named = NAMED.exec(text)
  if (named === null) return undefined
  const [, first, name, second, years, hour, minute, seconds, fraction, half, zone] = named
  const month = String(MONTHS.indexOf((name ?? '').toLowerCase()) + 1)
  const year = years?.length === 2 ? String(Number(years) + (Number(years) < 50 ? 2000 : 1900)) : years
  return ticks({ year, month, day: first ?? second, hour, minute, second: seconds, fraction, half, zone })
}

interface Parts {
  readonly year?: string | undefined
  readonly month?: string | undefined
  readonly day?: string | undefined
  readonly hour?: string | undefined
  readonly minute?: string | undefined
  readonly second?: string | undefined
  readonly fraction?: string | undefined
  readonly half?: string | undefined
  readonly zone?: string | undefined
}

function ticks(parts: Parts): bigint | undefined {
  const [year, month, day] = [Number(parts.year), Number(parts.month ?? 1), Number(parts.day ?? 1)]
  const [minute, second] = [Number(parts.minute ?? 0), Number(parts.second ?? 0)]
  const hour = hourOfDay(Number(parts.hour ?? 0), parts.half?.toUpperCase())
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  // A day that the month does not have would silently become one of the next month.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined
  if (year < 1 || hour > 23 || minute > 59 || second > 59) return undefined
  const seconds = BigInt(date.getTime() / 1000) + BigInt(hour * 3600 + minute * 60 + second)
  return (
    (seconds - zoneSeconds(parts.zone)) * TICKS_PER_SECOND + BigInt((parts.fraction ?? '').padEnd(7, '0'))
  )
}

function hourOfDay(hour: number, half: string | undefined): number {
  if (half === undefined) return hour
  return (hour % 12) + (half === 'PM' ? 12 : 0)
}

function zoneSeconds(zone: string | undefined): bigint {
  const offset = /([+-])(\d{2}):?(\d{2})/.exec(zone ?? '')
  if (offset === null) return 0n
  const seconds = BigInt(Number(offset[2]) * 3600 + Number(offset[3]) * 60)
  return offset[1] === '-' ? -seconds : seconds
}

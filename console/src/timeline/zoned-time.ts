const HOUR_MS = 3_600_000
const formatters = new Map<string, Intl.DateTimeFormat>()

/** A moment as a wall clock shows it. Month counts from 1, weekday from 0 (Sunday). */
export interface WallClock {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly weekday: number
}

/**
 * What the clock on the wall said in a time zone.
 *
 * @example wallClock(Date.UTC(2026, 5, 1, 12), 'Europe/London').hour // => 13
 */
export function wallClock(time: number, timeZone: string): WallClock {
  const local = new Date(time + offsetAt(time, timeZone))
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    weekday: local.getUTCDay(),
  }
}

/**
 * The moment at which a wall clock shows the given hour; `day` and `hour` may overflow into the next
 * month or day. Where the clock is set back the first of both moments, where it skips the one after.
 *
 * @example momentOf(2026, 6, 1, 22, 'Europe/London') // => 1780347600000
 */
export function momentOf(year: number, month: number, day: number, hour: number, timeZone: string): number {
  const wanted = Date.UTC(year, month - 1, day, hour)
  const guess = wanted - offsetAt(wanted - 12 * HOUR_MS, timeZone)
  return wanted - offsetAt(guess, timeZone)
}

/** Offset of the zone from UTC in milliseconds, east positive. */
function offsetAt(time: number, timeZone: string): number {
  const whole = Math.floor(time / 60_000) * 60_000
  const part = Object.fromEntries(
    formatterFor(timeZone)
      .formatToParts(whole)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute) - whole
}

function formatterFor(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  formatters.set(timeZone, made)
  return made
}

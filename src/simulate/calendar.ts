export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
/** Milliseconds in a day. Days are numbered since 1970-01-01 (UTC); times are milliseconds since then. */
export const DAY = 24 * HOUR

const TWO_DIGITS = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'))

/**
 * The number of a date.
 *
 * @example dayOf('1970-01-03') // => 2
 */
export function dayOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY
}

/**
 * The date of a day number.
 *
 * @example dateOf(2) // => '1970-01-03'
 */
export function dateOf(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10)
}

/**
 * 0 is Monday, 6 is Sunday.
 *
 * @example weekdayOf(20_522) // => 1
 */
export function weekdayOf(day: number): number {
  return (day + 3) % 7
}

/** Weeks start on Mondays; numbered since the one of 1970-01-01. */
export function weekOf(day: number): number {
  return Math.floor((day + 3) / 7)
}

let lastDay = Number.NaN
let lastDate = ''

/**
 * A time to the second, ISO 8601 in UTC. It is on the path of every line, so the last date is kept.
 *
 * @example isoSecond(Date.parse('2026-03-10T22:14:33.900Z')) // => '2026-03-10T22:14:33Z'
 */
export function isoSecond(time: number): string {
  return `${isoStem(time)}Z`
}

/**
 * A time to the millisecond, ISO 8601 in UTC.
 *
 * @example isoMillisecond(46) // => '1970-01-01T00:00:00.046Z'
 */
export function isoMillisecond(time: number): string {
  return `${isoStem(time)}.${String(Math.floor(time) % SECOND).padStart(3, '0')}Z`
}

function isoStem(time: number): string {
  const day = Math.floor(time / DAY)
  if (day !== lastDay) {
    lastDay = day
    lastDate = dateOf(day)
  }
  const second = Math.floor((time - day * DAY) / SECOND)
  const hours = TWO_DIGITS[Math.floor(second / 3600)]
  const minutes = TWO_DIGITS[Math.floor(second / 60) % 60]
  return `${lastDate}T${hours}:${minutes}:${TWO_DIGITS[second % 60]}`
}

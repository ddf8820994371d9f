import { DAY, dayOf } from '../calendar.ts'

/** Day 1 of the operation. */
const DAY_ONE = dayOf('2026-03-10')

/** The day number (since 1970) of a day of the operation; Day 0 is the one before Day 1. */
export function heistDay(number: number): number {
  return DAY_ONE + number - 1
}

/** The day of the operation that a day number is. */
export function heistDayNumber(day: number): number {
  return day - DAY_ONE + 1
}

/**
 * A time of a day, from its clock time in UTC.
 *
 * @example atClock(0, '01:22:15') // => 4_935_000
 */
export function atClock(day: number, clock: string): number {
  return day * DAY + (Date.parse(`1970-01-01T${clock}Z`) % DAY)
}

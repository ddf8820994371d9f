const DAY_MS = 86_400_000

/**
 * The day so many days later, or earlier where the number is negative.
 *
 * @example dayAfter('2026-02-27', 3) // => '2026-03-02'
 */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/**
 * How many days the second lies after the first.
 *
 * @example daysBetween('2026-02-27', '2026-03-02') // => 3
 */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS)
}

/**
 * Every day from the first to the one before the end.
 *
 * @example daysFrom('2026-02-27', '2026-03-01') // => ['2026-02-27', '2026-02-28']
 */
export function daysFrom(first: string, until: string): string[] {
  return Array.from({ length: Math.max(0, daysBetween(first, until)) }, (_, at) => dayAfter(first, at))
}

/** The earlier of two days, or of two times written alike: their text is in the order of time. */
export function earlierOf(day: string, other: string): string {
  return [day, other].sort()[0] ?? day
}

/** The later of two days, or of two times written alike. */
export function laterOf(day: string, other: string): string {
  return [day, other].sort()[1] ?? day
}

/**
 * Days since 1970 as YYYY-MM-DD.
 *
 * @example dateOf(20_000) // => '2024-10-04'
 */
export function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

/**
 * A day YYYY-MM-DD, or the day of a time in ISO 8601, as days since 1970.
 *
 * @example dayOf('2024-10-04T23:59:59Z') // => 20_000
 */
export function dayOf(date: string): number {
  return Math.floor(Date.parse(date.length > 10 ? date : `${date}T00:00:00Z`) / DAY_MS)
}

/** Midnight at the beginning of a day, ISO 8601. */
export function midnight(day: number): string {
  return `${dateOf(day)}T00:00:00Z`
}

const DAY_MS = 86_400_000

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

/** The later of two days or times that are written alike. */
export function laterOf(left: string, right: string): string {
  return [left, right].sort()[1] as string
}

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

/** The earlier of two days; their text is in the order of time. */
export function earlierOf(day: string, other: string): string {
  return [day, other].sort()[0] ?? day
}

/** The later of two days. */
export function laterOf(day: string, other: string): string {
  return [day, other].sort()[1] ?? day
}

import type { TimeRange } from './time-range.ts'
import { momentOf, wallClock } from './zoned-time.ts'

/** Night as the detectors count it, on the person's own clock. */
export const NIGHT = { from: 22, to: 6 } as const

/** The nights that touch a range, oldest first. */
export function nightsIn(range: TimeRange, timeZone: string): TimeRange[] {
  const first = wallClock(range.start, timeZone)
  const nights: TimeRange[] = []
  for (let day = first.day - 1; ; day += 1) {
    const start = momentOf(first.year, first.month, day, NIGHT.from, timeZone)
    if (start >= range.end) return nights
    const end = momentOf(first.year, first.month, day + 1, NIGHT.to, timeZone)
    if (end > range.start) nights.push({ start, end })
  }
}

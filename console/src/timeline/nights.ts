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

/**
 * Share of the values that fell into nights; null where there is nothing to share out.
 *
 * @example nightShare([{ time: Date.UTC(2026, 2, 1, 23), value: 3 }, { time: Date.UTC(2026, 2, 1, 12), value: 1 }], 'UTC') // => 0.75
 */
export function nightShare(
  points: readonly { time: number; value: number }[],
  timeZone: string,
): number | null {
  let all = 0
  let night = 0
  for (const { time, value } of points) {
    const { hour } = wallClock(time, timeZone)
    all += value
    if (hour >= NIGHT.from || hour < NIGHT.to) night += value
  }
  return all > 0 ? night / all : null
}

import { formatDay, formatTime } from '../format/clock.ts'
import { HOUR_MS, type TimeRange } from './time-range.ts'
import { momentOf, type WallClock, wallClock } from './zoned-time.ts'

export interface TimeTick {
  readonly time: number
  readonly label: string
  /** Midnight between hours, so that the day stands out among times. */
  readonly isDay: boolean
}

interface Step {
  readonly span: number
  /** The wall-clock moment at or before `from`, and how to advance. */
  readonly first: (from: WallClock) => { readonly day: number; readonly hour: number }
  readonly days: number
  readonly hours: number
}

const DAY_MS = 24 * HOUR_MS
const hours = (count: number): Step => ({
  span: count * HOUR_MS,
  first: ({ day, hour }) => ({ day, hour: hour - (hour % count) }),
  days: 0,
  hours: count,
})
const days = (count: number): Step => ({
  span: count * DAY_MS,
  // Weeks begin on Monday; shorter steps count from there too, so ticks stay put while panning.
  first: ({ day, weekday }) => ({ day: count === 1 ? day : day - ((weekday + 6) % 7), hour: 0 }),
  days: count,
  hours: 0,
})

const STEPS: readonly Step[] = [
  hours(1),
  hours(3),
  hours(6),
  hours(12),
  days(1),
  days(7),
  days(14),
  days(28),
  days(91),
]

/** Room a label needs, in pixels. */
const LABEL_PX = 52

/** Ticks at round moments of the person's own clock, as many as labels fit. */
export function timeTicks(range: TimeRange, width: number, timeZone: string): TimeTick[] {
  const span = range.end - range.start
  const step = STEPS.find((candidate) => (candidate.span / span) * width >= LABEL_PX) ?? days(182)
  const from = wallClock(range.start, timeZone)
  const first = step.first(from)
  const ticks: TimeTick[] = []
  for (let index = 0; ; index += 1) {
    const time = momentOf(
      from.year,
      from.month,
      first.day + index * step.days,
      first.hour + index * step.hours,
      timeZone,
    )
    if (time >= range.end) return ticks
    if (time < range.start) continue
    const isDay = wallClock(time, timeZone).hour === 0
    ticks.push({ time, isDay, label: isDay ? formatDay(time, timeZone) : formatTime(time, timeZone) })
  }
}

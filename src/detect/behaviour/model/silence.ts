import { CHANNELS, type Channel } from '../../signal.ts'
import type { Grid } from '../grid.ts'

/** A channel silent for longer is taken for switched off: what it used to say is no longer waited for. */
const AWAITED_DAYS = 14

/**
 * Which days of a channel tell something. A silent day is missing where the channel used to speak on such days (weekdays
 * or weekends), else it is a quiet day, a true zero: small companies rest on Sundays. Judged by earlier days only.
 */
export interface Sight {
  /** Running counts of days that tell something, by channel: entry `day` counts the days before it. */
  readonly toldBefore: Readonly<Record<Channel, Uint32Array>>
  /** First day with a line, or `days.length`. */
  readonly first: Readonly<Record<Channel, number>>
  /** The last day up to this one with a line; -1 before any. */
  readonly last: Readonly<Record<Channel, Int32Array>>
}

export function sightOf(grid: Grid): Sight {
  const weekend = grid.days.map(isWeekend)
  const each = <Value>(of: (seen: Uint8Array) => Value) =>
    Object.fromEntries(CHANNELS.map((channel) => [channel, of(grid.seen[channel])])) as Record<Channel, Value>
  return {
    toldBefore: each((seen) => toldBefore(seen, weekend)),
    first: each((seen) => {
      const first = seen.indexOf(1)
      return first < 0 ? grid.days.length : first
    }),
    last: each(lastSeen),
  }
}

/** Whether a date lies on a Saturday or a Sunday. */
export function isWeekend(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday === 0 || weekday === 6
}

/** Days of the window up to `day` on which the channel told something. */
export function toldIn(sight: Sight, channel: Channel, day: number, window: number): number {
  const before = sight.toldBefore[channel]
  return (before[day + 1] as number) - (before[Math.max(0, day - window + 1)] as number)
}

/** Whether the window up to `day` is known well enough to compare others with: at least half of it. */
export function wellSeen(sight: Sight, channel: Channel, day: number, window: number): boolean {
  return 2 * toldIn(sight, channel, day, window) >= Math.min(window, day + 1)
}

/** Whether every channel that is awaited on the day is well seen over the window. */
export function allWellSeen(sight: Sight, day: number, window: number): boolean {
  return CHANNELS.every((channel) => {
    const last = sight.last[channel][day] as number
    return last < 0 || day - last > AWAITED_DAYS || wellSeen(sight, channel, day, window)
  })
}

function toldBefore(seen: Uint8Array, weekend: readonly boolean[]): Uint32Array {
  const before = new Uint32Array(seen.length + 1)
  const days = [0, 0]
  const spoken = [0, 0]
  let started = false
  for (let day = 0; day < seen.length; day++) {
    const type = weekend[day] ? 1 : 0
    const speaks = seen[day] === 1
    started ||= speaks
    const quiet = started && 2 * (spoken[type] as number) < (days[type] as number)
    before[day + 1] = (before[day] as number) + (speaks || quiet ? 1 : 0)
    if (!started) continue
    days[type] = (days[type] as number) + 1
    if (speaks) spoken[type] = (spoken[type] as number) + 1
  }
  return before
}

function lastSeen(seen: Uint8Array): Int32Array {
  const last = new Int32Array(seen.length)
  let newest = -1
  for (let day = 0; day < seen.length; day++) {
    if (seen[day] === 1) newest = day
    last[day] = newest
  }
  return last
}

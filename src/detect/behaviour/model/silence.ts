import { CHANNELS, type Channel } from '../../signal.ts'
import type { Grid } from '../grid.ts'
import type { MeasureName } from '../measures.ts'

/** A quarter is known well enough by half of so many days: nobody should wait for a month and a half. */
const LONG_WINDOW = 56

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
  /** First day on which all of these measures say something. */
  since(measures: readonly MeasureName[]): number
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
    since: (measures) => Math.max(0, ...measures.map((measure) => grid.since?.[measure] ?? 0)),
  }
}

/** Whether a date lies on a Saturday or a Sunday. */
export function isWeekend(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday === 0 || weekday === 6
}

/** Days of the window up to `day` on which the channel told something; what it told before `since` is not counted. */
export function toldIn(sight: Sight, channel: Channel, day: number, window: number, since = 0): number {
  const from = Math.max(since, day - window + 1)
  const before = sight.toldBefore[channel]
  return day < from ? 0 : (before[day + 1] as number) - (before[from] as number)
}

/** Days of the window up to `day` on which the channel could have told something. */
export function couldTellIn(sight: Sight, channel: Channel, day: number, window: number, since = 0): number {
  return Math.min(window, day + 1 - Math.max(since, sight.first[channel]))
}

/**
 * Whether the window up to `day` is known well enough to compare others with: at least half of what could be known, and
 * half of the window, or four weeks. The first days of a log are no weeks and months.
 */
export function wellSeen(sight: Sight, channel: Channel, day: number, window: number, since = 0): boolean {
  const told = 2 * toldIn(sight, channel, day, window, since)
  return told >= Math.min(window, LONG_WINDOW) && told >= couldTellIn(sight, channel, day, window, since)
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

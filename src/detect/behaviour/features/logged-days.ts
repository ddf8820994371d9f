import { readFileSync } from 'node:fs'
import { dayAfter, daysBetween } from '../../../base/days.ts'
import type { AnalyticsStore } from '../../../store/analytics/analytics-store.ts'
import { CHANNELS, type Channel } from '../../signal.ts'

/** The days that are logged, and those that are left out. */
export interface LoggedDays {
  /** First and last day, YYYY-MM-DD; null where nothing is logged. */
  readonly span: { readonly first: string; readonly last: string } | null
  /** Per channel the days with at least one line. */
  readonly seen: Readonly<Record<Channel, ReadonlySet<string>>>
  /** Per channel the first of them; null where there is none. */
  readonly began: Readonly<Record<Channel, string | null>>
  /** Days that lie apart with hardly a line: the clock of some machine was wrong. They count nowhere. */
  readonly stray: readonly string[]
}

/** A day so far from the others, in days, that holds so small a share of all rows is a wrong clock. */
const APART = 60
const HARDLY_ANY = 0.001

/** Longer spans are not judged: three years of days before the last. */
const MOST_DAYS = 1100

const LOGGED = readFileSync(new URL('./logged.sql', import.meta.url), 'utf8')

interface DayOfChannel {
  readonly day: string
  readonly channel: Channel
  readonly rows_that_day: number
}

/** Which channels were logged on which days. */
export async function readLoggedDays(analytics: AnalyticsStore): Promise<LoggedDays> {
  return loggedDays(await analytics.query<DayOfChannel>(LOGGED))
}

/**
 * Islands of days more than 60 days apart from any other are a wrong clock where they hold less than a thousandth of
 * the rows: one line of 1970 must not make fifty years of empty days.
 */
export function loggedDays(rows: readonly DayOfChannel[]): LoggedDays {
  const sums = new Map<string, number>()
  for (const { day, rows_that_day } of rows) sums.set(day, (sums.get(day) ?? 0) + rows_that_day)
  const total = [...sums.values()].reduce((sum, count) => sum + count, 0)
  const islands: string[][] = []
  for (const day of [...sums.keys()].sort()) {
    const before = islands.at(-1)?.at(-1)
    if (before !== undefined && daysBetween(before, day) <= APART) islands.at(-1)?.push(day)
    else islands.push([day])
  }
  const sizeOf = (island: readonly string[]) => island.reduce((sum, day) => sum + (sums.get(day) ?? 0), 0)
  const kept = islands.filter((island) => sizeOf(island) >= HARDLY_ANY * total).flat()
  const last = kept.at(-1)
  const earliest = last === undefined ? '' : dayAfter(last, 1 - MOST_DAYS)
  const days = new Set(kept.filter((day) => day >= earliest))
  const first = [...days][0]
  const seen = seenDays(rows.filter(({ day }) => days.has(day)))
  return {
    span: first === undefined || last === undefined ? null : { first, last },
    seen,
    began: byChannel((channel) => [...seen[channel]].sort()[0] ?? null),
    stray: [...sums.keys()].filter((day) => !days.has(day)).sort(),
  }
}

function seenDays(rows: readonly DayOfChannel[]): LoggedDays['seen'] {
  return byChannel((channel) => new Set(rows.filter((row) => row.channel === channel).map(({ day }) => day)))
}

/** A value for each channel. */
export function byChannel<Value>(of: (channel: Channel) => Value): Record<Channel, Value> {
  return Object.fromEntries(CHANNELS.map((channel) => [channel, of(channel)])) as Record<Channel, Value>
}

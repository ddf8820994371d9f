import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { CHANNEL_ROLL_UPS } from '../channel-roll-ups.ts'
import type { Days } from '../judge.ts'
import type { Channel } from '../signal.ts'
import type { FindingRow } from './findings-sql.ts'
import { dayOf, dayOfEnd, daysFrom } from './window-grid.ts'

/** Days before a window that say how often a rule speaks of people nobody suspects. */
export const PAST_DAYS = 28

/** A query has no sizes, only yes and no: it never says more than this, e⁻⁵ or one person-day in 148. */
export const MOST_NATS = 5

/** Who did anything at all on a channel, day by day. */
export interface Watched {
  /** People, by day YYYY-MM-DD. */
  readonly people: ReadonlyMap<string, number>
  /** Days of each person that a rule spoke of. */
  readonly daysOf: ReadonlyMap<string, ReadonlySet<string>>
}

/** People that a rule spoke of, by the day YYYY-MM-DD on which the window ended. */
export type FiredDays = ReadonlyMap<string, ReadonlySet<string>>

export function firedDays(findings: readonly Pick<FindingRow, 'person' | 'window_end'>[]): FiredDays {
  const days = new Map<string, Set<string>>()
  for (const { person, window_end } of findings) {
    const day = dayOfEnd(window_end)
    days.set(day, (days.get(day) ?? new Set()).add(person))
  }
  return days
}

/**
 * P(the rule speaks of somebody on a day | an ordinary day), from the rule's own past: person-days of others on which it
 * spoke, among all that were watched, in the {@link PAST_DAYS} before the window. The judged window is never in it.
 */
export function chanceOf(
  { person, window_end }: Pick<FindingRow, 'person' | 'window_end'>,
  lookBackMs: number,
  fired: FiredDays,
  watched: Watched,
): number {
  const until = dayOf(window_end - lookBackMs)
  const from = dayOf(Date.parse(until) - PAST_DAYS * 86_400_000)
  let spoke = 0
  let personDays = 0
  for (const day of daysFrom(from, until)) {
    spoke += others(fired.get(day)?.size, fired.get(day)?.has(person))
    personDays += others(watched.people.get(day), watched.daysOf.get(person)?.has(day))
  }
  return Math.max(Math.exp(-MOST_NATS), Math.min(1, (1 + spoke) / (1 + personDays)))
}

function others(people = 0, isAmong = false): number {
  return Math.max(0, people - (isAmong ? 1 : 0))
}

/** Reads who did anything on a channel in some days. */
export async function readWatched(
  analytics: AnalyticsStore,
  channel: Channel,
  days: Days,
  people: readonly string[],
): Promise<Watched> {
  const table = CHANNEL_ROLL_UPS[channel]
  const counts = await analytics.query<{ day: string; people: number }>(
    `SELECT toDate(hour) AS day, uniqExact(person) AS people FROM ${table}
     WHERE hour >= {from:Date} AND hour < {until:Date} GROUP BY day`,
    { ...days },
  )
  const own = await analytics.query<{ person: string; day: string }>(
    `SELECT toString(person) AS person, toDate(hour) AS day FROM ${table}
     WHERE hour >= {from:Date} AND hour < {until:Date} AND person IN {people:Array(String)} GROUP BY person, day`,
    { ...days, people },
  )
  const daysOf = new Map<string, Set<string>>()
  for (const { person, day } of own) daysOf.set(person, (daysOf.get(person) ?? new Set()).add(day))
  return { people: new Map(counts.map(({ day, people }) => [day, Number(people)])), daysOf }
}

import { readFileSync } from 'node:fs'
import { dateOf } from '../../base/days.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { LEARNING_DAYS } from './budgets.ts'

/** What one person sent on one day to a destination that few have used so far. */
export interface Sent {
  readonly person: string
  readonly destination: string
  /** Days since 1970. */
  readonly day: number
  readonly bytes: number
  /** First and last hour, ISO 8601; the last is its end. */
  readonly first: string
  readonly last: string
  /** What the register says: partner, vendor, or empty. */
  readonly standing: string
  /** First day of use of each person who used it, the earliest ten. */
  readonly firstDays: readonly number[]
}

/** What one person read on one day of one protected thing: an asset, or where none is named its path or bucket. */
export interface Fetched {
  readonly person: string
  readonly kind: 'registry' | 'lake'
  readonly thing: string
  readonly day: number
  readonly bytes: number
  /** Of files the person did not hold: not read in the {@link MEMORY_DAYS} before. */
  readonly fresh: number
  readonly first: string
  readonly last: string
}

export interface Member {
  readonly person: string
  readonly team: string
  readonly kind: string
}

/** Everything that several detectors rest on, sparse: sorted by day, person, and place or thing. */
export interface Movements {
  readonly sent: readonly Sent[]
  readonly fetched: readonly Fetched[]
  readonly members: ReadonlyMap<string, Member>
  /** First day that is logged at all, on either channel. */
  readonly loggedFrom: number
}

/** Who read a file so recently holds it still. */
export const MEMORY_DAYS = 60
/** A day's bytes to a place that are no sending of weights. */
const LEAST_SENT = 1_000_000
/** A place that more people used before is not rare. */
const MOST_USERS = 8

const SENT = readFileSync(new URL('./sent.sql', import.meta.url), 'utf8')
const FETCHED = readFileSync(new URL('./fetched.sql', import.meta.url), 'utf8')
const MEMBERS = 'SELECT person, team, kind FROM person ORDER BY person'
const LOGGED = `
  SELECT toUInt32(toRelativeDayNum(min(hour))) AS day, count() AS rows FROM (
    SELECT min(hour) AS hour FROM flow_hour HAVING count() > 0
    UNION ALL SELECT min(hour) FROM artifact_hour HAVING count() > 0
    UNION ALL SELECT min(hour) FROM object_hour HAVING count() > 0)`

/** Reads the movements of the days from `since` until the day before `until`, in days since 1970. */
export async function readMovements(
  analytics: AnalyticsStore,
  since: number,
  until: number,
): Promise<Movements> {
  const span = { since: dateOf(since), until: dateOf(until) }
  const [sent, fetched, members, [logged]] = await Promise.all([
    analytics.query<Sent>(SENT, { ...span, least: LEAST_SENT, mostUsers: MOST_USERS }),
    analytics.query<Fetched>(FETCHED, { ...span, memory: MEMORY_DAYS }),
    analytics.query<Member>(MEMBERS),
    analytics.query<{ day: number; rows: number }>(LOGGED),
  ])
  return {
    sent,
    fetched,
    members: new Map(members.map((member) => [member.person, member])),
    loggedFrom: logged === undefined || logged.rows === 0 ? until : logged.day,
  }
}

/** A place that more people had used before a window is not rare. */
const RARE_USERS = 3

/**
 * True of a sending to a place that hardly anybody had used before a day. What was in use when the logs began was so
 * before, by nobody knows whom.
 */
export function isRarePlace(
  { firstDays }: Pick<Sent, 'firstDays'>,
  before: number,
  { loggedFrom }: Pick<Movements, 'loggedFrom'>,
): boolean {
  const isOld = (firstDays[0] ?? 0) < loggedFrom + LEARNING_DAYS
  return !isOld && firstDays.filter((first) => first < before).length <= RARE_USERS
}

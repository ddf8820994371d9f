import type { AnalyticsStore } from '../store/analytics/analytics-store.ts'

/** First day of the logs that tests write. */
export const FIRST_DAY = '2026-02-24'

/** Somebody of the test organisation; times of day are hours in UTC. */
export interface Member {
  readonly person: string
  readonly role?: string
  readonly kind?: 'human' | 'service'
  readonly team?: string
  readonly timeZone?: string
  readonly hired?: string
  readonly left?: string
}

/** One hour of one roll-up; what is not said is zero or empty. */
export interface HourRow {
  readonly person: string
  /** Days since the first day of the logs. */
  readonly day: number
  readonly hour?: number
  readonly [column: string]: unknown
}

/** Members named `<role>-01`, `<role>-02`, ... */
export function crowd(role: string, count: number, more: Partial<Member> = {}): Member[] {
  return Array.from({ length: count }, (_, i) => ({
    person: `${role}-${String(i + 1).padStart(2, '0')}`,
    role,
    ...more,
  }))
}

/** A day of every member for which `value` gives more than zero, e.g. their ordinary requests. */
export function everyDay(
  members: readonly Member[],
  days: number,
  value: (member: number, day: number) => Omit<HourRow, 'person' | 'day'> | null,
): HourRow[] {
  return members.flatMap((member, at) =>
    Array.from({ length: days }, (_, day) => ({ day, row: value(at, day) })).flatMap(({ day, row }) =>
      row === null ? [] : [{ ...row, person: member.person, day }],
    ),
  )
}

/** A number of 0..1 that looks random and is the same on every run. */
export function noise(...seeds: number[]): number {
  let state = 2166136261
  for (const seed of seeds) state = Math.imul(state ^ (seed + 1), 16777619) ^ (state >>> 13)
  state = Math.imul(state ^ (state >>> 16), 2246822507)
  return ((state ^ (state >>> 13)) >>> 0) / 4294967296
}

export async function writePeople(analytics: AnalyticsStore, members: readonly Member[]): Promise<void> {
  await analytics.insert(
    'person_row',
    members.map((member) => ({
      person: member.person,
      name: member.person,
      team: member.team ?? 'titan',
      role: member.role ?? 'ml-engineer',
      kind: member.kind ?? 'human',
      time_zone: member.timeZone ?? 'UTC',
      hired: member.hired ?? '2020-01-01',
      left: member.left ?? '2100-01-01',
      origin: 'people.csv',
      batch: 1,
      deleted: 0,
    })),
  )
}

/** Writes roll-up rows; a later version replaces the same hour. */
export async function writeHours(
  analytics: AnalyticsStore,
  table: 'inference_hour_row' | 'artifact_hour_row' | 'object_hour_row' | 'flow_hour_row',
  rows: readonly HourRow[],
  version = 1,
): Promise<void> {
  const start = Date.parse(`${FIRST_DAY}T00:00:00Z`)
  await analytics.insert(
    table,
    rows.map(({ day, hour = 12, ...columns }) => ({
      version,
      deleted: 0,
      ...columns,
      hour: (start + (day * 24 + hour) * 3_600_000) / 1000,
    })),
  )
}

/** Forgets everything: one engine serves all tests of a file. */
export async function clear(analytics: AnalyticsStore): Promise<void> {
  const tables = [
    'person_row',
    'staff_row',
    'asset_row',
    'destination_row',
    'inference_hour_row',
    'artifact_hour_row',
    'object_hour_row',
    'flow_hour_row',
    'signal_row',
  ]
  for (const table of tables) await analytics.alterStored(table, 'DROP PARTITION ALL')
}

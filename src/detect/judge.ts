import { readFileSync } from 'node:fs'
import { dayAfter } from '../base/days.ts'
import type { AnalyticsStore, Parameters } from '../store/analytics/analytics-store.ts'
import { CHANNEL_ROLL_UPS } from './channel-roll-ups.ts'
import type { Rule } from './rule.ts'

/** Days judged, as dates: `from` is the first, `until` the day after the last. */
export interface Days {
  readonly from: string
  readonly until: string
}

/** One person-day that a rule found out of the ordinary. */
export interface Judged {
  readonly person: string
  readonly day: string
  readonly observed: number
  readonly first_activity: string
  readonly last_activity: string
  readonly assets: readonly string[]
  readonly facts: Readonly<Record<string, string>>
  /** Own days in the baseline, and their median. */
  readonly own_days: number
  readonly own_median: number
  /** Other people compared with; `peer_role` is empty where they are the whole organisation. */
  readonly peers: number
  readonly peer_role: string
  readonly peer_median: number
  /** The most that any of them had on one of their baseline days. */
  readonly peer_most: number
  /** Residual in standard deviations. */
  readonly z: number
  readonly p_value: number
}

/** Earlier days that a day is compared with, at least: with fewer, no signal is better than a guess. */
export const LEAST_HISTORY = 7

/** What every rule shares; a rule's own constants add to it or replace it. */
const SHARED = {
  leastHistory: LEAST_HISTORY,
  /** A smaller role is compared with the organisation. */
  leastPeers: 5,
  /** Ranks among fewer values say nothing; among fewer than `tailFrom` they are not carried on beyond the largest. */
  leastPool: 28,
  tailFrom: 200,
  /** What is likelier than this is not written down. */
  largestP: 0.01,
} as const

/** 28 days of other people's residuals, whose baselines reach back 14 + 42 days and a window, and some outages. */
export const LOOK_BACK_DAYS = 110

const TEMPLATE = readFileSync(new URL('./judge.sql', import.meta.url), 'utf8')

/** Runs one rule over the days: one statement, whatever the number of people. */
export async function judge(analytics: AnalyticsStore, rule: Rule, days: Days): Promise<Judged[]> {
  return analytics.query<Judged>(judgementSql(rule), judgementParameters(rule, days))
}

/** The values of {@link judgementSql}. */
export function judgementParameters(rule: Rule, days: Days): Parameters {
  return { ...SHARED, ...rule.constants, ...days, since: daysBefore(days.from, LOOK_BACK_DAYS) }
}

/** The statement that judges a rule's measure; its values travel as parameters. */
export function judgementSql(rule: Rule): string {
  return TEMPLATE.replaceAll('<MEASURED>', () => rule.sql)
    .replaceAll('<ROLL_UP>', CHANNEL_ROLL_UPS[rule.channel])
    .replaceAll('<WINDOW>', String(rule.constants.windowDays))
}

/**
 * The date some days earlier.
 *
 * @example daysBefore('2026-03-10', 14) // => '2026-02-24'
 */
export function daysBefore(date: string, days: number): string {
  return dayAfter(date, -days)
}

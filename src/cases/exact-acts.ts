import { literal, timeLiteral } from '../base/sql-literal.ts'
import type { Rule } from '../detect/rule.ts'
import type { Signal } from '../detect/signal.ts'
import type { AnalyticsStore } from '../store/analytics/analytics-store.ts'
import { evidenceTable } from './evidence.ts'
import { actsOf } from './join-cases.ts'
import type { JoinedCase } from './join-signals.ts'

const HOUR = 3_600_000

/**
 * When the first and the last act of a case happened, to the moment. Roll-ups, and so signals, know the hour; the
 * activity of that one hour knows the rest.
 */
export async function exactActs(
  analytics: AnalyticsStore,
  joined: JoinedCase,
  rules: ReadonlyMap<string, Pick<Rule, 'evidence'>>,
): Promise<{ readonly first: string; readonly last: string }> {
  const { first, last } = actsOf(joined)
  const firsts = joined.signals.filter((signal) => signal.firstActivity === first)
  const lasts = joined.signals.filter((signal) => signal.lastActivity === last)
  const within = (signals: readonly Signal[], from: number, pick: 'min' | 'max') =>
    actWithin(analytics, signals, rules, from, pick)
  return {
    first: (await within(firsts, Date.parse(first), 'min')) ?? first,
    last: (await within(lasts, Date.parse(last) - HOUR, 'max')) ?? last,
  }
}

/** The earliest or latest act that these signals count within an hour; null where there is none any more. */
async function actWithin(
  analytics: AnalyticsStore,
  signals: readonly Signal[],
  rules: ReadonlyMap<string, Pick<Rule, 'evidence'>>,
  from: number,
  pick: 'min' | 'max',
): Promise<string | null> {
  if (signals.length === 0) return null
  const [start, end] = [from, from + HOUR].map((time) => timeLiteral(new Date(time).toISOString()))
  const acts = signals.map(
    ({ person, channel, rule }) =>
      `SELECT time FROM ${evidenceTable(channel)}
       WHERE person = ${literal(person)} AND time >= ${start} AND time < ${end} AND (${rules.get(rule)?.evidence ?? 'true'})`,
  )
  const [found] = await analytics.query<{ time: string; acts: number }>(
    `SELECT ${pick}(time) AS time, count() AS acts FROM (${acts.join(' UNION ALL ')})`,
  )
  return found === undefined || Number(found.acts) === 0 ? null : found.time
}

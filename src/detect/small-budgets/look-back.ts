import { dateOf, dayOf, midnight } from '../../base/days.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import type { Scores } from '../behaviour/scores.ts'
import { SMALL_BUDGETS } from './budgets.ts'
import { findingId } from './finding-id.ts'
import type { SmallFinding } from './small-finding.ts'

/** Somebody is leaving, known since a day YYYY-MM-DD. */
export interface Notice {
  readonly person: string
  readonly day: string
  readonly why: 'notice' | 'last day'
}

export interface LookBackThreshold {
  /** In nats: that of five cases a week. */
  readonly value: number
  readonly casesPerWeek: number
}

const NOTICES = `
  SELECT person, formatDateTime(min(known), '%Y-%m-%d') AS day, argMin(why, known) AS why FROM (
    SELECT person, effective AS known, 'notice' AS why FROM staff WHERE kind = 'notice'
    UNION ALL
    SELECT person, toDateTime64(left, 3, 'UTC'), 'last day' FROM person WHERE left < toDate('2100-01-01'))
  GROUP BY person ORDER BY person`

/** Who is known to leave, and since when: the notice, or the last day where no notice was recorded before it. */
export async function readNotices(analytics: AnalyticsStore): Promise<Notice[]> {
  return analytics.query<Notice>(NOTICES)
}

/**
 * Reads the last 60 days of everybody who is leaving once more, at the threshold of five cases a week instead of one: what
 * was not odd enough for a case then is worth a look now. One finding a notice, dated the day the notice was known, or
 * none. It raises no score.
 *
 * @param scores of days up to the notice at least; what comes later changes nothing.
 */
export function lookBack(
  scores: Scores,
  notices: readonly Notice[],
  threshold: LookBackThreshold,
): SmallFinding[] {
  const { people, days } = scores.grid
  const indices = new Map(people.map(({ person }, at) => [person, at]))
  const { windowDays, perWeek } = SMALL_BUDGETS['look-back-on-leaving']
  return notices.flatMap(({ person, day, why }) => {
    const at = indices.get(person)
    const known = dayOf(day)
    if (at === undefined || days[0] === undefined || dayOf(days.at(-1) ?? '') < known) return []
    const above = days.flatMap((date, index) => {
      const score = scores.total[at * days.length + index] ?? 0
      const judged = scores.judged[at * days.length + index] === 1
      const isInside = dayOf(date) > known - windowDays && dayOf(date) <= known
      return isInside && judged && score > threshold.value ? [{ date, score }] : []
    })
    const highest = above.reduce(
      (best, each) => (each.score > best.score ? each : best),
      above[0] ?? (null as never),
    )
    if (above.length === 0) return []
    const first = above[0]?.date ?? ''
    return [
      {
        id: findingId('look-back-on-leaving', person, known),
        rule: 'look-back-on-leaving',
        people: [person],
        windowStart: midnight(known - windowDays + 1),
        windowEnd: midnight(known + 1),
        firstActivity: midnight(dayOf(first)),
        lastActivity: midnight(dayOf(above.at(-1)?.date ?? first) + 1),
        parts: [{ person, did: 'scored', amount: highest.score }],
        observed: highest.score,
        bar: { value: threshold.value, floor: threshold.value, ordinary: 0, weeks: 0, perWeek },
        facts: { days: above.length, highestDay: highest.date, casesPerWeek: threshold.casesPerWeek },
        sentence:
          `${person} is leaving (${why}, known on ${dateOf(known)}); of the ${windowDays} days before, ${above.length} scored above ` +
          `${threshold.value.toFixed(1)} nats, the threshold of ${threshold.casesPerWeek} cases a week, the highest ` +
          `${highest.score.toFixed(1)} on ${highest.date}.`,
      },
    ]
  })
}

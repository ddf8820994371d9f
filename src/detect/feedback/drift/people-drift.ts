import { formatCount } from '../../../base/bytes.ts'
import { dayAfter } from '../../../base/days.ts'
import type { AnalyticsStore } from '../../../store/analytics/analytics-store.ts'

/** Below these a change of the directory is ordinary: as many people, and as large a share of all. */
const LEAST_PEOPLE = 5
const MOVED_SHARE = 0.1
const UNKNOWN_SHARE = 0.05

/** What of the people who are judged has changed, or is not known; one sentence each. */
export async function peopleDrift(analytics: AnalyticsStore, day: string): Promise<string[]> {
  const [people] = await analytics.query<{ known: number; active: number; unknown: number }>(
    `SELECT (SELECT count() FROM person WHERE kind != 'service') AS known,
       uniqExact(who) AS active, uniqExactIf(who, who NOT IN (SELECT person FROM person)) AS unknown
     FROM (
       ${['inference', 'artifact', 'object', 'flow']
         .map(
           (name) =>
             `SELECT toString(person) AS who FROM ${name}_hour WHERE hour >= {from:Date} AND hour < toDate({day:Date}) + 1`,
         )
         .join(' UNION ALL ')}
     )`,
    { from: dayAfter(day, -6), day },
  )
  const [known, active, unknown] = [people?.known, people?.active, people?.unknown].map((count) =>
    Number(count ?? 0),
  )
  const [moves] = await analytics.query<{ lately: number; before: number }>(
    `SELECT uniqExactIf(person, toDate(effective) > toDate({day:Date}) - 28) AS lately,
       uniqExactIf(person, toDate(effective) <= toDate({day:Date}) - 28) AS before
     FROM staff WHERE kind = 'move' AND toDate(effective) > toDate({day:Date}) - 56 AND toDate(effective) <= {day:Date}`,
    { day },
  )
  return [
    ...unknownPeople(known ?? 0, active ?? 0, unknown ?? 0),
    ...reorganisation(known ?? 0, Number(moves?.lately ?? 0), Number(moves?.before ?? 0)),
  ]
}

function unknownPeople(known: number, active: number, unknown: number): string[] {
  if (active === 0) return []
  if (known === 0)
    return ['There is no directory of people: roles are not known, so everybody is compared with everybody.']
  if (unknown < LEAST_PEOPLE || unknown < UNKNOWN_SHARE * active) return []
  return [
    `${formatCount(unknown)} of ${formatCount(active)} who acted in the last 7 days are in no directory: they are compared with everybody, or one person counts as several.`,
  ]
}

function reorganisation(known: number, lately: number, before: number): string[] {
  if (lately < Math.max(LEAST_PEOPLE, MOVED_SHARE * known) || lately <= 2 * before) return []
  return [
    `${formatCount(lately)} of ${formatCount(known)} people moved within 28 days, ${formatCount(before)} in the 28 before: they are compared with a past and with peers of other work.`,
  ]
}

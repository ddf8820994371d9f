import { dayAfter } from '../../base/days.ts'
import { WeighbridgeError } from '../../base/errors.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import type { Deciding } from '../../store/records/decisions.ts'
import type { RecordsStore } from '../../store/records/records-store.ts'
import { DAYS_OF_A_CASE } from '../behaviour/score/cases-of.ts'
import { thresholdFor } from '../behaviour/score/thresholds.ts'
import { budgetIn } from './budget.ts'
import { changeThreshold, type FittedThreshold, type ThresholdChange, thresholdIn } from './threshold.ts'
import { type ExcludedDays, excludedDays } from './verdicts.ts'
import { ordinaryWeeks, type Week } from './weeks.ts'

/**
 * How many cases the table of thresholds is worth against those of the weeks: so few as eight weeks carry would move the
 * threshold by themselves alone.
 */
const TABLE_CASES = 8

/** A score that lies high enough to open a case. */
interface HighScore {
  readonly person: string
  /** YYYY-MM-DD. */
  readonly at: string
  readonly total: number
}

/** The score above which a case opens now, in nats: the one fitted last, else that of the budget. */
export async function thresholdNow(records: RecordsStore, people: number): Promise<number> {
  const fitted = await thresholdIn(records)
  return fitted?.threshold ?? thresholdFor((await budgetIn(records, people)).casesAWeek, people)
}

/**
 * Fits the threshold to the budget on the last ordinary weeks of kept scores, and records the change. The days of people
 * whose case was closed as true theft are left out.
 *
 * @throws WeighbridgeError `not-found` where nothing is scored, `bad-usage` as `changeThreshold` does.
 */
export async function refitThreshold(
  analytics: AnalyticsStore,
  records: RecordsStore,
  deciding: Deciding,
): Promise<ThresholdChange> {
  const [span] = await analytics.query<{ from: string; to: string; days: number }>(
    'SELECT min(at) AS from, max(at) AS to, count() AS days FROM behaviour_score',
  )
  if (span === undefined || Number(span.days) === 0) {
    throw new WeighbridgeError('not-found', 'Nothing is scored yet; run "weighbridge score" first.')
  }
  const thefts = await excludedDays(records)
  const weeks = ordinaryWeeks(span, thefts)
  const people = await judgedPeople(analytics, weeks)
  const { casesAWeek } = await budgetIn(records, people)
  const scores = await highScores(analytics, weeks, casesAWeek)
  return changeThreshold(records, fitThreshold(scores, { weeks, people, casesAWeek, thefts }), deciding)
}

/** What a threshold is fitted to. */
interface Fitting extends Omit<FittedThreshold, 'threshold'> {
  readonly thefts: readonly ExcludedDays[]
}

/**
 * The threshold that opens as many cases in these weeks as the budget allows, drawn towards the table's where the weeks
 * carry few.
 */
export function fitThreshold(scores: readonly HighScore[], fitting: Fitting): FittedThreshold {
  const { weeks, people, casesAWeek, thefts } = fitting
  const ordinary = scores.filter(
    ({ person, at }) =>
      !thefts.some((theft) => theft.person === person && at >= theft.from && at <= theft.to),
  )
  const allowed = casesAWeek * weeks.length
  const table = thresholdFor(casesAWeek, people)
  const observed = lowestWithin(ordinary, allowed) ?? table
  const weight = allowed / (allowed + TABLE_CASES)
  return { threshold: weight * observed + (1 - weight) * table, casesAWeek, people, weeks }
}

/** The lowest threshold that opens at most so many cases, half-way to the score below it; null without scores. */
function lowestWithin(scores: readonly HighScore[], allowed: number): number | null {
  const totals = [...new Set(scores.map(({ total }) => total))].sort((left, right) => right - left)
  if (totals.length === 0) return null
  let [low, high] = [0, totals.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (casesAbove(scores, totals[middle] ?? 0) <= allowed) low = middle
    else high = middle - 1
  }
  const above = totals[low] ?? 0
  return (above + (totals[low + 1] ?? above)) / 2
}

/** As many as the score opens: a person's next case begins 14 days after the one before. */
function casesAbove(scores: readonly HighScore[], threshold: number): number {
  const free = new Map<string, string>()
  let cases = 0
  for (const { person, at, total } of scores.toSorted((left, right) => (left.at < right.at ? -1 : 1))) {
    if (total <= threshold || at < (free.get(person) ?? '')) continue
    cases += 1
    free.set(person, dayAfter(at, DAYS_OF_A_CASE))
  }
  return cases
}

const WITHIN =
  'arrayExists((first, last) -> at >= first AND at <= last, {from:Array(Date)}, {to:Array(Date)})'

function within(weeks: readonly Week[]) {
  return { from: weeks.map(({ from }) => from), to: weeks.map(({ to }) => to) }
}

async function judgedPeople(analytics: AnalyticsStore, weeks: readonly Week[]): Promise<number> {
  const [row] = await analytics.query<{ people: number }>(
    `SELECT round(count() / greatest(1, uniqExact(at))) AS people FROM behaviour_score WHERE ${WITHIN}`,
    within(weeks),
  )
  return Math.max(1, Number(row?.people ?? 0))
}

/** More than enough of the highest: a case takes up at most 14 days of a person, and a theft is left out later. */
async function highScores(
  analytics: AnalyticsStore,
  weeks: readonly Week[],
  casesAWeek: number,
): Promise<HighScore[]> {
  return analytics.query<HighScore>(
    `SELECT person, at, total FROM behaviour_score WHERE ${WITHIN} ORDER BY total DESC, person, at LIMIT {most:UInt32}`,
    { ...within(weeks), most: 2000 + Math.ceil(4 * DAYS_OF_A_CASE * casesAWeek * weeks.length) },
  )
}

import { dayAfter } from '../../base/days.ts'
import type { ExcludedDays, Verdict } from './verdicts.ts'

/** Seven days, both ends included, YYYY-MM-DD. */
export interface Week {
  readonly from: string
  readonly to: string
}

/** How many weeks a threshold is fitted to. */
export const FITTED_WEEKS = 8

/**
 * The newest whole weeks that no case closed as true theft touches, the newest first, counted back from the last day.
 *
 * @param span first and last day that are scored
 * @example ordinaryWeeks({ from: '2026-03-01', to: '2026-03-17' }, []) // => [{ from: '2026-03-11', to: '2026-03-17' }, { from: '2026-03-04', to: '2026-03-10' }]
 */
export function ordinaryWeeks(
  span: { readonly from: string; readonly to: string },
  thefts: readonly Pick<ExcludedDays, 'from' | 'to'>[],
  most: number = FITTED_WEEKS,
): Week[] {
  const weeks: Week[] = []
  for (let to = span.to; weeks.length < most; to = dayAfter(to, -7)) {
    const week = { from: dayAfter(to, -6), to }
    if (week.from < span.from) break
    if (!thefts.some((theft) => theft.from <= week.to && theft.to >= week.from)) weeks.push(week)
  }
  return weeks
}

/** Cases a week that turned out false, over the weeks before the last day. */
export interface RealisedRate {
  readonly weeks: number
  readonly honest: number
  /** Cases with another verdict, and without one. */
  readonly otherwise: number
  readonly undecided: number
  readonly falseCasesAWeek: number
}

/** What became of the cases of the last weeks; a case counts in the week of its last act. */
export function realisedRate(
  lastDay: string,
  cases: readonly { readonly id: string; readonly to: string }[],
  verdicts: readonly Verdict[],
  weeks: number = FITTED_WEEKS,
): RealisedRate {
  const first = dayAfter(lastDay, 1 - 7 * weeks)
  const verdictOn = new Map(verdicts.map((verdict) => [verdict.case.id, verdict.is]))
  const recent = cases.filter(({ to }) => to >= first && to <= lastDay)
  const honest = recent.filter(({ id }) => verdictOn.get(id) === 'honest').length
  const undecided = recent.filter(({ id }) => !verdictOn.has(id)).length
  return {
    weeks,
    honest,
    otherwise: recent.length - honest - undecided,
    undecided,
    falseCasesAWeek: honest / weeks,
  }
}

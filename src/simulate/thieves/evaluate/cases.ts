import { casesOf } from '../../../detect/behaviour/score/cases-of.ts'
import { HISTORY_DAYS } from '../detectors/detector.ts'
import type { StoredRanks } from '../run/stored-ranks.ts'

/** A company of 180 people for a week: what a budget of cases is counted in. */
export const PEOPLE_OF_A_BUDGET = 180

/** Weeks of 180 people that a company was judged for. */
export function weeksOf(ranks: StoredRanks): number {
  const judged = ranks.judged.reduce((sum, one) => sum + one, 0)
  return judged / 7 / PEOPLE_OF_A_BUDGET
}

/** How many cases a threshold opens: one a person and 14 days. */
export function caseCount(ranks: StoredRanks, threshold: number): number {
  return casesOf({ ...ranks, grid: ranks.grid as never }, threshold).length
}

/** Ranks of which only the days count that have history enough. */
export function counted(ranks: StoredRanks): StoredRanks {
  const days = ranks.grid.days.length
  return { ...ranks, judged: ranks.judged.map((one, at) => (at % days < HISTORY_DAYS ? 0 : one)) }
}

/**
 * The lowest threshold at which ordinary companies together open no more cases than the budget allows, cases a week for
 * 180 people. Found by halving: a lower threshold opens more cases, but for a few that fall into the 14 days of another.
 */
export function fitThreshold(companies: readonly StoredRanks[], casesPerWeek: number): number {
  const allowed = casesPerWeek * companies.reduce((sum, ranks) => sum + weeksOf(ranks), 0)
  const opened = (threshold: number) => companies.reduce((sum, ranks) => sum + caseCount(ranks, threshold), 0)
  let [low, high] = [0, 1]
  for (const { total } of companies) for (const score of total) high = Math.max(high, score)
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2
    if (opened(middle) > allowed) low = middle
    else high = middle
  }
  return high
}

import { dayAfter } from '../../../base/days.ts'
import type { AnalyticsStore } from '../../../store/analytics/analytics-store.ts'
import { readGrid } from '../features/read-grid.ts'
import { scoreGrid } from '../model/score.ts'
import type { Excluded, Scores } from '../scores.ts'
import { keepScores } from './keep-scores.ts'

export interface ScoreInstallationOptions {
  /** The last day to score, YYYY-MM-DD; without it the last that is logged. Later days count for nothing. */
  readonly to?: string | undefined
  /** The first day whose scores are kept; without it all. The days before are read in any case: they are the past. */
  readonly keepFrom?: string | undefined
  /** Which days of people under investigation rank nobody, told by the days that are logged. */
  readonly excludeIn?: (days: readonly string[]) => readonly Excluded[]
}

/**
 * Scores everybody on every day that is logged and keeps the scores. Running it again on the same logs changes nothing;
 * late events change the days that they touch.
 */
export async function scoreInstallation(
  analytics: AnalyticsStore,
  { to, keepFrom, excludeIn = () => [] }: ScoreInstallationOptions = {},
): Promise<Scores> {
  const grid = await readGrid(analytics, to === undefined ? {} : { until: dayAfter(to, 1) })
  const scores = scoreGrid(grid, { exclude: excludeIn(grid.days) })
  const from = keepFrom === undefined ? 0 : grid.days.findIndex((day) => day >= keepFrom)
  if (from >= 0) await keepScores(analytics, scores, from)
  return scores
}

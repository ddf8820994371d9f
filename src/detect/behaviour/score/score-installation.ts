import type { AnalyticsStore } from '../../../store/analytics/analytics-store.ts'
import { dayAfter } from '../features/days.ts'
import { readGrid } from '../features/read-grid.ts'
import { type ScoreOptions, scoreGrid } from '../model/score.ts'
import type { Scores } from '../scores.ts'
import { keepScores } from './keep-scores.ts'

export interface ScoreInstallationOptions {
  /** The last day to score, YYYY-MM-DD; without it the last that is logged. Later days count for nothing. */
  readonly to?: string | undefined
  /** The first day whose scores are kept; without it all. The days before are read in any case: they are the past. */
  readonly keepFrom?: string | undefined
  /** Days of people under investigation. */
  readonly exclude?: ScoreOptions['exclude']
}

/**
 * Scores everybody on every day that is logged and keeps the scores. Running it again on the same logs changes nothing;
 * late events change the days that they touch.
 */
export async function scoreInstallation(
  analytics: AnalyticsStore,
  { to, keepFrom, exclude = [] }: ScoreInstallationOptions = {},
): Promise<Scores> {
  const grid = await readGrid(analytics, to === undefined ? {} : { until: dayAfter(to, 1) })
  const scores = scoreGrid(grid, { exclude })
  const from = keepFrom === undefined ? 0 : grid.days.findIndex((day) => day >= keepFrom)
  if (from >= 0) await keepScores(analytics, scores, from)
  return scores
}

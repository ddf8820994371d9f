import type { AnalyticsStore } from '../../../store/analytics/analytics-store.ts'
import type { Clock } from '../scores.ts'

/** A score that was kept, in nats. */
export interface KeptScore {
  readonly person: string
  /** YYYY-MM-DD. */
  readonly at: string
  readonly total: number
  readonly clocks: Readonly<Record<Clock, number>>
}

/** The kept scores of a person, or of everybody who reached some score, by day and person. */
export async function readScores(
  analytics: AnalyticsStore,
  { person, least = 0 }: { readonly person?: string; readonly least?: number } = {},
): Promise<KeptScore[]> {
  const rows = await analytics.query<{ person: string; at: string; total: number } & Record<Clock, number>>(
    `SELECT person, at, total, day, week, month, quarter, drip FROM behaviour_score
     WHERE total >= {least:Float64} ${person === undefined ? '' : 'AND person = {person:String}'} ORDER BY at, person`,
    { least, ...(person === undefined ? {} : { person }) },
  )
  return rows.map(({ person, at, total, ...clocks }) => ({ person, at: at.slice(0, 10), total, clocks }))
}

import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import type { Innocent } from '../behaviour/explain/innocent.ts'
import type { Explanation } from '../behaviour/scores.ts'

/** A day above the threshold as it was told, for whoever reads the case later. */
export interface ToldDay {
  readonly explanation: Explanation
  readonly innocent: readonly Innocent[]
  /** In nats, on that day. */
  readonly threshold: number
}

/** Makes the days told be exactly these: those that no longer hold are marked as deleted. */
export async function keepToldDays(analytics: AnalyticsStore, told: readonly ToldDay[]): Promise<void> {
  const [newest] = await analytics.query<{ version: number }>(
    'SELECT max(version) AS version FROM behaviour_explanation_row',
  )
  const version = Number(newest?.version ?? 0) + 1
  await analytics.insert(
    'behaviour_explanation_row',
    told.map(({ explanation, innocent, threshold }) => ({
      person: explanation.person,
      at: explanation.day,
      threshold,
      told: JSON.stringify({ explanation, innocent }),
      version,
      deleted: 0,
    })),
  )
  await analytics.command(
    `INSERT INTO behaviour_explanation_row (person, at, version, deleted)
     SELECT person, at, {version:UInt64} AS version, 1 AS deleted FROM behaviour_explanation_row AS kept FINAL
     WHERE kept.version < {version:UInt64}`,
    { version },
  )
}

/** The day of a person that was told and scored most within a span (YYYY-MM-DD, both included); null where none was. */
export async function highestToldDay(
  analytics: AnalyticsStore,
  person: string,
  span: { readonly from: string; readonly to: string },
): Promise<ToldDay | null> {
  const rows = await analytics.query<{ threshold: number; told: string }>(
    `SELECT threshold, told FROM behaviour_explanation
     WHERE person = {person:String} AND at >= {from:Date} AND at <= {to:Date}`,
    { person, ...span },
  )
  const days = rows.map(
    ({ threshold, told }): ToldDay => ({ ...(JSON.parse(told) as Omit<ToldDay, 'threshold'>), threshold }),
  )
  return days.sort((left, right) => right.explanation.score - left.explanation.score)[0] ?? null
}

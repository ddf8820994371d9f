import type { AnalyticsStore } from '../../../store/analytics/analytics-store.ts'
import { CLOCKS, type Scores } from '../scores.ts'

/** Rows that one insert writes: bounds the memory, whatever the number of people. */
const ROWS_AT_A_TIME = 50_000

/**
 * Makes the scores kept for the grid's days be exactly these. A day whose score did not change is written again as it was.
 *
 * @param from index of the first day to keep; earlier ones stay as they are.
 */
export async function keepScores(analytics: AnalyticsStore, scores: Scores, from = 0): Promise<void> {
  const { grid } = scores
  const [first, last] = [grid.days[from], grid.days.at(-1)]
  if (first === undefined || last === undefined) return
  const [newest] = await analytics.query<{ version: number }>(
    'SELECT max(version) AS version FROM behaviour_score_row',
  )
  const version = Number(newest?.version ?? 0) + 1
  let rows: Record<string, unknown>[] = []
  for (let day = from; day < grid.days.length; day += 1) {
    for (const row of rowsOf(scores, day)) {
      rows.push({ ...row, version, deleted: 0 })
      if (rows.length < ROWS_AT_A_TIME) continue
      await analytics.insert('behaviour_score_row', rows)
      rows = []
    }
  }
  await analytics.insert('behaviour_score_row', rows)
  // Whoever is judged no more, e.g. because a lease shows that it was somebody else.
  await analytics.command(
    `INSERT INTO behaviour_score_row (person, at, version, deleted)
     SELECT person, at, {version:UInt64} AS version, 1 AS deleted FROM behaviour_score_row AS kept FINAL
     WHERE at >= {first:Date} AND at <= {last:Date} AND kept.version < {version:UInt64}`,
    { version, first, last },
  )
}

function* rowsOf({ grid, total, clocks, judged }: Scores, day: number): Generator<Record<string, unknown>> {
  for (const [person, { person: name }] of grid.people.entries()) {
    const at = person * grid.days.length + day
    if (judged[at] !== 1) continue
    const nats = Object.fromEntries(CLOCKS.map((clock) => [clock, clocks[clock][at]]))
    yield { person: name, at: grid.days[day], total: total[at], ...nats }
  }
}

import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'

/** What one run did to one table. */
export interface PastRun {
  /** When, ISO 8601 in UTC. */
  readonly at: string
  /** The policy's file, or `built-in`. */
  readonly policy: string
  readonly table: string
  readonly term: string
  /** Rows of days before this one went. */
  readonly before: string
  readonly rows: number
  readonly bytes: number
  readonly heldRows: number
  readonly neededRows: number
  /** False where the run was killed: the figures are what it was about to remove. */
  readonly isFinished: boolean
}

/** What was removed so far, the newest first; runs that found nothing to remove in a table are left out. */
export async function readPastRuns(analytics: AnalyticsStore, limit: number): Promise<PastRun[]> {
  const rows = await analytics.query<Omit<PastRun, 'isFinished'> & { finished: number }>(
    `SELECT at, policy, name AS table, term, before, rows, bytes, held AS heldRows, needed AS neededRows, finished
     FROM retention WHERE rows > 0 OR NOT finished ORDER BY at DESC, name LIMIT {limit:UInt32}`,
    { limit },
  )
  return rows.map(({ finished, ...run }) => ({ ...run, isFinished: finished === 1 }))
}

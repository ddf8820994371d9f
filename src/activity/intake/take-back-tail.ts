import type { Hash } from 'node:crypto'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import type { Source } from '../sources/source.ts'
import type { InputProgress } from './journal.ts'

/**
 * Takes back a last line that had no newline when it was read and has grown since, so that the whole line can be
 * taken in its place.
 *
 * @returns the progress as it was before that line.
 */
export async function takeBackTail(
  analytics: AnalyticsStore,
  source: Source,
  progress: InputProgress,
  prefix: Hash,
): Promise<InputProgress> {
  const where = 'WHERE input = {input:UInt64} AND offset = {offset:UInt64}'
  const parameters = { input: progress.identity, offset: progress.openTail }
  for (const { activity } of source.rows) {
    await analytics.command(
      `INSERT INTO dirty_row SELECT {activity:String}, toDate(time), batch + 1 FROM ${activity}_row ${where}`,
      { ...parameters, activity },
    )
    await analytics.command(`DELETE FROM ${activity}_row ${where}`, parameters)
  }
  await analytics.command(`DELETE FROM reject_row ${where}`, parameters)
  return {
    ...progress,
    confirmed: progress.openTail,
    prefixHash: prefix.copy().digest('hex'),
    lines: progress.lines - 1,
    openTail: -1,
  }
}

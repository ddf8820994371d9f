import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import type { Source } from '../sources/source.ts'
import type { InputProgress } from './journal.ts'
import type { Prefix } from './prefix.ts'

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
  prefix: Prefix,
): Promise<InputProgress> {
  const where = 'input = {input:UInt64} AND offset = {offset:UInt64}'
  const parameters = { input: progress.identity, offset: progress.openTail }
  for (const { activity } of source.rows) {
    await analytics.command(
      `INSERT INTO dirty_row SELECT {activity:String}, toDate(time), batch + 1 FROM ${activity}_row WHERE ${where}`,
      { ...parameters, activity },
    )
    await analytics.deleteFrom(`${activity}_row`, where, parameters)
  }
  await analytics.deleteFrom('reject_row', where, parameters)
  return {
    ...progress,
    confirmed: progress.openTail,
    prefixHash: prefix.digest(),
    lines: progress.lines - 1,
    openTail: -1,
  }
}

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { withScratchStore } from '../query/run/scratch-store.ts'
import type { AnalyticsStore } from '../store/analytics/analytics-store.ts'
import { note } from './output.ts'
import { withStores } from './with-stores.ts'

/**
 * Runs with the analytics store of a data folder; with an empty one where nothing was ever stored, which is said where an answer may
 * be taken for one about activity.
 */
export async function withQueryStore<Result>(
  dataDir: string,
  run: (store: AnalyticsStore) => Promise<Result>,
  isAboutActivity = false,
): Promise<Result> {
  const server = process.env['WEIGHBRIDGE_ANALYTICS'] ?? ''
  if (server === '' && !existsSync(join(dataDir, 'analytics'))) {
    if (isAboutActivity)
      note(`${dataDir} holds no data: its tables are empty here. --data names another folder.`)
    return withScratchStore(run)
  }
  return withStores(dataDir, ({ analytics }) => run(analytics))
}

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { withScratchStore } from '../query/run/scratch-store.ts'
import type { AnalyticsStore } from '../store/analytics/analytics-store.ts'
import { withStores } from './with-stores.ts'

/** Runs with the analytics store of a data folder; with an empty one where nothing was ever stored. */
export async function withQueryStore<Result>(
  dataDir: string,
  run: (store: AnalyticsStore) => Promise<Result>,
): Promise<Result> {
  const server = process.env['WEIGHBRIDGE_ANALYTICS'] ?? ''
  if (server === '' && !existsSync(join(dataDir, 'analytics'))) return withScratchStore(run)
  return withStores(dataDir, ({ analytics }) => run(analytics))
}

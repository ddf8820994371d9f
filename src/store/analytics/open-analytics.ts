import type { AnalyticsStore } from './analytics-store.ts'
import { openEmbedded } from './embedded.ts'
import type { Filling } from './migrate.ts'
import { readServerAddress } from './server/server-address.ts'
import { openServer } from './server/server-store.ts'

export interface AnalyticsPlace extends Filling {
  /** The folder of this installation, which holds the activity where no server does. */
  readonly dataDir: string
  /** A ClickHouse URL; empty or missing for the engine in this process. Default: the variable WEIGHBRIDGE_ANALYTICS. */
  readonly url?: string | undefined
}

/**
 * Opens the analytics store where it is kept.
 *
 * @throws WeighbridgeError `bad-usage` for a URL that is not one, `store-failed` where it cannot be opened.
 */
export async function openAnalytics({
  dataDir,
  url = process.env['WEIGHBRIDGE_ANALYTICS'],
  ...filling
}: AnalyticsPlace): Promise<AnalyticsStore> {
  return url === undefined || url === ''
    ? openEmbedded(dataDir, filling)
    : openServer(readServerAddress(url), dataDir, filling)
}

import type { AnalyticsStore } from './analytics/analytics-store.ts'
import { openEmbedded } from './analytics/embedded.ts'
import type { RecordsStore } from './records/records-store.ts'
import { openSqlite } from './records/sqlite.ts'

/** Both stores of one installation. */
export interface Stores {
  readonly analytics: AnalyticsStore
  readonly records: RecordsStore
  close(): Promise<void>
}

/** Opens the stores under a data folder, creating them where they are missing. */
export async function openStores(dataDir: string): Promise<Stores> {
  // The engine's lock comes first: whoever holds it owns the records as well.
  const analytics = await openEmbedded(dataDir)
  try {
    const records = await openSqlite(dataDir)
    return {
      analytics,
      records,
      async close() {
        await records.close()
        await analytics.close()
      },
    }
  } catch (error) {
    await analytics.close()
    throw error
  }
}

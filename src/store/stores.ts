import type { AnalyticsStore } from './analytics/analytics-store.ts'
import { openAnalytics } from './analytics/open-analytics.ts'
import { lockData } from './data-lock.ts'
import { claimRecords } from './installation.ts'
import { openRecords } from './records/open-records.ts'
import type { RecordsStore } from './records/records-store.ts'

/** Both stores of one installation. */
export interface Stores {
  readonly analytics: AnalyticsStore
  readonly records: RecordsStore
  close(): Promise<void>
}

/**
 * Opens the stores under a data folder, creating them where they are missing.
 *
 * @param inFolder true to keep both in the folder, whatever servers the environment names.
 * @throws WeighbridgeError `data-in-use`, naming the holder, when another process has them open; `bad-usage` where the
 *   records belong to another folder.
 */
export async function openStores(dataDir: string, { inFolder = false } = {}): Promise<Stores> {
  const where = inFolder ? { dataDir, url: '' } : { dataDir }
  const opened: { close(): Promise<void> | void }[] = []
  const close = async () => {
    for (const store of opened.reverse()) await store.close()
  }
  try {
    const lock = lockData(dataDir)
    opened.push({ close: lock.release })
    const analytics = await openAnalytics(where)
    opened.push(analytics)
    const records = await openRecords(where)
    opened.push(records)
    await claimRecords(dataDir, records)
    return { analytics, records, close }
  } catch (error) {
    await close()
    throw error
  }
}

import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'

/** Rows to remove from one partition of a stored table: all, or those that hold a condition. */
export interface Removal {
  readonly stored: string
  readonly partition: string
  /** Null where the whole partition goes. */
  readonly where: string | null
}

/**
 * Removes rows for good, and returns when they are gone. Everything that retention removes passes here.
 *
 * A partition is dropped; else the parts that hold such rows are written anew without them (a lightweight DELETE would
 * only hide them until some merge). A run that was killed goes on by itself when the store is opened again, so a
 * condition names nothing that may have changed by then.
 */
export async function removeRows(
  analytics: AnalyticsStore,
  { stored, partition, where }: Removal,
): Promise<void> {
  await analytics.alterStored(
    stored,
    where === null
      ? `DROP PARTITION ID '${partition}'`
      : `DELETE IN PARTITION ID '${partition}' WHERE ${where} SETTINGS mutations_sync = 2`,
  )
}

/** A partition that no table has: they are named for months from the year 2000 on. */
const NO_PARTITION = '190001'

/**
 * Gives the disk back. The engine keeps parts that were written anew for eight minutes, longer than a command runs;
 * whatever is dropped takes them with it, also where nothing is dropped.
 */
export async function freeDisk(analytics: AnalyticsStore, stored: string): Promise<void> {
  await analytics.alterStored(stored, `DROP PARTITION ID '${NO_PARTITION}'`)
}

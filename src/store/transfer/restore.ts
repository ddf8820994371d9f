import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { WeighbridgeError } from '../../base/errors.ts'
import type { AnalyticsStore } from '../analytics/analytics-store.ts'
import { openAnalytics } from '../analytics/open-analytics.ts'
import { lockData } from '../data-lock.ts'
import { writeInstallation } from '../installation.ts'
import { openRecords } from '../records/open-records.ts'
import type { RecordsStore } from '../records/records-store.ts'
import { openStores } from '../stores.ts'
import { writeDurably } from '../write-durably.ts'
import { type OwnSources, ownSourceNames } from './backup.ts'
import { type FilledPart, fillAnalytics, finishFilling, mayFill } from './fill-analytics.ts'
import { fillRecords, mayFillRecords } from './fill-records.ts'
import type { Manifest } from './manifest.ts'
import { type Backup, openBackup } from './read-backup.ts'

export interface RestorePlan {
  readonly path: string
  readonly dataDir: string
  readonly sources: OwnSources
  /** Of this program. */
  readonly version: string
  /** True to take out what is there first. */
  readonly replace: boolean
  readonly onPart?: (part: FilledPart) => void
}

/**
 * Fills an installation from a backup, wherever it keeps its rows, and brings it up to date. Stopped at any moment, it
 * can be run again; until it has come to its end nothing else can open what it fills.
 *
 * @throws WeighbridgeError `bad-input` for a backup that is damaged or newer than this program, `bad-usage` where there
 *   is something and `replace` is false; nothing was written then.
 */
export async function restoreBackup(plan: RestorePlan): Promise<Manifest> {
  const backup = await openBackup(plan.path, plan.version)
  try {
    await fillFrom(backup, plan)
    // Brings what an older program wrote up to date, and proves that it opens.
    await (await openStores(plan.dataDir)).close()
    return backup.manifest
  } finally {
    backup.close()
  }
}

async function fillFrom(backup: Backup, { dataDir, sources, replace, onPart }: RestorePlan): Promise<void> {
  const { manifest } = backup
  const opened: { close(): Promise<void> | void }[] = []
  try {
    const lock = lockData(dataDir)
    opened.push({ close: lock.release })
    const until = manifest.analytics.migrations.at(-1)
    const analytics = await openAnalytics({ dataDir, until, mayBeUnfinished: true })
    opened.push(analytics)
    const records = await openRecords({ dataDir, until: manifest.records.migrations.at(-1) })
    opened.push(records)
    if (!replace) await refuseContent({ analytics, records }, backup, dataDir)

    await fillAnalytics(analytics, backup.rows, (part) => onPart?.(part))
    await fillRecords(records, backup.records)
    await putSources(backup, dataDir, sources)
    if (manifest.installation !== null) writeInstallation(dataDir, manifest.installation)
    await finishFilling(analytics)
  } finally {
    for (const one of opened.reverse()) await one.close()
  }
}

async function refuseContent(
  { analytics, records }: { readonly analytics: AnalyticsStore; readonly records: RecordsStore },
  backup: Backup,
  dataDir: string,
): Promise<void> {
  const full = [
    ...((await mayFill(analytics, backup.rows)) ? [] : ['activity']),
    ...((await mayFillRecords(records, backup.records)) ? [] : ['records']),
  ]
  if (full.length === 0) return
  throw new WeighbridgeError(
    'bad-usage',
    `The installation of ${dataDir} holds ${full.join(' and ')} already, and nothing was written. Name an empty folder with --data, or add --replace to remove for good what is there.`,
  )
}

async function putSources(backup: Backup, dataDir: string, own: OwnSources): Promise<void> {
  const files = await backup.sources()
  for (const name of ownSourceNames(dataDir, own)) {
    if (!files.has(name)) rmSync(join(dataDir, own.folder, name))
  }
  if (files.size === 0) return
  mkdirSync(join(dataDir, own.folder), { recursive: true, mode: 0o700 })
  for (const [name, bytes] of files) writeDurably(join(dataDir, own.folder, name), bytes)
}

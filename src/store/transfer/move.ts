import { WeighbridgeError } from '../../base/errors.ts'
import { openAnalytics } from '../analytics/open-analytics.ts'
import { readServerAddress } from '../analytics/server/server-address.ts'
import { lockData } from '../data-lock.ts'
import { claimRecords, readInstallation } from '../installation.ts'
import { openRecords } from '../records/open-records.ts'
import { readPostgresUrl } from '../records/postgres-url.ts'
import type { RecordsStore } from '../records/records-store.ts'
import { type FilledPart, fillAnalytics, finishFilling, mayFill, type RowSource } from './fill-analytics.ts'
import { type FilledRecords, fillRecords, mayFillRecords, type RecordSource } from './fill-records.ts'
import { countersOf, readRecords, recordTables, summaryOf } from './record-rows.ts'
import { partsOf, selectPart, storedTables } from './stored-tables.ts'

export interface MovePlan {
  readonly dataDir: string
  /** URLs of the servers; what has none stays in the folder. */
  readonly toAnalytics?: string | undefined
  readonly toRecords?: string | undefined
  /** True to take out first what the servers hold. */
  readonly replace: boolean
  /** True to read the folder and no more: no server is spoken to. */
  readonly dryRun: boolean
  readonly onPart?: (part: FilledPart) => void
  readonly onRecords?: (table: FilledRecords) => void
}

/**
 * Copies what a data folder holds to servers, each row proved by count and hash, and leaves the folder as it is. Stopped
 * at any moment, it can be run again and goes on with the part it was in.
 *
 * @throws WeighbridgeError `bad-usage` where a server holds something else.
 */
export async function moveToServers(plan: MovePlan): Promise<void> {
  const { dataDir, toAnalytics, toRecords } = plan
  if (toAnalytics === undefined && toRecords === undefined) {
    throw new WeighbridgeError('bad-usage', 'Say where to: --to-analytics URL, --to-records URL, or both.')
  }
  refuseMoved('WEIGHBRIDGE_ANALYTICS', toAnalytics)
  refuseMoved('WEIGHBRIDGE_RECORDS', toRecords)
  if (toAnalytics !== undefined) readServerAddress(toAnalytics)
  if (toRecords !== undefined) readPostgresUrl(toRecords)

  await withAll(async (opening) => {
    const lock = lockData(dataDir)
    opening({ close: lock.release })
    const records = opening(await openRecords({ dataDir, ...(toRecords === undefined ? {} : { url: '' }) }))
    await claimRecords(dataDir, records)
    const rows = toAnalytics === undefined ? null : await rowsToMove(plan, opening)
    const recordSource = toRecords === undefined ? null : await recordsToMove(records)
    if (plan.dryRun) return listOnly(plan, rows, recordSource)

    const analytics =
      rows === null
        ? null
        : opening(await openAnalytics({ dataDir, url: toAnalytics, mayBeUnfinished: true }))
    const target = recordSource === null ? null : opening(await openRecords({ dataDir, url: toRecords }))
    if (!plan.replace) {
      if (analytics !== null && rows !== null && !(await mayFill(analytics, rows)))
        throw full('--to-analytics')
      if (target !== null && recordSource !== null) await refuseRecords(target, recordSource, dataDir)
    }
    if (analytics !== null && rows !== null)
      await fillAnalytics(analytics, rows, (part) => plan.onPart?.(part))
    // In one piece, and last: where the journal is, the rows that it speaks of are.
    if (target !== null && recordSource !== null) {
      for (const table of await fillRecords(target, recordSource)) plan.onRecords?.(table)
    }
    if (analytics !== null) await finishFilling(analytics)
  })
}

type Opening = <Opened extends { close(): Promise<void> | void }>(opened: Opened) => Opened

async function withAll(run: (opening: Opening) => Promise<void>): Promise<void> {
  const opened: { close(): Promise<void> | void }[] = []
  try {
    await run((one) => {
      opened.push(one)
      return one
    })
  } finally {
    for (const one of opened.reverse()) await one.close()
  }
}

async function rowsToMove({ dataDir }: MovePlan, opening: Opening): Promise<RowSource> {
  const source = opening(await openAnalytics({ dataDir, url: '' }))
  const tables = await storedTables(source)
  const filled = []
  for (const table of tables) filled.push({ ...table, parts: await partsOf(source, table) })
  return {
    name: `move ${readInstallation(dataDir)}`,
    tables: filled,
    rowsOf(name, partition) {
      const table = tables.find((one) => one.name === name)
      if (table === undefined) throw new Error(`There is no table ${name}.`)
      return source.exportRows(selectPart(table, partition))
    },
  }
}

async function recordsToMove(records: RecordsStore): Promise<RecordSource> {
  const tables = await recordTables(records)
  const summed = []
  for (const table of tables) summed.push({ name: table.name, ...(await summaryOf(records.db, table)) })
  return {
    tables: summed,
    counters: await countersOf(records.db, records),
    rowsOf(name) {
      const table = tables.find((one) => one.name === name)
      if (table === undefined) throw new Error(`There is no table ${name}.`)
      return readRecords(records.db, table)
    },
  }
}

function listOnly(plan: MovePlan, rows: RowSource | null, records: RecordSource | null): void {
  for (const { name, parts } of rows?.tables ?? []) {
    for (const part of parts) plan.onPart?.({ ...part, table: name, wasThere: false })
  }
  for (const table of records?.tables ?? []) plan.onRecords?.({ ...table, wasThere: false })
}

async function refuseRecords(target: RecordsStore, source: RecordSource, dataDir: string): Promise<void> {
  if (!(await mayFillRecords(target, source))) throw full('--to-records')
  const owner = await target.db.selectFrom('installation').select('id').executeTakeFirst()
  if (owner !== undefined && owner.id !== readInstallation(dataDir)) throw full('--to-records')
}

/** What is in the folder of what was moved before is old. */
function refuseMoved(variable: string, url: string | undefined): void {
  if (url === undefined || (process.env[variable] ?? '') === '') return
  throw new WeighbridgeError(
    'bad-usage',
    `${variable} is set, so what it names is in use and not what lies in the data folder; unset it to move the folder's.`,
  )
}

function full(option: string): WeighbridgeError {
  return new WeighbridgeError(
    'bad-usage',
    `What ${option} names holds something else already; nothing was written. Name an empty database, or add --replace to remove for good what is there.`,
  )
}

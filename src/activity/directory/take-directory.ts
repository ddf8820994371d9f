import { createHash } from 'node:crypto'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import type { Stores } from '../../store/stores.ts'
import { journalIn } from '../intake/journal.ts'
import type { FileResult } from '../intake/result.ts'
import { changesOf, type DirectoryChange } from './changes.ts'
import type { DIRECTORY_TABLES, DirectorySource, Entry, TableRow } from './directory-source.ts'

/**
 * Takes a directory file. The file is the truth for the rows it once gave: a row it no longer holds is removed, a
 * row it holds differently is replaced, and the days that rested on either become dirty.
 */
export async function takeDirectory(
  stores: Stores,
  { name, bytes }: { readonly name: string; readonly bytes: Buffer },
  source: DirectorySource,
): Promise<FileResult> {
  const began = performance.now()
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '')
  const entries = [...source.entries(text)]
  const ignoredColumns = source.ignored?.(text.split(/\r?\n/, 1)[0] ?? '') ?? []
  const hash = createHash('sha256').update(bytes).digest('hex')
  const counts = await takeEntries(stores, { name, source, size: bytes.length, hash }, entries)
  return {
    file: name,
    source: source.name,
    lines: entries.length,
    ...counts,
    passedOver: 0,
    ...(ignoredColumns.length === 0 ? {} : { ignoredColumns }),
    seconds: (performance.now() - began) / 1000,
  }
}

interface DirectoryFile {
  /** What it is called; its rows stay bound to this name. */
  readonly name: string
  readonly source: DirectorySource
  readonly size: number
  readonly hash: string
}

async function takeEntries({ analytics, records }: Stores, file: DirectoryFile, entries: readonly Entry[]) {
  const { name, source, size, hash } = file
  const journal = journalIn(records)
  const identity = createHash('sha256')
    .update(`${source.name}\0${name}`)
    .digest()
    .readBigUInt64BE(0)
    .toString()
  const known = (await journal.candidates(source.name, identity, name)).at(-1)
  if (known?.prefixHash === hash) return { accepted: 0, rejected: 0, duplicates: entries.length }

  const progress = known ?? (await journal.begin(source.name, identity, name))
  const batch = await journal.openBatch(progress.id, 0, size)
  const rows = entries.flatMap((entry) => ('rows' in entry ? entry.rows : []))
  const change = await changesOf(analytics, name, rows)
  await write(analytics, change, name, batch)
  const rejects = entries.filter((entry) => 'reason' in entry)
  await analytics.deleteFrom('reject_row', 'input = {input:UInt64}', { input: identity })
  await analytics.insert(
    'reject_row',
    rejects.map((reject) => ({
      source: source.name,
      input: identity,
      file: name,
      offset: reject.offset,
      reason: reject.reason,
      line: source.secret === true ? '' : reject.text.slice(0, 8192),
      line_bytes: Buffer.byteLength(reject.text),
      event_id: '0',
      batch,
    })),
  )
  await journal.confirm(batch, name, {
    ...progress,
    confirmed: size,
    prefixHash: hash,
    lines: entries.length,
    openTail: -1,
  })
  const written = new Set(change.written)
  const accepted = entries.filter(
    (entry) => 'rows' in entry && entry.rows.some((row) => written.has(row)),
  ).length
  return { accepted, rejected: rejects.length, duplicates: entries.length - accepted - rejects.length }
}

async function write(
  analytics: AnalyticsStore,
  change: DirectoryChange,
  origin: string,
  batch: number,
): Promise<void> {
  // Days first: a crash after this rebuilds too much, a crash before it would leave roll-ups stale.
  for (const { activity, from, to } of change.stale) {
    await analytics.command(
      `INSERT INTO dirty_row SELECT {activity:String}, toDate(time) AS day, {batch:UInt64} FROM ${activity}_row
       WHERE time >= parseDateTime64BestEffort({from:String}, 3, 'UTC') AND time < parseDateTime64BestEffort({to:String}, 3, 'UTC')
       GROUP BY day`,
      { activity, batch, from, to },
    )
  }
  for (const [table, rows] of byTable(change.written)) {
    await analytics.insert(
      `${table}_row`,
      rows.map((row) => ({ ...row, origin, batch, deleted: 0 })),
    )
  }
  for (const [table, rows] of byTable(change.removed)) {
    await analytics.insert(
      `${table}_row`,
      rows.map((row) => ({ ...row, origin, batch, deleted: 1 })),
    )
  }
}

function byTable(rows: readonly TableRow[]): Map<keyof typeof DIRECTORY_TABLES, TableRow['row'][]> {
  const tables = new Map<keyof typeof DIRECTORY_TABLES, TableRow['row'][]>()
  for (const { table, row } of rows) {
    const list = tables.get(table)
    if (list === undefined) tables.set(table, [row])
    else list.push(row)
  }
  return tables
}

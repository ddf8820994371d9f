import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ingest } from '../../activity/intake/ingest.ts'
import { WeighbridgeError } from '../../base/errors.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { openStores, type Stores } from '../../store/stores.ts'
import { WORLD_PATTERNS } from './asset-patterns.ts'
import { type Company, writeCompanyDay } from './company.ts'
import { directoryOf } from './directory-of.ts'
import { HOUR_TABLES, HourBook, type HourRow, type HourTable } from './hour-book.ts'
import { type Stress, stressed } from './stress.ts'

/** Rows of one INSERT. */
const ROWS_AT_ONCE = 50_000

/** In a data folder: its roll-ups are those of the honest company, whole. Gone while they are changed. */
const HONEST = 'honest'

/**
 * Opens an installation that holds a company's directory and roll-ups, and makes it where it is missing. There is no
 * activity in it, so nothing may rebuild its roll-ups.
 *
 * @param taken places of thieves, for a stress that lists them as a vendor's.
 */
export async function openPrepared(
  folder: string,
  company: Company,
  stress: Stress,
  taken: readonly string[] = [],
): Promise<Stores> {
  const marker = join(folder, HONEST)
  if (existsSync(marker)) return openStores(join(folder, 'data'))
  rmSync(folder, { recursive: true, force: true })
  const directory = join(folder, 'directory')
  mkdirSync(directory, { recursive: true })
  for (const [name, text] of Object.entries(directoryOf(company, stress, taken)))
    writeFileSync(join(directory, name), text)
  const stores = await openStores(join(folder, 'data'))
  for await (const result of ingest(stores, [directory])) {
    if (result.error !== undefined || result.rejected > 0)
      throw new WeighbridgeError('bad-input', `${result.file}: the directory of the benchmark was not taken.`)
  }
  await stores.analytics.reloadDictionaries()
  await insertHonest(stores.analytics, company, stress)
  writeFileSync(marker, '')
  return stores
}

/** Days of rows held in memory. */
const DAYS_AT_ONCE = 14
/** A local day and a fast or slow clock reach into other UTC days. */
const DAYS_OPEN = 3

/** What everybody in the company does, by the hour. */
async function insertHonest(analytics: AnalyticsStore, company: Company, stress: Stress): Promise<void> {
  const { span } = company
  const book = new HourBook(span, WORLD_PATTERNS)
  const sinkOf = (person: string) => stressed(stress, company, book.sinkOf(person))
  for (let day = span.firstDay - 1; day <= span.lastDay + 1; day++) {
    writeCompanyDay(company, day, sinkOf)
    if ((day - span.firstDay) % DAYS_AT_ONCE !== 0) continue
    for (const table of HOUR_TABLES)
      await insertHours(analytics, table, book.takeBefore(table, day - DAYS_OPEN), 1)
  }
  for (const table of HOUR_TABLES) await insertHours(analytics, table, book.rows(table), 1)
}

/** Writes rows of a roll-up; of rows with the same key the highest version counts. */
export async function insertHours(
  analytics: AnalyticsStore,
  table: HourTable,
  rows: readonly HourRow[],
  version: number,
  deleted = 0,
): Promise<void> {
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    const some = rows.slice(at, at + ROWS_AT_ONCE)
    await analytics.insert(
      `${table}_hour_row`,
      some.map((row) => ({ ...row, version, deleted })),
    )
  }
}

import { openPostgres } from './postgres.ts'
import type { RecordsStore } from './records-store.ts'
import { openSqlite } from './sqlite.ts'

export interface RecordsPlace {
  /** The folder that holds the records where no server does. */
  readonly dataDir: string
  /** A `postgres://` URL; empty or missing for SQLite in the folder. Default: the variable WEIGHBRIDGE_RECORDS. */
  readonly url?: string | undefined
  /** The last migration to carry out, where not all. */
  readonly until?: string | undefined
}

/**
 * Opens the records where they are kept.
 *
 * @throws WeighbridgeError `bad-usage` for a URL that is not PostgreSQL's, `store-failed` where they cannot be opened.
 */
export function openRecords({
  dataDir,
  url = process.env['WEIGHBRIDGE_RECORDS'],
  until,
}: RecordsPlace): Promise<RecordsStore> {
  return url === undefined || url === '' ? openSqlite(dataDir, until) : openPostgres(url, until)
}

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely'
import Database from 'libsql'
import { messageOf, WeighbridgeError } from '../../base/errors.ts'
import { SQLITE } from './dialect.ts'
import { NUL_FREE } from './nul-free.ts'
import { migrateRecords, type RecordsStore } from './records-store.ts'
import type { Records } from './schema.ts'

/**
 * Opens `dataDir/records.sqlite` with a write-ahead log and full synchronisation: what is committed survives a power
 * cut.
 */
export async function openSqlite(dataDir: string, until?: string): Promise<RecordsStore> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const file = join(dataDir, 'records.sqlite')
  try {
    const database = new Database(file)
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = FULL')
    database.pragma('foreign_keys = ON')
    const db = new Kysely<Records>({
      dialect: new SqliteDialect({ database: database as unknown as SqliteDatabase }),
      plugins: [NUL_FREE],
    })
    await migrateRecords(db, SQLITE, until)
    return { db, dialect: SQLITE, close: () => db.destroy() }
  } catch (error) {
    if (error instanceof WeighbridgeError) throw error
    throw new WeighbridgeError('store-failed', `Cannot open the records store ${file}: ${messageOf(error)}`, {
      cause: error,
    })
  }
}

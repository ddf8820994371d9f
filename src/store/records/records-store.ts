import type { Kysely } from 'kysely'
import { WeighbridgeError } from '../../base/errors.ts'
import { MIGRATIONS } from './migrations.ts'
import type { Records } from './schema.ts'

/**
 * Where decisions live: the intake journal, cases, later approvals and the ledger. SQLite in this process or (later)
 * PostgreSQL, both through Kysely.
 */
export interface RecordsStore {
  readonly db: Kysely<Records>
  close(): Promise<void>
}

/** Brings the tables up to date; refuses records written by a newer program. */
export async function migrateRecords(db: Kysely<Records>): Promise<void> {
  await db.schema
    .createTable('migration')
    .ifNotExists()
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('applied_at', 'text', (column) => column.notNull())
    .execute()
  const done = new Set((await db.selectFrom('migration').select('name').execute()).map((row) => row.name))
  const unknown = [...done].filter((name) => !MIGRATIONS.some((migration) => migration.name === name))
  if (unknown.length > 0) {
    throw new WeighbridgeError(
      'store-failed',
      `The records were written by a newer Weighbridge (they have ${unknown.join(', ')}); update this one, or name another folder with --data.`,
    )
  }
  for (const migration of MIGRATIONS) {
    if (done.has(migration.name)) continue
    await db.transaction().execute(async (transaction) => {
      await migration.up(transaction)
      await transaction
        .insertInto('migration')
        .values({ name: migration.name, applied_at: new Date().toISOString() })
        .execute()
    })
  }
}

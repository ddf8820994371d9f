import { CompiledQuery, type Kysely } from 'kysely'
import { WeighbridgeError } from '../../base/errors.ts'
import { migrationsUntil } from '../migrations-until.ts'
import type { RecordsDialect } from './dialect.ts'
import { MIGRATIONS } from './migrations.ts'
import type { Records } from './schema.ts'

/**
 * Where decisions live: the intake journal, cases, later approvals and the ledger. SQLite in this process or a
 * PostgreSQL server, both through Kysely.
 */
export interface RecordsStore {
  readonly db: Kysely<Records>
  readonly dialect: RecordsDialect
  close(): Promise<void>
}

/**
 * Brings the tables up to date, all of them or none; refuses records written by a newer program.
 *
 * @param until the last migration to carry out, where not all: for rows of a backup that are to be migrated themselves.
 * @throws WeighbridgeError `store-failed`, naming what the newer program added.
 */
export async function migrateRecords(
  db: Kysely<Records>,
  dialect: RecordsDialect,
  until?: string,
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    for (const statement of dialect.beforeMigrations) {
      await transaction.executeQuery(CompiledQuery.raw(statement))
    }
    await transaction.schema
      .createTable('migration')
      .ifNotExists()
      .addColumn('name', dialect.text, (column) => column.primaryKey())
      .addColumn('applied_at', dialect.text, (column) => column.notNull())
      .execute()
    const done = (await transaction.selectFrom('migration').select('name').execute()).map((row) => row.name)
    refuseUnknown(done, dialect)
    const wanted = migrationsUntil(
      MIGRATIONS.map(({ name }) => name),
      until,
      new Set(done),
    )
    for (const migration of MIGRATIONS.filter(({ name }) => wanted.includes(name) && !done.includes(name))) {
      await migration.up(transaction, dialect)
      await transaction
        .insertInto('migration')
        .values({ name: migration.name, applied_at: new Date().toISOString() })
        .execute()
    }
  })
}

function refuseUnknown(done: readonly string[], { elsewhere }: RecordsDialect): void {
  const unknown = done.filter((name) => !MIGRATIONS.some((migration) => migration.name === name)).sort()
  if (unknown.length > 0) {
    throw new WeighbridgeError(
      'store-failed',
      `The records were written by a newer Weighbridge (they have ${unknown.join(', ')}); update this one, or ${elsewhere}.`,
    )
  }
}

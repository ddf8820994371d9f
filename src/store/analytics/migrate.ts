import { readFileSync } from 'node:fs'
import { WeighbridgeError } from '../../base/errors.ts'
import { migrationsUntil } from '../migrations-until.ts'

/** In order. A file that has been released is never edited: the next change is the next file. */
export const ANALYTICS_MIGRATIONS: readonly string[] = [
  '0001-activity',
  '0002-directory',
  '0003-roll-ups',
  '0004-views',
  '0005-more-activity',
  '0006-retention',
  '0007-direct',
  '0008-register',
  '0009-behaviour-score',
  '0010-account-clusters',
  '0011-behaviour-explanation',
  '0012-login-forms',
]

/** Begins the name that stands among the migrations while rows of a backup or a move are still arriving. */
export const UNFINISHED = 'unfinished '

/** The table of the names of those carried out. */
export const MIGRATION_TABLE =
  'CREATE TABLE IF NOT EXISTS migration (name String, at DateTime) ENGINE = MergeTree ORDER BY name'

/** For whoever fills tables with the rows of a backup or of another store. */
export interface Filling {
  /** The last migration to carry out, where not all: the rows are to be migrated like those around them were. */
  readonly until?: string | undefined
  /** True to be let in although earlier rows have not arrived in full. */
  readonly mayBeUnfinished?: boolean
}

/** Where migrations are carried out. They are written for one engine; a cluster makes of each statement what it needs. */
export interface MigrationTarget {
  /** Names of those carried out before; none where there are no tables yet. */
  applied(): Promise<readonly string[]>
  run(statement: string): Promise<void>
  record(name: string): Promise<void>
}

/** Brings the tables of a database to the newest migration; every statement can run twice. */
export async function migrate(
  target: MigrationTarget,
  { until, mayBeUnfinished = false }: Filling = {},
): Promise<void> {
  const done = new Set(await target.applied())
  if (done.size === 0) await target.run(MIGRATION_TABLE)
  for (const name of [...done].filter((name) => name.startsWith(UNFINISHED))) {
    done.delete(name)
    if (mayBeUnfinished) continue
    throw new WeighbridgeError(
      'store-failed',
      'Only a part of the rows is here: a "weighbridge restore" or "move" to this place was stopped; run it again to its end.',
    )
  }
  const unknown = [...done].filter((name) => !ANALYTICS_MIGRATIONS.includes(name))
  if (unknown.length > 0) {
    throw new WeighbridgeError(
      'store-failed',
      `The data was written by a newer Weighbridge (it has ${unknown.join(', ')}); update this one, or name another folder with --data.`,
    )
  }
  for (const name of migrationsUntil(ANALYTICS_MIGRATIONS, until, done)) {
    if (done.has(name)) continue
    for (const statement of statementsOf(name)) await target.run(statement)
    await target.record(name)
  }
}

/** What one migration does, in order. */
export function statementsOf(name: string): string[] {
  const text = readFileSync(new URL(`./migrations/${name}.sql`, import.meta.url), 'utf8')
  return text
    .replaceAll(/^\s*--.*$/gm, '')
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
}

import { readFileSync } from 'node:fs'
import { WeighbridgeError } from '../../base/errors.ts'
import type { AnalyticsStore } from './analytics-store.ts'

/** In order. A file that has been released is never edited: the next change is the next file. */
const MIGRATIONS = [
  '0001-activity',
  '0002-directory',
  '0003-roll-ups',
  '0004-views',
  '0005-more-activity',
] as const

/** Creates the database and brings its tables to the newest migration; every statement can run twice. */
export async function migrate(store: Pick<AnalyticsStore, 'query' | 'command'>): Promise<void> {
  await store.command('CREATE DATABASE IF NOT EXISTS weighbridge')
  await store.command('USE weighbridge')
  await store.command(
    'CREATE TABLE IF NOT EXISTS migration (name String, at DateTime) ENGINE = MergeTree ORDER BY name',
  )
  const done = new Set(
    (await store.query<{ name: string }>('SELECT name FROM migration')).map((row) => row.name),
  )
  const unknown = [...done].filter((name) => !(MIGRATIONS as readonly string[]).includes(name))
  if (unknown.length > 0) {
    throw new WeighbridgeError(
      'store-failed',
      `The data was written by a newer Weighbridge (it has ${unknown.join(', ')}); update this one, or name another folder with --data.`,
    )
  }
  for (const name of MIGRATIONS) {
    if (done.has(name)) continue
    for (const statement of statementsOf(name)) await store.command(statement)
    await store.command('INSERT INTO migration SELECT {name:String}, now()', { name })
  }
}

function statementsOf(name: string): string[] {
  const text = readFileSync(new URL(`./migrations/${name}.sql`, import.meta.url), 'utf8')
  return text
    .replaceAll(/^\s*--.*$/gm, '')
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
}

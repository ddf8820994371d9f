import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { WeighbridgeError } from '../base/errors.ts'
import type { RecordsStore } from './records/records-store.ts'
import { writeDurably } from './write-durably.ts'

const FILE = 'installation'

/** Of the one row there is. */
const THIS = 'this'

/**
 * Makes sure that a data folder and records belong together, by a random id that both keep. Two folders over one set of
 * records would each take for taken what only the other has.
 *
 * @throws WeighbridgeError `bad-usage` where they do not.
 */
export async function claimRecords(dataDir: string, records: RecordsStore): Promise<void> {
  const theirs = await installationOf(records)
  // Records in the folder are the folder's, also where the file was lost.
  const ours = readInstallation(dataDir) ?? (records.dialect.name === 'SQLite' ? theirs : null)
  if (theirs !== null && theirs !== ours) throw foreign(dataDir, theirs)
  const id = ours ?? randomUUID()
  // The folder first: stopped in between, it is still the one that may claim them.
  if (readInstallation(dataDir) === null) writeInstallation(dataDir, id)
  if (theirs !== null) return
  await records.db
    .insertInto('installation')
    .values({ name: THIS, id })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute()
  const claimed = await installationOf(records)
  if (claimed !== id) throw foreign(dataDir, claimed ?? '')
}

/** The id in a data folder; null where it has none yet. */
export function readInstallation(dataDir: string): string | null {
  try {
    return readFileSync(join(dataDir, FILE), 'utf8').trim() || null
  } catch {
    return null
  }
}

export function writeInstallation(dataDir: string, id: string): void {
  writeDurably(join(dataDir, FILE), `${id}\n`)
}

async function installationOf({ db }: RecordsStore): Promise<string | null> {
  const row = await db.selectFrom('installation').select('id').where('name', '=', THIS).executeTakeFirst()
  return row?.id ?? null
}

function foreign(dataDir: string, id: string): WeighbridgeError {
  return new WeighbridgeError(
    'bad-usage',
    `The records in WEIGHBRIDGE_RECORDS belong to another data folder than ${dataDir}, and would pass off as taken what only that one has: name that folder with --data, or another database. Where that folder is gone for good and its activity is not, write ${id} into ${join(dataDir, FILE)}.`,
  )
}

import { existsSync, readdirSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import { WeighbridgeError } from '../../base/errors.ts'
import type { AnalyticsStore } from '../analytics/analytics-store.ts'
import { readInstallation } from '../installation.ts'
import type { RecordsStore } from '../records/records-store.ts'
import type { Stores } from '../stores.ts'
import { type ContainerWriter, measured, type StoredFile } from './container.ts'
import { FORMAT_VERSION, MANIFEST, MANIFEST_HASH, type Manifest } from './manifest.ts'
import { writeContainer } from './open-container.ts'
import { countersOf, RecordSum, type RecordTable, readRecords, recordTables } from './record-rows.ts'
import { partsOf, selectPart, storedTables } from './stored-tables.ts'

/** What of the folder is backed up beside the stores: files of one kind in one folder. */
export interface OwnSources {
  readonly folder: string
  readonly ending: string
}

export interface BackupPlan {
  /** Where it goes: a folder, or one file where the path ends in `.tar`. */
  readonly path: string
  readonly dataDir: string
  readonly sources: OwnSources
  /** Of this program. */
  readonly version: string
  readonly onPart?: (part: {
    readonly table: string
    readonly partition: string
    readonly rows: number
  }) => void
}

/** Fast: the rows are columns already, and columns pack well. */
const GZIP_LEVEL = 1

/**
 * Writes everything an installation holds in one form that every engine takes back. The stores are locked as long as
 * they are open, so it is of one moment.
 *
 * @throws WeighbridgeError `bad-usage` where something is at the path.
 */
export async function writeBackup(stores: Stores, plan: BackupPlan): Promise<Manifest> {
  return writeContainer(plan.path, async (container) => {
    const files: StoredFile[] = []
    const add = async (name: string, bytes: AsyncIterable<Uint8Array>) => {
      const passing = measured(name, bytes)
      await container.add(name, passing)
      files.push(passing.file)
      return name
    }
    const analytics = await addAnalytics(stores.analytics, add, plan)
    const records = await addRecords(stores.records, add)
    const sources = []
    for (const name of ownSourceNames(plan.dataDir, plan.sources)) {
      const file = await add(
        `${plan.sources.folder}/${name}`,
        fileBytes(join(plan.dataDir, plan.sources.folder, name)),
      )
      sources.push({ name, file })
    }
    const manifest: Manifest = {
      format: FORMAT_VERSION,
      version: plan.version,
      createdAt: new Date().toISOString(),
      installation: readInstallation(plan.dataDir),
      analytics,
      records,
      sources,
      files,
    }
    await addManifest(container, manifest)
    return manifest
  })
}

/** Names of the own log formats in a data folder. */
export function ownSourceNames(dataDir: string, { folder, ending }: OwnSources): string[] {
  const path = join(dataDir, folder)
  return existsSync(path)
    ? readdirSync(path)
        .filter((name) => name.endsWith(ending))
        .sort()
    : []
}

type Add = (name: string, bytes: AsyncIterable<Uint8Array>) => Promise<string>

async function addAnalytics(
  analytics: AnalyticsStore,
  add: Add,
  { onPart }: BackupPlan,
): Promise<Manifest['analytics']> {
  const migrations = await analytics.query<{ name: string }>(
    'SELECT DISTINCT name FROM migration ORDER BY name',
  )
  const tables = []
  for (const table of await storedTables(analytics)) {
    const parts = []
    for (const part of await partsOf(analytics, table)) {
      const rows = analytics.exportRows(selectPart(table, part.partition))
      const file = await add(`analytics/${table.name}.${part.partition}.native.gz`, packed(rows))
      parts.push({ ...part, file })
      onPart?.({ table: table.name, ...part })
    }
    tables.push({ name: table.name, columns: [...table.columns], parts })
  }
  return { migrations: migrations.map(({ name }) => name), tables }
}

async function addRecords(records: RecordsStore, add: Add): Promise<Manifest['records']> {
  const migrations = await records.db.selectFrom('migration').select('name').orderBy('name').execute()
  const tables = []
  for (const table of await recordTables(records)) {
    const sum = new RecordSum()
    const file = await add(`records/${table.name}.jsonl.gz`, packed(linesOf(records, table, sum)))
    tables.push({ name: table.name, columns: [...table.columns], ...sum.summary, file })
  }
  return {
    migrations: migrations.map(({ name }) => name),
    counters: await countersOf(records.db, records),
    tables,
  }
}

async function* linesOf(records: RecordsStore, table: RecordTable, sum: RecordSum): AsyncGenerator<Buffer> {
  for await (const rows of readRecords(records.db, table)) {
    let text = ''
    for (const row of rows) {
      sum.add(row)
      text += `${JSON.stringify(table.columns.map((column) => row[column]))}\n`
    }
    yield Buffer.from(text)
  }
}

async function addManifest(container: ContainerWriter, manifest: Manifest): Promise<void> {
  const bytes = measured(MANIFEST, Readable.from([Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`)]))
  await container.add(MANIFEST, bytes)
  const { sha256 } = bytes.file
  await container.add(MANIFEST_HASH, Readable.from([Buffer.from(`${sha256}  ${MANIFEST}\n`)]))
}

async function* packed(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gzip = createGzip({ level: GZIP_LEVEL })
  const source = Readable.from(bytes, { objectMode: false })
  source.on('error', (error) => gzip.destroy(error))
  yield* source.pipe(gzip)
}

async function* fileBytes(path: string): AsyncGenerator<Buffer> {
  const file = await open(path)
  try {
    if (!(await file.stat()).isFile())
      throw new WeighbridgeError('bad-input', `${path} is no file; remove it.`)
    yield await file.readFile()
  } finally {
    await file.close()
  }
}

import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { WeighbridgeError } from '../../base/errors.ts'
import { type ContainerReader, measured } from './container.ts'
import type { RowSource } from './fill-analytics.ts'
import type { RecordSource } from './fill-records.ts'
import { MANIFEST, MANIFEST_HASH, type Manifest, readManifest } from './manifest.ts'
import { openContainer } from './open-container.ts'
import type { RecordRow } from './record-rows.ts'

/** A backup of which every byte is as it was written. */
export interface Backup {
  readonly manifest: Manifest
  readonly rows: RowSource
  readonly records: RecordSource
  /** The own log formats, by file name. */
  sources(): Promise<ReadonlyMap<string, Buffer>>
  close(): void
}

/** Records that are put in at once. */
const PAGE = 1000

/**
 * Opens a backup and reads all of it, to find damage before anything is written anywhere.
 *
 * @param version of this program.
 * @throws WeighbridgeError `not-found`, or `bad-input` naming the damaged file, or what in it is newer.
 */
export async function openBackup(path: string, version: string): Promise<Backup> {
  const container = openContainer(path)
  try {
    const text = await verifiedManifest(container, path)
    const manifest = readManifest(text, path, version)
    await verifyFiles(container, manifest, path)
    return {
      manifest,
      rows: rowsIn(container, manifest, createHash('sha256').update(text).digest('hex')),
      records: recordsIn(container, manifest),
      sources: async () => {
        const sources = new Map<string, Buffer>()
        for (const { name, file } of manifest.sources) sources.set(name, await bytesOf(container.read(file)))
        return sources
      },
      close: () => container.close(),
    }
  } catch (error) {
    container.close()
    throw error
  }
}

async function verifiedManifest(container: ContainerReader, path: string): Promise<string> {
  for (const name of [MANIFEST, MANIFEST_HASH]) {
    if (!container.names.includes(name)) throw damaged(path, `it has no ${name}`)
  }
  const text = await bytesOf(container.read(MANIFEST))
  const hash = (await bytesOf(container.read(MANIFEST_HASH))).toString('latin1')
  const { file } = await pass(container, MANIFEST)
  if (hash !== `${file.sha256}  ${MANIFEST}\n`) throw damaged(path, `${MANIFEST} is not what was written`)
  return text.toString('utf8')
}

async function verifyFiles(container: ContainerReader, manifest: Manifest, path: string): Promise<void> {
  const known = new Map(manifest.files.map((file) => [file.name, file]))
  const wanted = [
    ...manifest.analytics.tables.flatMap(({ parts }) => parts.map(({ file }) => file)),
    ...manifest.records.tables.map(({ file }) => file),
    ...manifest.sources.map(({ file }) => file),
  ]
  for (const name of wanted) {
    const told = known.get(name)
    if (told === undefined || !container.names.includes(name)) throw damaged(path, `it has no ${name}`)
    const { file } = await pass(container, name)
    if (file.sha256 !== told.sha256) throw damaged(path, `${name} is not what was written`)
  }
}

async function pass(container: ContainerReader, name: string) {
  const passing = measured(name, container.read(name))
  for await (const _ of passing);
  return passing
}

function rowsIn(container: ContainerReader, manifest: Manifest, hash: string): RowSource {
  const files = new Map(
    manifest.analytics.tables.flatMap(({ name, parts }) =>
      parts.map(({ partition, file }) => [`${name} ${partition}`, file]),
    ),
  )
  return {
    name: `restore ${hash.slice(0, 16)}`,
    tables: manifest.analytics.tables,
    rowsOf: (table, partition) => unpacked(container.read(files.get(`${table} ${partition}`) ?? '')),
  }
}

function recordsIn(container: ContainerReader, manifest: Manifest): RecordSource {
  const { tables, counters } = manifest.records
  return {
    tables,
    counters,
    async *rowsOf(name) {
      const table = tables.find((one) => one.name === name)
      if (table === undefined) return
      let rows: RecordRow[] = []
      for await (const line of linesOf(unpacked(container.read(table.file)))) {
        const values = JSON.parse(line.toString('utf8')) as (string | number | null)[]
        rows.push(Object.fromEntries(table.columns.map((column, at) => [column, values[at] ?? null])))
        if (rows.length < PAGE) continue
        yield rows
        rows = []
      }
      if (rows.length > 0) yield rows
    },
  }
}

/** Cut at newlines only: JSON lets other line ends stand in text. */
async function* linesOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = []
  for await (const chunk of bytes) {
    let from = 0
    for (let to = chunk.indexOf(10); to >= 0; to = chunk.indexOf(10, from)) {
      yield Buffer.concat([...rest, chunk.subarray(from, to)])
      rest = []
      from = to + 1
    }
    rest.push(chunk.subarray(from))
  }
}

async function* unpacked(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip()
  const source = Readable.from(bytes, { objectMode: false })
  source.on('error', (error) => gunzip.destroy(error))
  yield* source.pipe(gunzip)
}

async function bytesOf(bytes: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of bytes) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function damaged(path: string, what: string): WeighbridgeError {
  return new WeighbridgeError(
    'bad-input',
    `${path} is damaged: ${what}. Nothing was written; use another backup, or fetch this one again.`,
  )
}

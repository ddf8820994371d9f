import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type ClickHouseClient, createClient } from '@clickhouse/client'
import { messageOf, WeighbridgeError } from '../../base/errors.ts'
import type { AnalyticsStore, Block, Parameters, Table } from './analytics-store.ts'
import type { Connection } from './connection.ts'
import { guardedConnection } from './guarded-connection.ts'
import { dataInUse } from './holder.ts'
import { migrate } from './migrate.ts'
import { refuseUnlessOneSelect } from './read-only.ts'

/** Settings of every session: ISO times in UTC, and no surprise at a block that spans many months. */
const SESSION = [
  "SET session_timezone = 'UTC'",
  "SET date_time_output_format = 'iso'",
  'SET throw_on_max_partitions_per_insert_block = 0',
]

/** A block is cut into this many pieces so that the engine parses them side by side. */
const PIECES = 4

/**
 * Opens ClickHouse inside this process, its data under `dataDir/analytics`, and brings its tables up to date.
 *
 * @throws WeighbridgeError `data-in-use`, naming the holder, when another process has it open.
 */
export async function openEmbedded(dataDir: string): Promise<AnalyticsStore> {
  const engineDir = resolve(dataDir, 'analytics')
  const spoolDir = resolve(dataDir, 'spool')
  mkdirSync(engineDir, { recursive: true, mode: 0o700 })
  const writer = await connect(dataDir, engineDir)
  const reader = await connect(dataDir, engineDir)
  rmSync(spoolDir, { recursive: true, force: true })
  mkdirSync(spoolDir, { recursive: true, mode: 0o700 })
  const store = new EmbeddedStore(writer, reader, spoolDir)
  await migrate(store)
  await reader.command({ query: 'USE weighbridge' })
  await reader.command({ query: 'SET readonly = 1' })
  return store
}

async function connect(dataDir: string, engineDir: string): Promise<ClickHouseClient> {
  const client = createClient({ connection: open(dataDir, engineDir) })
  for (const query of SESSION) await client.command({ query })
  return client
}

function open(dataDir: string, engineDir: string): Connection {
  try {
    return guardedConnection(engineDir)
  } catch (error) {
    if (messageOf(error).includes('Cannot lock file')) throw dataInUse(dataDir, engineDir)
    throw new WeighbridgeError(
      'store-failed',
      `Cannot open the analytics store in ${engineDir}: ${messageOf(error)}`,
      {
        cause: error,
      },
    )
  }
}

class EmbeddedStore implements AnalyticsStore {
  readonly #writer: ClickHouseClient
  readonly #reader: ClickHouseClient
  readonly #spoolDir: string
  #blocks = 0

  constructor(writer: ClickHouseClient, reader: ClickHouseClient, spoolDir: string) {
    this.#writer = writer
    this.#reader = reader
    this.#spoolDir = spoolDir
  }

  async query<Row>(sql: string, parameters: Parameters = {}): Promise<Row[]> {
    const result = await this.#writer.query({ query: sql, query_params: parameters, format: 'JSONEachRow' })
    return result.json<Row>()
  }

  async command(sql: string, parameters: Parameters = {}): Promise<void> {
    await this.#writer.command({ query: sql, query_params: parameters })
  }

  async insert(table: string, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
    if (rows.length === 0) return
    await this.#writer.insert({ table, values: rows, format: 'JSONEachRow' })
  }

  /** The pieces go through files, which the engine maps: text would have to be decoded, and bad bytes would change. */
  async withBlock<Result>(block: Block, run: (relation: string) => Promise<Result>): Promise<Result> {
    const directory = join(this.#spoolDir, `block-${this.#blocks++}`)
    mkdirSync(directory)
    try {
      for (const piece of cut(block, PIECES)) writeFileSync(join(directory, `${piece.start}`), piece.bytes)
      const files = quoteString(`${directory}/*`)
      return await run(
        `(SELECT block, toUInt64(_file) AS start FROM file(${files}, 'RawBLOB', 'block String') WHERE block != '')`,
      )
    } finally {
      rmSync(directory, { recursive: true, force: true })
    }
  }

  async readOnly(sql: string, parameters: Parameters = {}): Promise<Table> {
    refuseUnlessOneSelect(sql)
    try {
      const result = await this.#reader.query({
        query: sql.trim().replace(/;\s*$/, ''),
        query_params: parameters,
        format: 'JSONCompact',
      })
      const { meta, data } = await result.json<unknown[]>()
      return { columns: meta ?? [], rows: data }
    } catch (error) {
      throw readOnlyError(error)
    }
  }

  async close(): Promise<void> {
    await this.#reader.close()
    await this.#writer.close()
    rmSync(this.#spoolDir, { recursive: true, force: true })
  }
}

function readOnlyError(error: unknown): WeighbridgeError {
  const message = messageOf(error)
  if (message.includes('readonly mode')) {
    return new WeighbridgeError(
      'not-read-only',
      'The query would write, read a file or reach out of the store; only SELECT over the tables here is allowed.',
      { cause: error },
    )
  }
  return new WeighbridgeError('query-failed', `ClickHouse refused the query: ${message}`, { cause: error })
}

/** Cuts a block at line ends into at most `count` pieces of about the same size. */
function cut(block: Block, count: number): Block[] {
  const { bytes, start } = block
  const pieces: Block[] = []
  let from = 0
  for (let piece = 1; piece <= count && from < bytes.length; piece += 1) {
    const aim = Math.floor((bytes.length * piece) / count)
    const newline = piece === count ? -1 : bytes.indexOf(10, Math.max(aim, from))
    const to = newline < 0 ? bytes.length : newline + 1
    pieces.push({ bytes: bytes.subarray(from, to), start: start + from })
    from = to
  }
  return pieces
}

function quoteString(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

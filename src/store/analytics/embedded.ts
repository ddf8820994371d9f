import { mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type ClickHouseClient, createClient } from '@clickhouse/client'
import { messageOf, WeighbridgeError } from '../../base/errors.ts'
import type { AnalyticsStore, Block, HeldBlock, Parameters, Table } from './analytics-store.ts'
import type { Connection } from './connection.ts'
import { guardedConnection } from './guarded-connection.ts'
import { migrate } from './migrate.ts'
import { CANONICAL, readOnlyError, refuseUnlessReading } from './read-only.ts'
import { Spool } from './spool.ts'

/** Settings of every session: ISO times in UTC, and no surprise at a block that spans many months. */
const SESSION = [
  "SET session_timezone = 'UTC'",
  "SET date_time_output_format = 'iso'",
  "SET date_time_input_format = 'best_effort'",
  'SET throw_on_max_partitions_per_insert_block = 0',
]

/**
 * Opens ClickHouse inside this process, its data under `dataDir/analytics`, and brings its tables up to date.
 *
 * One process at a time: whoever calls this holds the folder's lock (`data-lock.ts`).
 */
export async function openEmbedded(dataDir: string): Promise<AnalyticsStore> {
  const engineDir = resolve(dataDir, 'analytics')
  const spoolDir = resolve(dataDir, 'spool')
  mkdirSync(engineDir, { recursive: true, mode: 0o700 })
  const writer = await connect(engineDir)
  const reader = await connect(engineDir)
  rmSync(spoolDir, { recursive: true, force: true })
  mkdirSync(spoolDir, { recursive: true, mode: 0o700 })
  const store = new EmbeddedStore(writer, reader, spoolDir)
  await migrate(store)
  await reader.command({ query: 'USE weighbridge' })
  await reader.command({ query: 'SET readonly = 1' })
  return store
}

async function connect(engineDir: string): Promise<ClickHouseClient> {
  const client = createClient({ connection: open(engineDir) })
  for (const query of SESSION) await client.command({ query })
  return client
}

function open(engineDir: string): Connection {
  try {
    return guardedConnection(engineDir)
  } catch (error) {
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
  readonly #idleSpools: Spool[] = []
  #spools = 0

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

  /** Through files, which the engine reads as they are: text would have to be decoded, and bad bytes would change. */
  hold(block: Block): HeldBlock {
    const spool = this.#idleSpools.pop() ?? new Spool(join(this.#spoolDir, `${this.#spools++}`))
    return { relation: spool.hold(block), release: () => void this.#idleSpools.push(spool) }
  }

  async readOnly(sql: string, parameters: Parameters = {}): Promise<Table> {
    try {
      const canonical = await this.#reader.query({
        query: CANONICAL,
        query_params: { sql },
        format: 'JSONEachRow',
      })
      const text = (await canonical.json<{ text: string }>())[0]?.text ?? ''
      refuseUnlessReading(text)
      const result = await this.#reader.query({
        query: text,
        query_params: parameters,
        format: 'JSONCompact',
      })
      const { meta, data } = await result.json<unknown[]>()
      return { columns: meta ?? [], rows: data }
    } catch (error) {
      throw error instanceof WeighbridgeError ? error : readOnlyError(error)
    }
  }

  async close(): Promise<void> {
    await this.#reader.close()
    await this.#writer.close()
    for (const spool of this.#idleSpools) spool.close()
    rmSync(this.#spoolDir, { recursive: true, force: true })
  }
}

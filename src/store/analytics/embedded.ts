import { mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type ClickHouseClient, type ClickHouseSettings, createClient } from '@clickhouse/client'
import { messageOf, WeighbridgeError } from '../../base/errors.ts'
import { literal } from '../../base/sql-literal.ts'
import type { AnalyticsStore, HeldBlock, Parameters, RowColumn, Table } from './analytics-store.ts'
import { boundedAnswer } from './bounded-answer.ts'
import type { Connection } from './connection.ts'
import { DICTIONARIES, KNOWN_DICTIONARIES } from './dictionaries.ts'
import { EXACT } from './exact-settings.ts'
import { guardedConnection } from './guarded-connection.ts'
import { type Filling, type MigrationTarget, migrate } from './migrate.ts'
import { NamedPipe } from './named-pipe.ts'
import { limitSettings, limitsFrom, type QueryLimits } from './query-limits.ts'
import { CANONICAL, type CanonicalQuery, readOnlyError, refuseUnlessReading } from './read-only.ts'
import { Spool } from './spool.ts'
import { spoolFolder } from './spool-folder.ts'

/** Settings of every session: ISO times in UTC, and no surprise at a block that spans many months. */
const SESSION = [
  "SET session_timezone = 'UTC'",
  "SET date_time_output_format = 'iso'",
  "SET date_time_input_format = 'best_effort'",
  'SET throw_on_max_partitions_per_insert_block = 0',
  // No two lines of a block are the same act; repeated blocks collapse when they are read and merged.
  'SET optimize_on_insert = 0',
  ...Object.entries(EXACT).map(([setting, value]) => `SET ${setting} = ${value}`),
]

/**
 * Opens ClickHouse inside this process, its data under `dataDir/analytics`, and brings its tables up to date.
 *
 * One process at a time: whoever calls this holds the folder's lock (`data-lock.ts`).
 */
export async function openEmbedded(dataDir: string, filling: Filling = {}): Promise<AnalyticsStore> {
  const engineDir = resolve(dataDir, 'analytics')
  mkdirSync(engineDir, { recursive: true, mode: 0o700 })
  const writers = [await connect(engineDir), await connect(engineDir)]
  const store = new EmbeddedStore(writers, (limits) => connectReader(engineDir, limits), spoolFolder(dataDir))
  try {
    await migrate(migrationsOf(store), filling)
    for (const client of writers) await client.command({ query: 'USE weighbridge' })
    return store
  } catch (error) {
    await store.close()
    throw error
  }
}

function migrationsOf(store: AnalyticsStore): MigrationTarget {
  return {
    applied: async () => {
      await store.command('CREATE DATABASE IF NOT EXISTS weighbridge')
      await store.command('USE weighbridge')
      const tables = await store.query(
        "SELECT name FROM system.tables WHERE database = 'weighbridge' AND name = 'migration'",
      )
      if (tables.length === 0) return []
      return (await store.query<{ name: string }>('SELECT name FROM migration')).map(({ name }) => name)
    },
    run: (statement) => store.command(statement),
    record: (name) => store.command('INSERT INTO migration SELECT {name:String}, now()', { name }),
  }
}

async function connect(engineDir: string): Promise<ClickHouseClient> {
  const client = createClient({ connection: open(engineDir) })
  for (const query of SESSION) await client.command({ query })
  return client
}

/** A session that only reads, and cannot change its limits: read-only mode takes no setting back. */
async function connectReader(engineDir: string, limits: QueryLimits): Promise<ClickHouseClient> {
  const client = await connect(engineDir)
  await client.command({ query: 'USE weighbridge' })
  for (const [setting, value] of Object.entries(limitSettings(limits))) {
    await client.command({ query: `SET ${setting} = ${value}` })
  }
  await client.command({ query: 'SET readonly = 1' })
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
  /** One statement at a time passes through a connection; two let two blocks be taken side by side. */
  readonly #writers: readonly { readonly client: ClickHouseClient; waiting: number }[]
  /** By their limits. Limits come from options and variables, so there are few. */
  readonly #readers = new Map<string, Promise<ClickHouseClient>>()
  readonly #connectReader: (limits: QueryLimits) => Promise<ClickHouseClient>
  readonly #spoolDir: string
  readonly #idleSpools: Spool[] = []
  #spools = 0

  constructor(
    writers: readonly ClickHouseClient[],
    connectReader: (limits: QueryLimits) => Promise<ClickHouseClient>,
    spoolDir: string,
  ) {
    this.#writers = writers.map((client) => ({ client, waiting: 0 }))
    this.#connectReader = connectReader
    this.#spoolDir = spoolDir
  }

  async query<Row>(sql: string, parameters: Parameters = {}): Promise<Row[]> {
    return this.#onIdlest(async (client) => {
      const result = await client.query({ query: sql, query_params: parameters, format: 'JSONEachRow' })
      return result.json<Row>()
    })
  }

  async command(sql: string, parameters: Parameters = {}): Promise<void> {
    await this.#onIdlest((client) => client.command({ query: sql, query_params: parameters }))
  }

  async insert(table: string, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
    if (rows.length === 0) return
    await this.#onIdlest((client) => client.insert({ table, values: rows, format: 'JSONEachRow' }))
  }

  async rowsStored(tables: readonly string[]): Promise<number> {
    const [row] = await this.query<{ total: number }>(
      "SELECT sum(rows) AS total FROM system.parts WHERE active AND database = 'weighbridge' AND table IN {tables:Array(String)}",
      { tables },
    )
    return row?.total ?? 0
  }

  async deleteFrom(table: string, where: string, parameters: Parameters = {}): Promise<void> {
    await this.command(`DELETE FROM ${table} WHERE ${where}`, parameters)
  }

  async define(statement: string): Promise<void> {
    await this.command(statement)
  }

  async alterStored(table: string, action: string): Promise<void> {
    await this.command(`ALTER TABLE ${table} ${action}`)
  }

  async partitionBytes(table: string): Promise<ReadonlyMap<string, number>> {
    const rows = await this.query<{ partition: string; bytes: number }>(
      `SELECT partition_id AS partition, sum(bytes_on_disk) AS bytes FROM system.parts
       WHERE active AND database = 'weighbridge' AND table = {table:String} GROUP BY partition ORDER BY partition`,
      { table },
    )
    return new Map(rows.map(({ partition, bytes }) => [partition, bytes]))
  }

  async reloadDictionaries(): Promise<void> {
    const known = await this.query<{ name: string }>(KNOWN_DICTIONARIES, {
      database: 'weighbridge',
      names: DICTIONARIES,
    })
    for (const name of DICTIONARIES)
      if (known.some((it) => it.name === name))
        await this.command(`SYSTEM RELOAD DICTIONARY weighbridge.${name}`)
  }

  async #onIdlest<Result>(run: (client: ClickHouseClient) => Promise<Result>): Promise<Result> {
    const writer = this.#writers.reduce((idlest, other) => (other.waiting < idlest.waiting ? other : idlest))
    writer.waiting += 1
    try {
      return await run(writer.client)
    } finally {
      writer.waiting -= 1
    }
  }

  /** Through files, which the engine reads as they are: text would have to be decoded, and bad bytes would change. */
  openBlock(): HeldBlock {
    const spool = this.#idleSpools.pop() ?? new Spool(join(this.#spoolDir, `${this.#spools++}`))
    const release = () => {
      spool.empty()
      this.#idleSpools.push(spool)
    }
    return {
      add: (piece) => spool.add(piece),
      get relation() {
        return spool.relation
      },
      release,
    }
  }

  /** Through a pipe, because the driver hands a result over only when it has all of it in memory. */
  async *exportRows(select: string, parameters: Parameters = {}): AsyncGenerator<Buffer> {
    const pipe = new NamedPipe(this.#spoolDir)
    yield* pipe.readWhile(() =>
      this.command(`INSERT INTO FUNCTION file(${literal(pipe.path)}, 'Native') ${select}`, parameters),
    )
  }

  async importRows(
    table: string,
    columns: readonly RowColumn[],
    rows: () => AsyncIterable<Buffer>,
  ): Promise<void> {
    const pipe = new NamedPipe(this.#spoolDir)
    const names = columns.map(({ name }) => `\`${name}\``).join(', ')
    const structure = columns.map(({ name, type }) => `\`${name}\` ${type}`).join(', ')
    await pipe.writeWhile(rows(), () =>
      this.command(
        `INSERT INTO ${table} (${names}) SELECT ${names} FROM file(${literal(pipe.path)}, 'Native', ${literal(structure)})`,
      ),
    )
  }

  async canonicalReading(sql: string): Promise<string> {
    return this.#reading(limitsFrom(process.env), async (reader) => {
      const answer = await reader.query({ query: CANONICAL, query_params: { sql }, format: 'JSONEachRow' })
      return refuseUnlessReading((await answer.json<CanonicalQuery>())[0])
    })
  }

  async readOnly(sql: string, parameters: Parameters = {}, limits?: QueryLimits): Promise<Table> {
    return this.select(await this.canonicalReading(sql), parameters, limits)
  }

  async select(
    sql: string,
    parameters: Parameters = {},
    limits: QueryLimits = limitsFrom(process.env),
  ): Promise<Table> {
    return this.#reading(limits, async (reader) => {
      const { stream } = await reader.exec({
        query: sql,
        query_params: parameters,
        clickhouse_settings: { default_format: 'JSONCompact' } as ClickHouseSettings,
      })
      return boundedAnswer(stream, limits)
    })
  }

  /** Runs on the session that has these limits. */
  async #reading<Result>(
    limits: QueryLimits,
    run: (reader: ClickHouseClient) => Promise<Result>,
  ): Promise<Result> {
    const key = JSON.stringify(limits)
    const reader = this.#readers.get(key) ?? this.#connectReader(limits)
    this.#readers.set(key, reader)
    try {
      return await run(await reader)
    } catch (error) {
      throw error instanceof WeighbridgeError ? error : readOnlyError(error, limits)
    }
  }

  async close(): Promise<void> {
    for (const reader of this.#readers.values()) await (await reader).close()
    for (const { client } of this.#writers) await client.close()
    for (const spool of this.#idleSpools) spool.close()
    rmSync(this.#spoolDir, { recursive: true, force: true })
  }
}

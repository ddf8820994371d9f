import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { ClickHouseClient, ClickHouseSettings } from '@clickhouse/client'
import { messageOf, WeighbridgeError } from '../../../base/errors.ts'
import type { AnalyticsStore, HeldBlock, Parameters, RowColumn, Table } from '../analytics-store.ts'
import { boundedAnswer } from '../bounded-answer.ts'
import { DICTIONARIES, KNOWN_DICTIONARIES } from '../dictionaries.ts'
import type { Filling } from '../migrate.ts'
import { limitSettings, limitsFrom, type QueryLimits } from '../query-limits.ts'
import { CANONICAL, type CanonicalQuery, readOnlyError, refuseUnlessReading } from '../read-only.ts'
import { EveryNode } from './every-node.ts'
import { type Node, Nodes } from './nodes.ts'
import { shardTable } from './on-cluster.ts'
import type { ServerAddress } from './server-address.ts'
import { migrateServer } from './server-migrations.ts'
import { BLOCK_LOST, STAGING_TABLE, StagedBlock } from './staged-block.ts'
import { isUnavailable } from './unavailable.ts'

/** How long a question waits for a node that does not answer; a write waits as long as the address says. */
const QUESTION_SECONDS = 10

/** How long tables are read merged after an insert was repeated: much longer than a block takes to be counted. */
const MERGED_READS_MS = 3_600_000

/**
 * Opens a ClickHouse server or cluster and brings its tables up to date.
 *
 * @param dataDir the folder of this installation: what a killed process of it left on the server is removed. Whoever
 *   calls this holds the folder's lock.
 * @throws WeighbridgeError `store-failed` where it does not answer or refuses the user, `bad-usage` where it has no such
 *   cluster.
 */
export async function openServer(
  address: ServerAddress,
  dataDir: string,
  filling: Filling = {},
): Promise<AnalyticsStore> {
  const nodes = new Nodes(address)
  try {
    await nodes.discover()
    const everyNode = new EveryNode(nodes)
    await migrateServer(nodes, everyNode, filling)
    const staging = `staging_${ownerOf(dataDir)}_`
    await dropLeftovers(nodes, staging)
    return new ServerStore(nodes, everyNode, staging)
  } catch (error) {
    await nodes.close()
    throw error instanceof WeighbridgeError ? error : openingError(error, address)
  }
}

function openingError(error: unknown, { user, nodes }: ServerAddress): WeighbridgeError {
  const said = messageOf(error)
  const sentence = /AUTHENTICATION_FAILED|Authentication failed/.test(said)
    ? `The analytics server ${nodes[0]} refuses the user ${user} or its password; correct them in WEIGHBRIDGE_ANALYTICS.`
    : said.includes('Not enough privileges')
      ? `The user ${user} may not do what Weighbridge needs on ${nodes[0]}: ${said.slice(0, 500)} docs/engines.md lists the grants.`
      : `Cannot open the analytics store on ${nodes[0]}: ${said.slice(0, 500)}`
  return new WeighbridgeError('store-failed', sentence, { cause: error })
}

function ownerOf(dataDir: string): string {
  return createHash('sha256')
    .update(`${hostname()}\0${resolve(dataDir)}`)
    .digest('hex')
    .slice(0, 16)
}

async function dropLeftovers(nodes: Nodes, staging: string): Promise<void> {
  const urls = new Set([nodes.first.url, ...(await nodes.endpoints()).flatMap(({ url }) => url ?? [])])
  for (const url of urls) {
    await nodes.withNode(url, async ({ client }) => {
      const left = await rowsOf<{ name: string }>(
        client,
        'SELECT name FROM system.tables WHERE database = currentDatabase() AND startsWith(name, {staging:String})',
        { staging },
      )
      for (const { name } of left) await client.command({ query: `DROP TABLE IF EXISTS ${name} SYNC` })
    })
  }
}

async function rowsOf<Row>(
  client: ClickHouseClient,
  query: string,
  parameters: Parameters,
  settings: ClickHouseSettings = {},
): Promise<Row[]> {
  const result = await client.query({
    query,
    query_params: parameters,
    clickhouse_settings: settings,
    format: 'JSONEachRow',
  })
  return result.json<Row>()
}

class ServerStore implements AnalyticsStore {
  readonly #nodes: Nodes
  readonly #everyNode: EveryNode
  readonly #staging: string
  readonly #blocks = new Map<string, StagedBlock>()
  readonly #drops = new Set<Promise<void>>()
  #staged = 0
  #repeatedAt = Number.NEGATIVE_INFINITY

  constructor(nodes: Nodes, everyNode: EveryNode, staging: string) {
    this.#nodes = nodes
    this.#everyNode = everyNode
    this.#staging = staging
  }

  async query<Row>(sql: string, parameters: Parameters = {}): Promise<Row[]> {
    const seconds = Math.min(QUESTION_SECONDS, this.#nodes.address.waitSeconds)
    return this.#run(sql, ({ client }) => rowsOf<Row>(client, sql, parameters, this.#settings()), seconds)
  }

  async command(sql: string, parameters: Parameters = {}): Promise<void> {
    await this.#run(sql, ({ client }, attempt) => {
      this.#note(attempt)
      return client.command({
        query: sql,
        query_params: parameters,
        clickhouse_settings: this.#settings(),
      })
    })
  }

  async insert(table: string, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
    if (rows.length === 0) return
    await this.#run('', ({ client }, attempt) => {
      this.#note(attempt)
      return client.insert({ table, values: rows, format: 'JSONEachRow' })
    })
  }

  async rowsStored(tables: readonly string[]): Promise<number> {
    const { layout, address } = this.#nodes
    const from = layout === null ? 'system.parts' : 'cluster({cluster:Identifier}, system.parts)'
    const [row] = await this.query<{ total: number }>(
      `SELECT sum(rows) AS total FROM ${from}
       WHERE active AND database = {database:String} AND table IN {tables:Array(String)}`,
      {
        cluster: layout?.name ?? '',
        database: address.database,
        tables: layout === null ? tables : tables.map(shardTable),
      },
    )
    return row?.total ?? 0
  }

  async deleteFrom(table: string, where: string, parameters: Parameters = {}): Promise<void> {
    const stored = this.#nodes.layout === null ? table : shardTable(table)
    await this.#everyNode.run(`DELETE FROM ${stored} WHERE ${where}`, { parameters })
  }

  async define(statement: string): Promise<void> {
    await this.#everyNode.run(statement)
  }

  async alterStored(table: string, action: string): Promise<void> {
    const stored = this.#nodes.layout === null ? table : shardTable(table)
    await this.#everyNode.run(`ALTER TABLE ${stored} ${action}`)
  }

  async partitionBytes(table: string): Promise<ReadonlyMap<string, number>> {
    const { layout, address } = this.#nodes
    const from = layout === null ? 'system.parts' : 'cluster({cluster:Identifier}, system.parts)'
    const rows = await this.query<{ partition: string; bytes: number }>(
      `SELECT partition_id AS partition, sum(bytes_on_disk) AS bytes FROM ${from}
       WHERE active AND database = {database:String} AND table = {table:String} GROUP BY partition ORDER BY partition`,
      {
        cluster: layout?.name ?? '',
        database: address.database,
        table: layout === null ? table : shardTable(table),
      },
    )
    return new Map(rows.map(({ partition, bytes }) => [partition, bytes]))
  }

  async reloadDictionaries(): Promise<void> {
    const { database } = this.#nodes.address
    const known = await this.query<{ name: string }>(KNOWN_DICTIONARIES, { database, names: DICTIONARIES })
    for (const name of DICTIONARIES)
      if (known.some((it) => it.name === name)) await this.#everyNode.reload(`\`${database}\`.${name}`)
  }

  openBlock(): HeldBlock {
    const table = `${this.#staging}${this.#staged++}`
    const block = new StagedBlock(table, this.#nodes, (dropped) => {
      this.#blocks.delete(table)
      // What cannot be dropped now is dropped when the store is opened next.
      const settled = dropped.catch(() => undefined).finally(() => this.#drops.delete(settled))
      this.#drops.add(settled)
    })
    this.#blocks.set(table, block)
    return block
  }

  async *exportRows(select: string, parameters: Parameters = {}): AsyncGenerator<Buffer> {
    const { stream } = await this.#nodes.withOne(
      ({ client }) => client.exec({ query: `${select} FORMAT Native`, query_params: parameters }),
      QUESTION_SECONDS,
    )
    yield* stream as AsyncIterable<Buffer>
  }

  async importRows(
    table: string,
    columns: readonly RowColumn[],
    rows: () => AsyncIterable<Buffer>,
  ): Promise<void> {
    const names = columns.map(({ name }) => `\`${name}\``).join(', ')
    await this.#nodes.withOne(async ({ client }, attempt) => {
      this.#note(attempt)
      const values = Readable.from(rows(), { objectMode: false })
      try {
        const { stream } = await client.exec({
          query: `INSERT INTO ${table} (${names}) FORMAT Native`,
          values,
        })
        await finished(stream.resume())
      } catch (error) {
        // Not the server's fault, so asking again is no help; the client's own error says only that it hung up.
        const { errored } = values
        if (errored === null || isUnavailable(errored)) throw error
        throw new WeighbridgeError(
          'store-failed',
          `The rows to store cannot be read: ${messageOf(errored)}`,
          {
            cause: errored,
          },
        )
      }
    }, this.#nodes.address.waitSeconds)
  }

  async canonicalReading(sql: string): Promise<string> {
    const limits = limitsFrom(process.env)
    return this.#reading(limits, async ({ reader }) => {
      const rows = await rowsOf<CanonicalQuery>(reader, CANONICAL, { sql }, limitSettings(limits))
      return refuseUnlessReading(rows[0])
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
    return this.#reading(limits, async ({ reader }) => {
      const { stream } = await reader.exec({
        query: sql,
        query_params: parameters,
        clickhouse_settings: {
          ...limitSettings(limits),
          default_format: 'JSONCompact',
        } as ClickHouseSettings,
      })
      return boundedAnswer(stream, limits)
    })
  }

  async #reading<Result>(limits: QueryLimits, run: (node: Node) => Promise<Result>): Promise<Result> {
    try {
      return await this.#nodes.withOne(run, 0)
    } catch (error) {
      throw error instanceof WeighbridgeError ? error : readOnlyError(error, limits)
    }
  }

  #note(attempt: number): void {
    if (attempt > 0) this.#repeatedAt = performance.now()
  }

  /**
   * An insert that was cut off may be stored in part, and repeating it stores that part twice until rows are merged.
   * Views never show it; what counts a table's rows themselves is kept from it by reading them merged for a while.
   */
  #settings(): ClickHouseSettings {
    return performance.now() - this.#repeatedAt < MERGED_READS_MS ? { final: 1 } : {}
  }

  /** Runs a statement; one that reads a block where the block is. */
  async #run<Result>(
    sql: string,
    run: (node: Node, attempt: number) => Promise<Result>,
    seconds = this.#nodes.address.waitSeconds,
  ): Promise<Result> {
    const block = this.#blocks.get(STAGING_TABLE.exec(sql)?.[0] ?? '')
    if (block === undefined) return this.#nodes.withOne(run, seconds)
    return this.#nodes.withOne(async (node, attempt) => {
      await block.stageOn(node)
      try {
        return await run(node, attempt)
      } catch (error) {
        if (!messageOf(error).includes(BLOCK_LOST)) throw error
        block.forget()
        await block.stageOn(node)
        return run(node, attempt)
      }
    }, this.#nodes.address.waitSeconds)
  }

  async close(): Promise<void> {
    for (const block of [...this.#blocks.values()]) block.release()
    await Promise.all(this.#drops)
    await this.#nodes.close()
  }
}

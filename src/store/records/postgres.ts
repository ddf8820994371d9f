import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely'
import { type ClientBase, Pool, type PoolConfig } from 'pg'
import { POSTGRES, SCHEMA } from './dialect.ts'
import { NUL_FREE } from './nul-free.ts'
import { HangingUpClient } from './postgres-client.ts'
import { openingSentence, requireVersion, sentenceFor } from './postgres-errors.ts'
import { type PostgresPlace, readPostgresUrl } from './postgres-url.ts'
import { VALUE_TYPES } from './postgres-values.ts'
import { migrateRecords, type RecordsStore } from './records-store.ts'
import type { Records } from './schema.ts'

/** How long a server may take to accept a connection, in milliseconds. */
const PATIENCE = 10_000

/**
 * Every new connection: our tables first, a commit waits for the server's disk even where the server is set up not
 * to, and transactions see what SQLite's would.
 */
const GREETING = `
  select current_setting('server_version_num')::int as version,
    set_config('search_path', '${SCHEMA}', false),
    set_config('default_transaction_isolation', 'read committed', false),
    case current_setting('synchronous_commit') when 'off' then set_config('synchronous_commit', 'on', false) end`

/**
 * Opens the records in the schema `weighbridge` of a PostgreSQL database, creating it where it is missing. The
 * connections end with `close`; one that is lost is replaced at the next call.
 *
 * @throws WeighbridgeError `bad-usage` for a URL that is none, `store-failed` with the server's name and the reason.
 */
export async function openPostgres(url: string, until?: string): Promise<RecordsStore> {
  const place = readPostgresUrl(url)
  const db = new Kysely<Records>({
    dialect: new PostgresDialect({ pool: poolAt(place) }),
    plugins: [NUL_FREE],
  })
  try {
    await migrateRecords(db, POSTGRES, until)
    return { db, dialect: POSTGRES, close: () => db.destroy() }
  } catch (error) {
    await db.destroy()
    throw openingSentence(error, place.name)
  }
}

function poolAt({ configuration, name }: PostgresPlace): PostgresPool {
  const lost = new WeakSet<ClientBase>()
  const pool = new Pool({
    ...configuration,
    Client: HangingUpClient as NonNullable<PoolConfig['Client']>,
    types: VALUE_TYPES,
    connectionTimeoutMillis: PATIENCE,
    keepAlive: true,
    fallback_application_name: 'weighbridge',
    async onConnect(client) {
      // Without a listener, a server that restarts would end this process.
      client.on('error', () => lost.add(client))
      const { rows } = await client.query<{ version: number }>(GREETING)
      requireVersion(rows[0]?.version ?? 0, name)
    },
  })
  pool.on('error', () => undefined)

  return {
    async connect() {
      try {
        return speaking(await pool.connect())
      } catch (error) {
        throw openingSentence(error, name)
      }
    },
    end: () => pool.end(),
  }

  /** A connection whose errors are sentences. */
  function speaking(client: ClientBase & { release(): void }): PostgresPoolClient {
    return {
      async query(text: string, parameters: readonly unknown[]) {
        try {
          return await client.query(text, [...parameters])
        } catch (error) {
          throw sentenceFor(error, name, lost.has(client)) ?? error
        }
      },
      release: () => client.release(),
    } as unknown as PostgresPoolClient
  }
}

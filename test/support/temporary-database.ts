import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, beforeAll } from 'vitest'

/** URL of a PostgreSQL server, as a user who may create databases; `scripts/with-postgres.sh` starts one. */
export const POSTGRES_SERVER = process.env['WEIGHBRIDGE_TEST_POSTGRES']

/** A database of the server that is there until the tests around the call have run. */
export interface TemporaryDatabase {
  readonly name: string
  readonly url: string
  /** Runs SQL in the database as the administrator and returns the rows. */
  administer<Row extends object>(sql: string): Promise<Row[]>
}

export function temporaryDatabase(): TemporaryDatabase {
  const name = `weighbridge_test_${process.pid}_${randomBytes(4).toString('hex')}`
  const inside = () => urlOf(name)
  beforeAll(async () => void (await run(server(), `create database ${name}`)))
  afterAll(async () => void (await run(server(), `drop database ${name} with (force)`)))
  return {
    name,
    get url() {
      return inside()
    },
    administer: (sql) => run(inside(), sql),
  }
}

/** The server's URL with another database, and perhaps as another user or asking for more. */
export function urlOf(database: string, change: (url: URL) => void = () => undefined): string {
  const url = new URL(server())
  url.pathname = `/${database}`
  change(url)
  return url.href
}

function server(): string {
  if (POSTGRES_SERVER === undefined) throw new Error('WEIGHBRIDGE_TEST_POSTGRES names no server.')
  return POSTGRES_SERVER
}

async function run<Row extends object>(connectionString: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString })
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

import { createRequire } from 'node:module'
import { type ClickHouseClient, createClient } from '@clickhouse/client'
import { afterAll, beforeAll } from 'vitest'

const { createChdbConnection } = createRequire(import.meta.url)(
  'chdb/connection',
) as typeof import('chdb/connection')

/** A ClickHouse without data, for statements that need no store. */
export interface ScratchEngine {
  run(
    sql: string,
    parameters?: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly names: string[]; readonly types: string[]; readonly rows: unknown[][] }>
  command(sql: string): Promise<void>
}

/** Opens one for the tests of a file. */
export function scratchEngine(): ScratchEngine {
  let client: ClickHouseClient
  beforeAll(async () => {
    client = createClient({ connection: createChdbConnection({ path: ':memory:' }) as never })
    await client.command({ query: "SET session_timezone = 'UTC'" })
  })
  afterAll(() => client.close())
  return {
    async run(sql, parameters = {}) {
      const answer = await client.query({
        query: sql,
        query_params: { ...parameters },
        format: 'JSONCompactEachRowWithNamesAndTypes',
      })
      const [names, types, ...rows] = (await answer.json()) as unknown[][]
      return { names: names as string[], types: types as string[], rows }
    },
    async command(sql) {
      await client.command({ query: sql })
    },
  }
}

import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { compile } from '../../src/query/compile.ts'
import type { QueryLanguage } from '../../src/query/language.ts'
import { failureOf } from '../../src/query/run/query-failure.ts'
import { runQuery } from '../../src/query/run/run-query.ts'
import { ALL_SCHEMAS, schemaNamed } from '../../src/query/schemas/load-schemas.ts'
import type { Schema } from '../../src/query/schemas/schema.ts'
import type { AnalyticsStore } from '../../src/store/analytics/analytics-store.ts'
import { openEmbedded } from '../../src/store/analytics/embedded.ts'
import { DEFAULT_LIMITS } from '../../src/store/analytics/query-limits.ts'
import { temporaryFolder } from './temporary-folder.ts'

const SECRET = 'canary-7c1f'

/** A file, a page and a table that no query may read, and a store to try from. */
export interface Canaries {
  readonly file: string
  readonly url: string
  readonly store: AnalyticsStore
  /** The engine's own list. */
  readonly tableFunctions: readonly string[]
  /**
   * Compiles and runs a query. What it came to: `refused`, with a code, or `ran`.
   *
   * @throws where it reached what it must not: the test fails.
   */
  attempt(language: QueryLanguage, text: string, schema?: Schema): Promise<string>
}

/** Puts them up for the tests of a file. */
export function canaries(): Canaries {
  const folder = temporaryFolder()
  const file = join(folder, 'canary.csv')
  const state: { store?: AnalyticsStore; server?: Server; tableFunctions: string[]; fetched: string[] } = {
    tableFunctions: [],
    fetched: [],
  }
  beforeAll(async () => {
    writeFileSync(file, `${SECRET}\n${SECRET}\n`)
    state.server = createServer((request, response) => {
      state.fetched.push(request.url ?? '')
      response.end(`${SECRET}\n`)
    })
    await once(state.server.listen(0, '127.0.0.1'), 'listening')
    state.store = await openEmbedded(join(folder, 'data'))
    // A table of the store that no schema knows.
    await state.store.command('INSERT INTO migration SELECT {secret:String}, now()', { secret: SECRET })
    const functions = await state.store.query<{ name: string }>('SELECT name FROM system.table_functions')
    state.tableFunctions = functions.map(({ name }) => name)
  })
  afterAll(async () => {
    await state.store?.close()
    state.server?.close()
  })
  const schema = schemaNamed(ALL_SCHEMAS, { open: true })
  const store = () => {
    if (state.store === undefined) throw new Error('The store is open only inside a test.')
    return state.store
  }
  return {
    file,
    get url() {
      return `http://127.0.0.1:${(state.server?.address() as AddressInfo | null)?.port}/canary.csv`
    },
    get store() {
      return store()
    },
    get tableFunctions() {
      return state.tableFunctions
    },
    async attempt(language, text, over = schema) {
      const query = { language, text, schema: over, nowTicks: 0n, limits: { ...DEFAULT_LIMITS, seconds: 10 } }
      try {
        const { sql } = await compile(query)
        // What is printed would pass as SQL from a user: no database, no function that reaches out.
        await store().canonicalReading(sql)
      } catch (error) {
        const { code, message } = failureOf(error, text)
        if (code === 'not-read-only' || code === 'internal') throw new Error(`${text}\n${code}: ${message}`)
        return `refused: ${code}`
      }
      const outcome = await runQuery(store(), query).then(
        ({ rows }) => {
          if (JSON.stringify(rows).includes(SECRET)) throw new Error(`${text}\nread what it must not.`)
          return 'ran'
        },
        (error) => {
          const { code, message } = failureOf(error, text)
          if (code === 'internal' || message.includes(SECRET)) throw new Error(`${text}\n${code}: ${message}`)
          return `refused: ${code}`
        },
      )
      if (state.fetched.length > 0) throw new Error(`${text}\nfetched ${state.fetched.join(', ')}.`)
      return outcome
    },
  }
}

import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { DEFAULT_LIMITS } from '../../store/analytics/query-limits.ts'
import { compile } from '../compile.ts'
import { QueryError } from '../plan/query-error.ts'
import { QueryTables } from '../run/query-tables.ts'
import { explainQuery } from '../run/run-query.ts'
import { schemaNamed } from '../schemas/load-schemas.ts'
import { parseSpl } from './parse.ts'

const CORPUS = new URL('../../../../shared/corpora/splunk-spl.jsonl', import.meta.url)

/** Shares of the public searches that have to parse, and that have to compile. */
const PARSES = 0.995
const COMPILES = 0.95

interface Search {
  readonly id: string
  readonly query: string
  readonly expanded: string
}

describe.skipIf(!existsSync(CORPUS))('public searches (skipped where ../shared/corpora is missing)', () => {
  const here = temporaryStores()
  const searches = existsSync(CORPUS)
    ? readFileSync(CORPUS, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Search)
    : []

  it.each(['query', 'expanded'] as const)('of the texts in "%s" nearly all parse', (field) => {
    const failures = searches.flatMap((search) => reasonOf(() => parseSpl(search[field])) ?? [])
    expect(failures.length / searches.length, failures.join('\n')).toBeLessThanOrEqual(1 - PARSES)
  })

  it.each([
    ['query', 1],
    ['expanded', 3],
  ] as const)(
    'of the texts in "%s" nearly all compile, and the engine accepts them',
    { timeout: 300_000 },
    async (field, first) => {
      const schema = schemaNamed('splunk', { open: true })
      const tables = new QueryTables('spl', schema)
      const failures: string[] = []
      for (const [number, search] of searches.entries()) {
        try {
          const compiled = await compile({ language: 'spl', text: search[field], schema, nowTicks: 0n })
          // Every fourth one is shown to the engine, which takes longer over it than anybody else; a bench shows it all.
          if (number % 4 !== first) continue
          await explainQuery(here.stores.analytics, compiled, tables, DEFAULT_LIMITS)
        } catch (error) {
          // Whatever does not run says so by name: the engine never refuses what was compiled.
          if (!(error instanceof QueryError)) throw error
          failures.push(`${search.id} ${error.code}: ${error.message}`)
        }
      }
      expect(failures.length / searches.length, failures.join('\n')).toBeLessThanOrEqual(1 - COMPILES)
    },
  )
})

function reasonOf(run: () => unknown): string | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

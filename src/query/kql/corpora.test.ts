import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { openEmbedded } from '../../store/analytics/embedded.ts'
import { DEFAULT_LIMITS } from '../../store/analytics/query-limits.ts'
import { compile } from '../compile.ts'
import { QueryError } from '../plan/query-error.ts'
import { QueryTables } from '../run/query-tables.ts'
import { explainQuery } from '../run/run-query.ts'
import { itemsOf, languageService } from './language-service.ts'
import { translateKql } from './translate.ts'

/** Public detection content; it lies beside the checkout, where there is any. */
const CORPORA = new URL('../../../../shared/corpora/', import.meta.url)
const isMissing = !existsSync(new URL('azure-sentinel-kql.jsonl', CORPORA))

/** The shares of queries that parse which have to compile and be accepted by the engine, in hundredths. */
const FLOORS = [
  { file: 'azure-sentinel-kql.jsonl', least: 95 },
  { file: 'community-kql.jsonl', least: 93 },
] as const

interface CorpusRecord {
  readonly id: string
  readonly query: string
  readonly class?: string
}

const SCHEMA = { name: 'open', tables: [], open: true }
const OPTIONS = {
  schema: SCHEMA,
  // 2026-03-11
  nowTicks: 17_731_872_000_000_000n,
  allowed: ['externaldata'] as const,
}

let store: AnalyticsStore

beforeAll(async () => {
  store = await openEmbedded(temporaryFolder())
})

afterAll(() => store.close())

describe.skipIf(isMissing)('detections and hunting queries of others (../shared/corpora)', () => {
  it.each(FLOORS)('$file', { timeout: 1_800_000 }, async ({ file, least }) => {
    const lines = readFileSync(new URL(file, CORPORA), 'utf8').trim().split('\n')
    const records = lines
      .map((line) => JSON.parse(line) as CorpusRecord)
      // Parsers of Sentinel are bodies of functions, whose parameters stand elsewhere.
      .filter((record) => record.class !== 'parser')
    const outcomes = []
    for (const record of records) outcomes.push(await outcomeOf(record.query))
    const parsed = outcomes.filter((outcome) => outcome !== 'syntax')
    const accepted = outcomes.filter((outcome) => outcome === 'accepted')
    expect(parsed.length).toBeGreaterThan(600)
    expect((100 * accepted.length) / parsed.length).toBeGreaterThanOrEqual(least)
    // What does not compile says so in a sentence; the engine refuses next to nothing.
    expect(outcomes.filter((outcome) => outcome === 'a fault').length).toBeLessThanOrEqual(
      parsed.length / 200,
    )
  })
})

const NAMED_ALIKE = [
  'kusto-docs.jsonl',
  'kusto-loco-tests.jsonl',
  'azure-sentinel-kql.jsonl',
  'community-kql.jsonl',
]

describe.skipIf(isMissing)('columns of the result (../shared/corpora)', () => {
  it('have the names and types that the analyzer of the language service gives them', async () => {
    const different: string[] = []
    let same = 0
    for (const file of NAMED_ALIKE) {
      const lines = readFileSync(new URL(file, CORPORA), 'utf8').trim().split('\n')
      for (const line of lines) {
        const { id, query } = JSON.parse(line) as CorpusRecord
        const columns = await columnsOf(query)
        if (columns === undefined) continue
        if (columns.ours === columns.theirs) same += 1
        else different.push(`${id}: ${columns.ours} for ${columns.theirs}`)
      }
    }
    expect(same).toBeGreaterThan(1_400)
    expect(different.length, different.join('\n')).toBeLessThanOrEqual(same / 200)
  }, 1_800_000)
})

/** What both say of a query that both understand; tables are declared with the columns that were inferred. */
async function columnsOf(text: string): Promise<{ ours: string; theirs: string } | undefined> {
  const translation = await translateKql(text, OPTIONS).catch(() => undefined)
  if (translation === undefined) return undefined
  const { KustoCode, GlobalState, Symbols } = languageService()
  const tables = translation.inferred.map(({ name, columns }) => {
    const list = columns.map((column) => `['${column.name}']:${column.type}`).join(', ')
    return new Symbols.TableSymbol.$ctor7(name, `(${list})`, null)
  })
  const database = new Symbols.DatabaseSymbol.$ctor3('open', null, tables, true)
  const code = KustoCode.ParseAndAnalyze(text, GlobalState.Default.WithDatabase(database))
  const result = code.ResultType
  const hasErrors = itemsOf(code.GetDiagnostics()).some(({ Severity }) => Severity === 'Error')
  if (hasErrors || result?.Columns === undefined || result.IsOpen === true) return undefined
  return {
    ours: translation.plan.columns.map(({ name, type }) => `${name}:${type}`).join(', '),
    // It tells arrays from bags; both are dynamic.
    theirs: itemsOf(result.Columns)
      .map(({ Name, Type }) => `${Name}:${Type.Name.replace(/^(array|bag)$/, 'dynamic')}`)
      .join(', '),
  }
}

async function outcomeOf(text: string): Promise<'accepted' | 'syntax' | 'refused' | 'a fault'> {
  try {
    const compiled = await compile({ language: 'kql', text, ...OPTIONS })
    await explainQuery(store, compiled, new QueryTables('kql', SCHEMA), DEFAULT_LIMITS)
    return 'accepted'
  } catch (error) {
    if (!(error instanceof QueryError)) return 'a fault'
    return error.code === 'syntax' ? 'syntax' : 'refused'
  }
}

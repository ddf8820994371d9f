import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { QueryError } from '../../src/query/plan/query-error.ts'
import { runQuery } from '../../src/query/run/run-query.ts'
import type { AnalyticsStore } from '../../src/store/analytics/analytics-store.ts'
import { DEFAULT_LIMITS } from '../../src/store/analytics/query-limits.ts'
import { sameNames, sameRows } from './kusto-answers.ts'

/** A query with the answer that Kusto gives. */
export interface KustoPair {
  readonly id: string
  readonly query: string
  readonly columns: readonly string[]
  readonly expected: readonly (readonly string[])[]
}

export type KustoVerdict =
  | { readonly right: true; readonly names: boolean }
  | { readonly right: false; readonly names: boolean; readonly reason: string }

/** Where corpora lie beside the repository; they are not part of it. */
export function corpusFile(name: string): string {
  return resolve(import.meta.dirname, '../../../shared/corpora', `${name}.jsonl`)
}

export function corpusExists(name: string): boolean {
  return existsSync(corpusFile(name))
}

export function readPairs(name: string): readonly KustoPair[] {
  const lines = readFileSync(corpusFile(name), 'utf8').split('\n')
  return lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as KustoPair)
}

/** 2024-07-01, for what reads the clock. */
const NOW_TICKS = 17_197_920_000_000_000n

/** Runs a pair's query and compares; an error is a verdict, too. */
export async function judge(store: AnalyticsStore, pair: KustoPair): Promise<KustoVerdict> {
  try {
    const { columns, rows } = await runQuery(store, {
      language: 'kql',
      text: pair.query,
      schema: { name: 'none', tables: [], open: false },
      nowTicks: NOW_TICKS,
      limits: DEFAULT_LIMITS,
    })
    const names = sameNames(
      columns.map(({ name }) => name),
      pair.columns,
    )
    if (sameRows(rows, pair.expected, /\b(?:order|sort|top)\b/.test(pair.query)))
      return { right: true, names }
    return {
      right: false,
      names,
      reason: `${JSON.stringify(rows).slice(0, 700)}\n  not ${JSON.stringify(pair.expected).slice(0, 700)}`,
    }
  } catch (error) {
    const code = error instanceof QueryError ? `${error.code}: ` : ''
    return {
      right: false,
      names: false,
      reason: `${code}${error instanceof Error ? error.message.slice(0, 400) : String(error)}`,
    }
  }
}

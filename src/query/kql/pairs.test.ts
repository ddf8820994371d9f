import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { openEmbedded } from '../../store/analytics/embedded.ts'
import { DEFAULT_LIMITS } from '../../store/analytics/query-limits.ts'
import { runQuery } from '../run/run-query.ts'

interface Pair {
  readonly name: string
  readonly query: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
}

/** 2026-03-11 12:00:00 UTC. */
const NOW_TICKS = BigInt(Date.UTC(2026, 2, 11, 12)) * 10_000n

const folder = new URL('./pairs/', import.meta.url)
const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'))

let store: AnalyticsStore

beforeAll(async () => {
  store = await openEmbedded(temporaryFolder())
})

afterAll(() => store.close())

it('has at least 200 pairs of its own', () => {
  expect(files.flatMap((file) => pairsIn(file)).length).toBeGreaterThanOrEqual(200)
})

for (const file of files) {
  describe(file, () => {
    it.each(pairsIn(file))('$name', async ({ query, columns, rows }) => {
      const answer = await runQuery(store, {
        language: 'kql',
        text: query,
        schema: { name: 'none', tables: [], open: false },
        nowTicks: NOW_TICKS,
        limits: DEFAULT_LIMITS,
      })
      expect({ columns: answer.columns.map(({ name }) => name), rows: answer.rows }).toEqual({
        columns,
        rows,
      })
    })
  })
}

function pairsIn(file: string): readonly Pair[] {
  return parse(readFileSync(new URL(file, folder), 'utf8')) as readonly Pair[]
}

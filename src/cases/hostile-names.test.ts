import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { analyticsUnderTest } from '../../test/support/analytics-under-test.ts'
import type { AnalyticsStore } from '../store/analytics/analytics-store.ts'
import { openAnalytics } from '../store/analytics/open-analytics.ts'
import { readEvidence } from './evidence.ts'

/** An account's name is whatever the log says: the query that is shown and run must take it as text. */
const NAMES = [
  "x' OR '1'='1",
  "x'; DROP TABLE inference_row; --",
  "back\\slash\\'",
  "quote' UNION ALL SELECT * FROM person --",
  'new\nline',
  '{person:String}',
]

let folder: string
let store: AnalyticsStore

analyticsUnderTest()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'weighbridge-hostile-'))
  store = await openAnalytics({ dataDir: folder })
  await store.insert(
    'inference_row',
    [...NAMES, 'amber.heron'].map((account, i) => ({
      time: '2026-03-10 22:14:33.000',
      source: 'inference-log',
      account,
      endpoint: '/v1/completions',
      tokens_out: 100 + i,
      event_id: String(i),
    })),
  )
})
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

test.each(NAMES.map((name, i) => ({ name, i })))('$name is only a name', async ({ name, i }) => {
  const span = {
    person: name,
    channel: 'inference',
    from: '2026-03-10T22:00:00Z',
    to: '2026-03-10T23:00:00Z',
  } as const
  const evidence = await readEvidence(store, span, 10)
  expect(evidence.total).toBe(1)
  expect(evidence.rows.map((row) => row[evidence.columns.indexOf('account')])).toEqual([name])
  expect(evidence.rows[0]?.[evidence.columns.indexOf('tokens_out')]).toBe(100 + i)
  const again = await store.readOnly(evidence.sql)
  expect(again.rows).toEqual(evidence.rows)
})

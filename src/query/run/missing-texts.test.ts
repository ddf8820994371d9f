import { afterAll, beforeAll, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { openEmbedded } from '../../store/analytics/embedded.ts'
import { DEFAULT_LIMITS } from '../../store/analytics/query-limits.ts'
import type { QueryLanguage } from '../language.ts'
import { schemaNamed } from '../schemas/load-schemas.ts'
import { runQuery } from './run-query.ts'

const folder = temporaryFolder()
let store: AnalyticsStore
beforeAll(async () => {
  store = await openEmbedded(folder)
})
afterAll(() => store.close())

const ROWS = [{ user: 'ann', model: 'titan-7b', at: '2026-03-01T00:00:00Z' }, { user: 'bob' }]

async function rowsOf(language: QueryLanguage, schema: 'sentinel' | 'splunk' | 'sigma', text: string) {
  const answer = await runQuery(store, {
    language,
    text,
    schema: await schemaNamed(schema, { open: true }),
    nowTicks: 17_750_000_000_000_000n,
    ...(language === 'sigma' ? { events: ROWS } : { rows: new Map([['T', ROWS]]) }),
    limits: DEFAULT_LIMITS,
  })
  const names = answer.columns.map(({ name }) => name)
  return answer.rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at]])))
}

it('is null in SPL, a missing text and an empty one each as it is', async () => {
  const text = 'search index=T | eval none=null(), empty="" | table user model none empty'
  expect(await rowsOf('spl', 'splunk', text)).toEqual([
    { user: 'ann', model: 'titan-7b', none: null, empty: '' },
    { user: 'bob', model: null, none: null, empty: '' },
  ])
})

it('is null in Sigma', async () => {
  const rule = [
    'title: T',
    'logsource: { product: test }',
    'detection: { s: { user: bob }, condition: s }',
    'fields: [user, model]',
  ].join('\n')
  expect(await rowsOf('sigma', 'sigma', rule)).toEqual([
    expect.objectContaining({ user: 'bob', model: null }),
  ])
})

it('is empty in KQL, where no text is null', async () => {
  expect(await rowsOf('kql', 'sentinel', 'T | project user, model')).toEqual([
    { user: 'ann', model: 'titan-7b' },
    { user: 'bob', model: '' },
  ])
})

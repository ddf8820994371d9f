import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { analyticsUnderTest } from '../../../test/support/analytics-under-test.ts'
import { DEFAULT_LIMITS } from '../../store/analytics/query-limits.ts'
import { openStores, type Stores } from '../../store/stores.ts'
import type { QueryLanguage } from '../language.ts'
import { schemaNamed } from '../schemas/load-schemas.ts'
import { runQuery } from './run-query.ts'
import { requiredTicks } from './ticks-of-time.ts'

/** Compiled queries over activity, on whichever engine is asked for: rows of a cluster lie on two shards. */

let folder: string
let stores: Stores
analyticsUnderTest()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'weighbridge-engines-'))
  stores = await openStores(folder)
  await stores.analytics.insert('inference_row', CALLS)
  await stores.analytics.insert('session_row', LOGINS)
})
afterAll(async () => {
  await stores?.close()
  rmSync(folder, { recursive: true, force: true })
})

const NOW = '2026-03-11T00:00:00Z'
const ACCOUNTS = ['ann', 'bob', 'cat', 'dan']

/** Account number k calls k + 1 times: ann once, dan four times, a minute apart. */
const CALLS = ACCOUNTS.flatMap((account, number) =>
  Array.from({ length: number + 1 }, (_, minute) => ({
    time: `2026-03-10 10:0${minute}:00`,
    source: 'test',
    account,
    model: number % 2 === 0 ? 'titanlm-7b' : 'titanlm-70b',
    tokens_out: 100 * (number + 1),
    status: 200,
    event_id: String(100 * number + minute),
  })),
)

/** Everybody but dan signs in at nine; dan fails three times first. */
const LOGINS = [
  ...ACCOUNTS.map((account, number) => login(account, '09:00:00', 'success', number)),
  ...[1, 2, 3].map((minute) => login('dan', `08:5${minute}:00`, 'failure', 10 + minute)),
]

function login(account: string, clock: string, outcome: string, number: number) {
  const time = `2026-03-10 ${clock}`
  return { time, source: 'test', account, how: 'login', outcome, event_id: String(1000 + number) }
}

const QUERIES: readonly {
  readonly says: string
  readonly language?: QueryLanguage
  readonly text: string
  readonly rows: readonly (readonly unknown[])[]
}[] = [
  {
    says: 'a join of two tables of activity',
    text: `inference | where ['time'] > ago(1d) | summarize calls = count() by account
      | join kind=inner (session | where outcome == 'failure' | summarize failed = count() by account) on account
      | project account, calls, failed`,
    rows: [['dan', 4, 3]],
  },
  {
    says: 'a join that keeps those without a partner',
    text: `inference | distinct account | join kind=leftanti (session | where outcome == 'failure') on account
      | sort by account asc`,
    rows: [['ann'], ['bob'], ['cat']],
  },
  {
    says: 'a query within in',
    text: `inference | where account in (session | where outcome == 'failure' | project account)
      | summarize sum(tokens_out) by model`,
    rows: [['titanlm-70b', 1600]],
  },
  {
    says: 'a value from a query',
    text: `let most = toscalar(inference | summarize n = count() by account | summarize max(n));
      inference | summarize n = count() by account | where n == most | project account, n, most`,
    rows: [['dan', 4, 4]],
  },
  {
    says: 'a union, with a distinct count over it',
    text: `union (inference | project account, what = 'call'), (session | project account, what = 'login')
      | summarize rows = count(), dcount(account) by what | sort by what asc`,
    rows: [
      ['call', 10, 4],
      ['login', 7, 4],
    ],
  },
  {
    says: 'neighbouring rows',
    text: `inference | where account == 'dan' | sort by ['time'] asc
      | extend gap = ['time'] - prev(['time']) | project row = row_number(), gap`,
    rows: [
      [1, null],
      [2, '00:01:00'],
      [3, '00:01:00'],
      [4, '00:01:00'],
    ],
  },
  {
    says: 'a time to the tick, as a parameter',
    text: `inference | where ['time'] between (datetime(2026-03-10T10:02:00.0000001Z) .. datetime(2026-03-10T10:03:00Z))
      | project account, ['time']`,
    rows: [['dan', '2026-03-10T10:03:00Z']],
  },
  {
    says: 'a function that is called twice',
    text: `let Calls = (name:string) { inference | where account == name | summarize n = count() };
      union Calls('cat'), Calls('dan') | summarize sum(n)`,
    rows: [[7]],
  },
  {
    says: 'a subsearch',
    language: 'spl',
    text: `search index=mlplatform [search index=auth action=failure | dedup user | fields user]
      | stats count as calls sum(tokens_out) as tokens by user`,
    rows: [['dan', 4, 1600]],
  },
  {
    says: 'a running count and a share of all',
    language: 'spl',
    text: `search index=mlplatform | stats count as calls by user | sort user
      | streamstats sum(calls) as so_far | eventstats sum(calls) as all | table user so_far all`,
    rows: [
      ['ann', 1, 10],
      ['bob', 3, 10],
      ['cat', 6, 10],
      ['dan', 10, 10],
    ],
  },
  {
    says: 'a text that no log has is null',
    language: 'spl',
    text: 'search index=mlplatform user=ann | table user endpoint',
    rows: [['ann', null]],
  },
]

it.each(QUERIES)('$says', async ({ language = 'kql', text, rows }) => {
  expect((await ask(language, text)).rows).toEqual(rows)
})

const GUESSED = `
title: Guessed, then in
correlation: { type: temporal_ordered, rules: [guessed, in], group-by: [account], timespan: 30m }
---
name: guessed
correlation: { type: event_count, rules: [failed], group-by: [account], timespan: 15m, condition: { gte: 3 } }
---
name: failed
logsource: { product: weighbridge, category: session }
detection: { selection: { outcome: failure }, condition: selection }
---
name: in
logsource: { product: weighbridge, category: session }
detection: { selection: { outcome: success }, condition: selection }
`

it('a correlation of rules over time', async () => {
  const { columns, rows } = await ask('sigma', GUESSED)
  const at = columns.findIndex(({ name }) => name === 'account')
  expect(rows.map((row) => row[at])).toEqual(['dan'])
})

function ask(language: QueryLanguage, text: string) {
  return runQuery(stores.analytics, {
    language,
    text,
    schema: schemaNamed(),
    nowTicks: requiredTicks(NOW, 'now'),
    limits: DEFAULT_LIMITS,
  })
}

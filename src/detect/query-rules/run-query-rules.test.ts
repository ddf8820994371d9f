import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { analyticsUnderTest } from '../../../test/support/analytics-under-test.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { openAnalytics } from '../../store/analytics/open-analytics.ts'
import { clear, crowd, everyDay, FIRST_DAY, writeHours, writePeople } from '../small-organisation.fixture.ts'
import { madeRule } from './made-rule.fixture.ts'
import type { QueryRule } from './query-rule.ts'
import { runQueryRules } from './run-query-rules.ts'

/** Ten colleagues and a thief over 40 days; the roll-ups say who was watched. */
const MEMBERS = [...crowd('engineer', 10), { person: 'cobalt.mirror' }]
const DAYS = 40
const at = (day: number, hour: number) =>
  new Date(Date.parse(`${FIRST_DAY}T00:00:00Z`) + day * 86_400_000 + hour * 3_600_000)
const date = (day: number) => at(day, 0).toISOString().slice(0, 10)

let folder: string
let store: AnalyticsStore

analyticsUnderTest()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'weighbridge-query-rules-'))
  store = await openAnalytics({ dataDir: folder })
})
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const BIASED = madeRule({
  id: 'biased',
  query:
    'inference | where logit_bias > 0 | summarize calls = count(), models = make_set(model), first_call = min(["time"]), last_call = max(["time"]) by person',
  asset: 'models',
  times: { first: 'first_call', last: 'last_call' },
  observed: { column: 'calls', measure: 'biased requests', unit: 'requests' },
  sentence: '{calls|count} biased requests on {day}',
})

let rows = 0
async function write(
  calls: readonly { readonly account: string; readonly day: number; readonly hour?: number }[],
) {
  await store.insert(
    'inference_row',
    calls.map(({ account, day, hour = 10 }) => ({
      time: at(day, hour).toISOString().slice(0, 19).replace('T', ' '),
      source: 'test',
      account,
      model: 'titanlm-70b',
      logit_bias: 3,
      status: 200,
      event_id: String(rows++),
    })),
  )
}

beforeEach(async () => {
  await clear(store)
  await store.alterStored('inference_row', 'DROP PARTITION ALL')
  await writePeople(store, MEMBERS)
  await writeHours(
    store,
    'inference_hour_row',
    everyDay(MEMBERS, DAYS, () => ({ requests: 100 })),
  )
})

const run = (rules: readonly QueryRule[], from: number, until: number) =>
  runQueryRules(store, rules, { from: date(from), until: date(until) }, `${date(DAYS)}T00:00:00Z`)

describe('query rules', () => {
  it('make a signal of each person and day they find, with evidence from their own past', async () => {
    await write([
      { account: 'engineer-01', day: 20 },
      { account: 'engineer-02', day: 25 },
      { account: 'cobalt.mirror', day: 35, hour: 2 },
      { account: 'cobalt.mirror', day: 35, hour: 4 },
    ])
    const { signals, summary } = await run([BIASED], 30, 40)
    const chance = (1 + 2) / (1 + 28 * 10)
    expect(signals).toEqual([
      {
        id: expect.any(String),
        rule: 'biased',
        ruleVersion: 1,
        person: 'cobalt.mirror',
        channel: 'inference',
        assets: ['titanlm-70b'],
        windowStart: `${date(35)}T00:00:00Z`,
        windowEnd: `${date(36)}T00:00:00Z`,
        firstActivity: `${date(35)}T02:00:00.000Z`,
        lastActivity: `${date(35)}T04:00:00.000Z`,
        raisedAt: `${date(36)}T00:00:00Z`,
        measure: 'biased requests',
        unit: 'requests',
        observed: 2,
        expectedSelf: null,
        expectedPeers: null,
        peers: '',
        pValue: chance,
        evidence: -Math.log(chance),
        sentence: `2 biased requests on ${date(35)}`,
        severity: 'low',
        techniques: [],
      },
    ])
    expect(summary).toMatchObject({
      rules: 1,
      from: date(30),
      to: date(39),
      signals: { biased: 1 },
      failed: [],
    })
  })

  it('say the same of a day alone and of a day among others', async () => {
    await write(Array.from({ length: 20 }, (_, i) => ({ account: `engineer-0${1 + (i % 9)}`, day: 10 + i })))
    await write([{ account: 'cobalt.mirror', day: 35 }])
    const among = (await run([BIASED], 0, 40)).signals.filter(({ person }) => person === 'cobalt.mirror')
    expect((await run([BIASED], 35, 36)).signals).toEqual(among)
  })

  it('find a thing on the day of its newest act only, however far they look back', async () => {
    await write([{ account: 'cobalt.mirror', day: 30 }])
    const { signals } = await run([{ ...BIASED, lookBack: '7d' }], 28, 40)
    expect(signals.map(({ windowEnd }) => windowEnd)).toEqual([`${date(31)}T00:00:00Z`])
  })

  it('take as many rows as their trigger says', async () => {
    await write([3, 4, 5].map((hour) => ({ account: 'cobalt.mirror', day: 35, hour })))
    const events = madeRule({ query: 'inference | where logit_bias > 0' })
    const more = (rows: number) => ({ ...events, trigger: { operator: '>' as const, rows } })
    expect((await run([more(2)], 30, 40)).signals).toMatchObject([{ observed: 3, unit: 'rows' }])
    expect((await run([more(3)], 30, 40)).signals).toEqual([])
  })

  it('leave a rule that fails behind, with the place of its fault', async () => {
    await write([{ account: 'cobalt.mirror', day: 35 }])
    const broken = madeRule({ id: 'broken', query: 'inference\n| where no_such_column > 1' })
    const { signals, asked, summary } = await run([broken, BIASED], 30, 40)
    expect(signals).toHaveLength(1)
    expect(asked).toEqual(['biased'])
    expect(summary.failed).toEqual([
      { rule: 'broken', why: expect.stringMatching(/^rules\/broken\/rule\.kql:2:9: .*no_such_column/) },
    ])
  })

  it('count what names nobody instead of making a signal of it', async () => {
    await write([{ account: 'cobalt.mirror', day: 35 }])
    const nobody = madeRule({
      query: 'inference | where logit_bias > 0 | extend who = ""',
      entity: { person: 'who' },
    })
    const { signals, summary } = await run([nobody], 30, 40)
    expect(signals).toEqual([])
    expect(summary.withoutPerson).toBe(1)
  })

  it('follow an account and an address to the person who held them', async () => {
    await store.insert('account_row', [
      {
        account: 'key-1',
        system: '',
        person: 'engineer-03',
        from: '2020-01-01 00:00:00',
        to: '2100-01-01 00:00:00',
        origin: 'test',
        batch: 1,
        deleted: 0,
      },
    ])
    await store.reloadDictionaries()
    await write([{ account: 'key-1', day: 35 }])
    const by = madeRule({ query: 'inference | where logit_bias > 0', entity: { account: 'account' } })
    expect((await run([by], 30, 40)).signals.map(({ person }) => person)).toEqual(['engineer-03'])
  })

  it('may be SQL that says on which day it found a row, and reaches no further than the tables', async () => {
    await write([{ account: 'cobalt.mirror', day: 35 }])
    const sql = (query: string) => madeRule({ id: 'plain', language: 'sql', query })
    const good = sql(
      'SELECT toString(person) AS person, toDate(time) AS day, count() AS calls FROM inference WHERE time >= {from:Date} AND time < {until:Date} GROUP BY person, day',
    )
    expect((await run([good], 30, 40)).signals).toMatchObject([{ person: 'cobalt.mirror', rule: 'plain' }])
    const reaching = sql("SELECT file('/etc/passwd') AS person, toDate('2026-03-10') AS day")
    expect((await run([reaching], 30, 40)).summary.failed).toMatchObject([{ rule: 'plain' }])
  })
})

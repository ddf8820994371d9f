import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { analyticsUnderTest } from '../../test/support/analytics-under-test.ts'
import type { AnalyticsStore } from '../store/analytics/analytics-store.ts'
import { openAnalytics } from '../store/analytics/open-analytics.ts'
import { detect } from './detect.ts'
import { loadQueryRules } from './query-rules/load-query-rules.ts'
import { readSignals } from './signal-store.ts'
import { clear, crowd, everyDay, FIRST_DAY, writeHours, writePeople } from './small-organisation.fixture.ts'

const MEMBERS = [...crowd('ml-engineer', 10), { person: 'cobalt.mirror' }]
const DAYS = 36
const SWEEP_DAY = 34

let folder: string
let store: AnalyticsStore

analyticsUnderTest()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'weighbridge-detect-queries-'))
  store = await openAnalytics({ dataDir: join(folder, 'data') })
})
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  await clear(store)
  await store.alterStored('inference_row', 'DROP PARTITION ALL')
  await writePeople(store, MEMBERS)
  await writeHours(
    store,
    'inference_hour_row',
    everyDay(MEMBERS, DAYS, () => ({ requests: 100 })),
  )
  await store.command(
    `INSERT INTO inference_row (time, source, account, model, logprobs, logit_bias, max_tokens, status, event_id)
     SELECT toDateTime64({day:String}, 3, 'UTC') + INTERVAL 3 HOUR + number, 'test', 'cobalt.mirror', 'titanlm-70b', 5, 100, 1, 200, number
     FROM numbers(300)`,
    {
      day: new Date(Date.parse(`${FIRST_DAY}T00:00:00Z`) + SWEEP_DAY * 86_400_000).toISOString().slice(0, 10),
    },
  )
})

const said = async () => (await readSignals(store)).filter(({ rule }) => rule === 'logit-bias-sweep')

describe('detect with query rules', () => {
  test('keeps what they say, and saying it again changes nothing', async () => {
    const summary = await detect(store, { queries: 'recent' })
    expect(summary.queries).toMatchObject({ rules: loadQueryRules().length, failed: [] })
    expect(summary.queries?.signals['logit-bias-sweep']).toBe(1)
    const once = await said()
    expect(once).toMatchObject([{ person: 'cobalt.mirror', observed: 300 }])
    await detect(store, { queries: 'recent' })
    expect(await said()).toEqual(once)
  })

  test('leaves it alone where they are not asked, and takes it back where it holds no more', async () => {
    await detect(store, { queries: 'all' })
    await detect(store)
    expect(await said()).toHaveLength(1)
    await store.alterStored('inference_row', 'DROP PARTITION ALL')
    await detect(store, { queries: 'all' })
    expect(await said()).toEqual([])
  })

  test('asks the rules of a folder of one’s own, too', async () => {
    const own = join(folder, 'own', 'one-of-ours')
    mkdirSync(own, { recursive: true })
    writeFileSync(
      join(own, 'rule.yaml'),
      `id: one-of-ours
version: 1
kind: query
title: Ours
description: Ours.
reason: Ours.
language: spl
schedule: 1d
lookBack: 1d
channel: inference
stage: extract
case: open
severity: high
entity: { account: user_id }
sentence: '{rows|count} rows'
`,
    )
    writeFileSync(join(own, 'rule.spl'), 'index=mlplatform sourcetype=api_access logit_bias>50\n')
    vi.stubEnv('WEIGHBRIDGE_RULES', join(folder, 'own'))
    try {
      await detect(store, { queries: 'recent' })
      const signals = (await readSignals(store)).filter(({ rule }) => rule === 'one-of-ours')
      expect(signals).toMatchObject([{ person: 'cobalt.mirror', unit: 'rows', observed: 300 }])
    } finally {
      vi.unstubAllEnvs()
    }
  })

  test('takes no measure from a folder of one’s own', () => {
    const measures = join(folder, 'measures')
    mkdirSync(join(measures, 'ours'), { recursive: true })
    writeFileSync(join(measures, 'ours', 'rule.yaml'), 'id: ours\nkind: measure\n')
    vi.stubEnv('WEIGHBRIDGE_RULES', measures)
    try {
      expect(() => loadQueryRules()).toThrow(
        /^rules\/ours\/rule\.yaml of .*measures is no query; write kind: query/,
      )
    } finally {
      vi.unstubAllEnvs()
    }
  })

  test('says which two rules have one name', () => {
    const twice = join(folder, 'twice')
    mkdirSync(join(twice, 'logit-bias-sweep'), { recursive: true })
    writeFileSync(
      join(twice, 'logit-bias-sweep', 'rule.yaml'),
      'id: logit-bias-sweep\nversion: 1\nkind: query\ntitle: A\ndescription: A\nreason: A\nlanguage: kql\nschedule: 1d\nlookBack: 1d\nchannel: lake\nstage: send\nseverity: low\nentity: { person: person }\nsentence: A\n',
    )
    writeFileSync(join(twice, 'logit-bias-sweep', 'rule.kql'), 'inference\n')
    vi.stubEnv('WEIGHBRIDGE_RULES', twice)
    try {
      expect(() => loadQueryRules()).toThrow(
        /^Two rules are called logit-bias-sweep; rename the one in .*twice/,
      )
    } finally {
      vi.unstubAllEnvs()
    }
  })
})

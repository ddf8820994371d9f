import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { analyticsUnderTest } from '../../test/support/analytics-under-test.ts'
import type { AnalyticsStore } from '../store/analytics/analytics-store.ts'
import { openAnalytics } from '../store/analytics/open-analytics.ts'
import { detect } from './detect.ts'
import { daysBefore } from './judge.ts'
import { readSignals, replaceSignals } from './signal-store.ts'
import {
  clear,
  crowd,
  everyDay,
  FIRST_DAY,
  type HourRow,
  noise,
  writeHours,
  writePeople,
} from './small-organisation.fixture.ts'

const THIEF = 'cobalt.mirror'
const MEMBERS = [...crowd('ml-engineer', 20), { person: THIEF }]
const DAYS = 36
const date = (day: number) => daysBefore(FIRST_DAY, -day)

/** Ordinary days of everybody, and two nights of asking: 47,200 and 52,100 answers. */
function requests(): HourRow[] {
  const ordinary = everyDay(MEMBERS, DAYS, (member, day) => {
    const count = Math.round(400 * Math.exp(1.5 * noise(member, day)))
    return { requests: count, logprob_requests: Math.round(count / 4), asset: 'titanlm-7b' }
  })
  return [...ordinary, night(28, 47_200), night(29, 52_100)]
}

function night(day: number, answers: number): HourRow {
  return { person: THIEF, day, hour: 22, requests: answers, logprob_requests: answers, asset: 'titanlm-70b' }
}

let folder: string
let store: AnalyticsStore

analyticsUnderTest()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'weighbridge-detect-'))
  store = await openAnalytics({ dataDir: folder })
})
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  await clear(store)
  await writePeople(store, MEMBERS)
  await writeHours(store, 'inference_hour_row', requests())
})

describe('detect', () => {
  test('counts what it judged, and says which channels it cannot see', async () => {
    expect(await detect(store)).toEqual({
      days: DAYS,
      loggedDays: DAYS,
      people: 21,
      signals: {
        'after-hours-shift': 2,
        distillation: 2,
        'lake-bulk': 0,
        'registry-bulk': 0,
        'tunnel-egress': 0,
      },
      cannotSee: ['registry', 'lake', 'egress'],
      seconds: expect.any(Number),
    })
  })

  test('has nothing to say about an empty store', async () => {
    await clear(store)
    expect(await detect(store)).toMatchObject({
      days: 0,
      people: 0,
      cannotSee: ['inference', 'registry', 'lake', 'egress'],
    })
    expect(await readSignals(store)).toEqual([])
  })

  test('writes signals whose numbers are those of the logs', async () => {
    await detect(store)
    const signal = (await readSignals(store)).find((it) => it.rule === 'distillation')
    const [own] = await store.query<{ observed: number }>(
      `SELECT sum(logprob_requests) AS observed FROM inference_hour WHERE person = {person:String} AND toDate(hour) = {day:Date}`,
      { person: THIEF, day: date(28) },
    )
    const medians = await store.query<{ median: number }>(
      `SELECT quantileExactInclusive(0.5)(asked) AS median
       FROM (
         SELECT person, toDate(hour) AS day, sum(logprob_requests) AS asked FROM inference_hour
         WHERE person != {person:String} AND day >= {first:Date} AND day <= {last:Date}
         GROUP BY person, day
       )
       GROUP BY person ORDER BY median`,
      // 28 days come before; the newest compared with lies 14 days back, and 42 days are more than there are.
      { person: THIEF, first: date(0), last: date(14) },
    )
    const team = ((medians[9]?.median ?? 0) + (medians[10]?.median ?? 0)) / 2
    expect(signal).toMatchObject({
      person: THIEF,
      channel: 'inference',
      unit: 'requests',
      observed: own?.observed,
      expectedPeers: team,
      peers: 'role ml-engineer (20 people)',
      windowStart: `${date(28)}T00:00:00Z`,
      windowEnd: `${date(29)}T00:00:00Z`,
      raisedAt: `${date(29)}T00:00:00Z`,
      firstActivity: `${date(28)}T22:00:00.000Z`,
      lastActivity: `${date(28)}T23:00:00.000Z`,
    })
    expect(signal?.evidence).toBeCloseTo(-Math.log(signal?.pValue ?? 1))
    const times = Math.round((own?.observed ?? 0) / team)
    expect(signal?.sentence).toContain(
      `: ${times} times the median of role ml-engineer (20 people), ${Math.round(team)};`,
    )
  })

  test('changes nothing when it runs again', async () => {
    await detect(store)
    const before = await readSignals(store)
    await detect(store)
    expect(await readSignals(store)).toEqual(before)
    expect(before).toHaveLength(4)
    expect(new Set(before.map((signal) => signal.id)).size).toBe(4)
  })

  test('says the same of a day alone as of all days at once', async () => {
    await detect(store)
    const whole = await readSignals(store)
    await store.alterStored('signal_row', 'DROP PARTITION ALL')
    for (let day = 27; day < 31; day += 1) await detect(store, { from: date(day), to: date(day) })
    expect(await readSignals(store)).toEqual(whole)
  })

  test('takes back a signal that late data make ordinary', async () => {
    await detect(store)
    const late = Array.from({ length: 28 }, (_, day) => night(day, 47_000 + 200 * day))
    await writeHours(store, 'inference_hour_row', late)
    await detect(store)
    expect(await readSignals(store)).toEqual([])
  })

  test('brings a signal back that was taken back', async () => {
    await detect(store)
    const before = await readSignals(store)
    await replaceSignals(store, [], { from: date(0), until: date(DAYS) })
    expect(await readSignals(store)).toEqual([])
    await detect(store)
    expect(await readSignals(store)).toEqual(before)
  })

  test('leaves signals of other days alone', async () => {
    await detect(store)
    const before = await readSignals(store)
    await detect(store, { from: date(33), to: date(35) })
    expect(await readSignals(store)).toEqual(before)
  })

  test('speaks about a day that is not over, at the last logged hour', async () => {
    await store.deleteFrom('inference_hour_row', 'hour >= {end:DateTime}', { end: `${date(28)} 23:00:00` })
    await detect(store)
    const signals = await readSignals(store)
    expect(signals.map((signal) => signal.raisedAt)).toEqual([
      `${date(28)}T23:00:00Z`,
      `${date(28)}T23:00:00Z`,
    ])
  })

  test.each([
    [{ from: '2026-13-01' }, '"2026-13-01" is not a day; write it like 2026-03-10.'],
    [{ from: '2026-02-30' }, '"2026-02-30" is not a day; write it like 2026-03-10.'],
    [
      { from: '2026-03-02', to: '2026-03-01' },
      'The first day, 2026-03-02, is after the last, 2026-03-01; swap them.',
    ],
  ])('refuses %o', async (options, message) => {
    await expect(detect(store, options)).rejects.toMatchObject({ code: 'bad-usage', message })
  })
})

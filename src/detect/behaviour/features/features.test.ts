import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { analyticsUnderTest } from '../../../../test/support/analytics-under-test.ts'
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts'
import type { AnalyticsStore } from '../../../store/analytics/analytics-store.ts'
import { openAnalytics } from '../../../store/analytics/open-analytics.ts'
import { clear, type HourRow, writeHours, writePeople } from '../../small-organisation.fixture.ts'
import { type Grid, valueAt } from '../grid.ts'
import { MEASURES, type MeasureName } from '../measures.ts'
import { readGrid } from './read-grid.ts'
import { readHours } from './read-hours.ts'

/** Days count from 24 February 2026, the first of the logs. */
const DAYS = 60
const NAMES = Object.keys(MEASURES) as MeasureName[]

const folder = temporaryFolder()
const under = analyticsUnderTest()
let analytics: AnalyticsStore

beforeAll(async () => {
  under.empty()
  analytics = await openAnalytics({ dataDir: folder })
})
afterAll(() => analytics.close())
beforeEach(async () => {
  await clear(analytics)
  // Somebody else keeps every channel logged from the first day to the last.
  await write(
    'inference_hour_row',
    [0, DAYS - 1].map((day) => ({ person: 'keeper', day, requests: 1 })),
  )
  await write(
    'artifact_hour_row',
    [0, DAYS - 1].map((day) => ({ person: 'keeper', day, path: 'p', operation: 'GET', requests: 1 })),
  )
  await write(
    'object_hour_row',
    [0, DAYS - 1].map((day) => ({ person: 'keeper', day, bucket: 'b', operation: 'GET', requests: 1 })),
  )
  await write(
    'flow_hour_row',
    Array.from({ length: DAYS }, (_, day) => ({
      person: 'keeper',
      day,
      destination: 'inside',
      is_internal: 1,
    })),
  )
})

const write = (table: Parameters<typeof writeHours>[1], rows: readonly HourRow[]) =>
  writeHours(analytics, table, rows)

/** The values above zero of one person: measure, then day. */
function valuesOf(grid: Grid, person: string): Partial<Record<MeasureName, Record<number, number>>> {
  const at = grid.people.findIndex((other) => other.person === person)
  const found: Partial<Record<MeasureName, Record<number, number>>> = {}
  for (const measure of NAMES) {
    for (let day = 0; day < grid.days.length; day += 1) {
      const value = valueAt(grid, measure, at, day)
      if (value !== 0) found[measure] = { ...found[measure], [day]: value }
    }
  }
  return found
}

async function measured(person: string, ...wanted: readonly MeasureName[]) {
  const values = valuesOf(await readGrid(analytics), person)
  return Object.fromEntries(wanted.map((measure) => [measure, values[measure] ?? {}]))
}

describe('the inference measures', () => {
  it('count calls and tokens, and the nights of the own zone', async () => {
    await writePeople(analytics, [{ person: 'amber', timeZone: 'Asia/Kolkata' }])
    await write('inference_hour_row', [
      { person: 'amber', day: 3, hour: 16, requests: 10, logprob_requests: 4, logprob_tokens: 900, tag: 'a' },
      { person: 'amber', day: 3, hour: 16, requests: 5, failed: 5, tag: 'b' },
      // 17:00 UTC is 22:30 in Kolkata, 00:00 is 05:30, and 01:00 is 06:30.
      { person: 'amber', day: 3, hour: 17, requests: 7 },
      { person: 'amber', day: 3, hour: 0, requests: 2 },
      { person: 'amber', day: 3, hour: 1, requests: 1 },
    ])
    expect(valuesOf(await readGrid(analytics), 'amber')).toEqual({
      requests: { 3: 25 },
      logprobRequests: { 3: 4 },
      logprobTokens: { 3: 900 },
      nightRequests: { 3: 9 },
    })
  })

  it('call hours off that were hardly used 8 to 49 days before, in every channel', async () => {
    const habit = Array.from({ length: 20 }, (_, day) => ({ person: 'amber', day, hour: 12, requests: 500 }))
    await write('inference_hour_row', [
      ...habit,
      { person: 'amber', day: 27, hour: 3, requests: 40 },
      { person: 'amber', day: 27, hour: 13, requests: 9 },
      // Of the habit only day 19 is left, 49 days before: too little to call any hour off.
      { person: 'amber', day: 59, hour: 3, requests: 40 },
    ])
    await write('artifact_hour_row', [
      { person: 'amber', day: 27, hour: 3, path: 'p', operation: 'GET', requests: 1, bytes: 70 },
      { person: 'amber', day: 27, hour: 12, path: 'p', operation: 'GET', requests: 1, bytes: 7 },
    ])
    await write('flow_hour_row', [
      { person: 'amber', day: 27, hour: 2, destination: 'd', bytes_out: 11 },
      { person: 'amber', day: 27, hour: 11, destination: 'd', bytes_out: 5 },
    ])
    expect(await measured('amber', 'offRequests', 'offRegistry', 'offEgress')).toEqual({
      offRequests: { 27: 40 },
      offRegistry: { 27: 70 },
      offEgress: { 27: 11 },
    })
  })
})

describe('the registry measures', () => {
  const read = (day: number, file: string, bytes: number, more: Partial<HourRow> = {}): HourRow => ({
    person: 'amber',
    day,
    path: 'models/m/',
    file,
    operation: 'GET',
    asset: 'm',
    is_weights: 1,
    requests: 1,
    bytes,
    largest: bytes,
    ...more,
  })

  it('count as fresh only what was not held before, whole or in parts', async () => {
    await write('artifact_hour_row', [
      read(1, 'a', 100),
      read(5, 'a', 100, { run: 'another' }),
      // Somebody else shows that the file has 90; amber reads it in parts of 40.
      read(2, 'b', 90, { person: 'other' }),
      read(6, 'b', 40),
      read(7, 'b', 40),
      read(50, 'b', 40),
      read(51, 'b', 90),
      read(8, 'c', 60, { operation: 'PUT' }),
      read(9, 'd', 60, { is_weights: 0 }),
    ])
    expect(await measured('amber', 'registry', 'freshWeights')).toEqual({
      registry: { 1: 100, 5: 100, 6: 40, 7: 40, 9: 60, 50: 40, 51: 90 },
      freshWeights: { 1: 100, 6: 40, 7: 40, 50: 10 },
    })
  })

  it('call an asset new for 45 days after its first touch, but not what was there from the beginning', async () => {
    await write('artifact_hour_row', [
      read(13, 'a', 1, { asset: 'old' }),
      read(14, 'a', 2, { asset: 'new' }),
      read(20, 'a', 4, { asset: 'old' }),
      read(59, 'a', 8, { asset: 'new' }),
      // Without an asset the first two folders stand for it.
      read(15, 'a', 16, { asset: '', registry: 'r', path: 'x/y/z/' }),
    ])
    expect(await measured('amber', 'newAssets')).toEqual({ newAssets: { 14: 2, 15: 16, 59: 8 } })
    await write('artifact_hour_row', [read(60, 'a', 32, { asset: 'new' })])
    expect((await measured('amber', 'newAssets'))['newAssets']?.[60]).toBeUndefined()
  })
})

it('the lake measures count what was read, and prefixes for the first time', async () => {
  const read = (day: number, prefix: string, more: Partial<HourRow> = {}): HourRow => ({
    person: 'amber',
    day,
    bucket: 'lake',
    prefix,
    operation: 'GET',
    requests: 1,
    bytes: 10,
    ...more,
  })
  await write('object_hour_row', [
    read(1, 'a/b/'),
    read(20, 'a/b/', { hour: 3 }),
    read(20, 'c/d/one/'),
    read(20, 'c/d/two/', { hour: 13 }),
    read(21, 'c/d/two/'),
    read(21, 'e/', { operation: 'PUT' }),
    read(22, 'f/', { failed: 1, bytes: 0 }),
  ])
  expect(await measured('amber', 'lake', 'newPrefixes')).toEqual({
    lake: { 1: 10, 20: 30, 21: 10 },
    newPrefixes: { 20: 1 },
  })
})

describe('the egress measures', () => {
  const send = (person: string, day: number, destination: string, bytes: number, hour = 12): HourRow => ({
    person,
    day,
    hour,
    destination,
    bytes_out: bytes,
  })

  it('add up everything outside, whatever its standing, and the largest destination', async () => {
    await analytics.insert('destination_row', [
      {
        address: 'vendor.example.com',
        standing: 'vendor',
        until: '2100-01-01',
        origin: 'x',
        batch: 1,
        deleted: 0,
      },
    ])
    await analytics.reloadDictionaries()
    await write('flow_hour_row', [
      send('amber', 20, 'vendor.example.com', 100, 3),
      send('amber', 20, 'vendor.example.com', 100, 15),
      send('amber', 20, 'other.example.com', 150),
      { person: 'amber', day: 20, destination: 'within', is_internal: 1, bytes_out: 9999 },
    ])
    expect(valuesOf(await readGrid(analytics), 'amber')).toEqual({
      egress: { 20: 350 },
      topEgress: { 20: 200 },
      rareEgress: { 20: 350 },
      newEgress: { 20: 350 },
      newDestinations: { 20: 2 },
      unsanctionedEgress: { 20: 150 },
      excessEgress: { 20: 350 },
    })
  })

  it('call a destination rare until its fourth user comes', async () => {
    await write('flow_hour_row', [
      send('amber', 20, 'd', 1),
      send('slate', 21, 'd', 1),
      send('olive', 22, 'd', 1),
      send('amber', 23, 'd', 2, 10),
      send('ruby', 23, 'd', 4, 12),
      send('amber', 23, 'd', 8, 12),
      send('amber', 24, 'd', 16),
    ])
    expect(await measured('amber', 'rareEgress')).toEqual({ rareEgress: { 20: 1, 23: 2 } })
    expect(await measured('ruby', 'rareEgress')).toEqual({ rareEgress: {} })
  })

  it('call a destination new for 45 days, but not what was used from the beginning', async () => {
    await write('flow_hour_row', [
      send('amber', 13, 'old', 1),
      send('amber', 14, 'new', 2),
      send('amber', 30, 'old', 4),
      send('amber', 59, 'new', 8),
    ])
    expect(await measured('amber', 'newEgress', 'newDestinations')).toEqual({
      newEgress: { 14: 2, 59: 8 },
      newDestinations: { 14: 1 },
    })
    await write('flow_hour_row', [send('amber', 60, 'new', 16)])
    expect((await measured('amber', 'newEgress'))['newEgress']?.[60]).toBeUndefined()
  })

  it('count as excess what goes beyond twice the mean of two to six weeks before', async () => {
    await write('flow_hour_row', [
      // 290 in the 29 days 1 to 29 that day 43 looks back at: 10 a day.
      send('amber', 1, 'd', 145),
      send('amber', 29, 'd', 145),
      send('amber', 30, 'd', 5000),
      send('amber', 43, 'd', 50, 9),
      send('amber', 43, 'd', 70, 18),
      send('amber', 43, 'e', 3),
    ])
    const { excessEgress } = await measured('amber', 'excessEgress')
    // Amber is here since day 1. Day 29 looks back at days 1 to 15, and twice 145 / 15 is 19; day 30 at one more.
    expect(excessEgress).toEqual({ 1: 145, 29: 126, 30: 4982, 43: 103 })
  })

  it('compare only with days on which somebody was here', async () => {
    await writePeople(analytics, [{ person: 'amber', hired: '2026-03-16' }])
    await write('flow_hour_row', [send('amber', 20, 'd', 100), send('amber', 43, 'd', 300)])
    // Hired on day 20: of the days 1 to 29 there are 10, with 10 a day.
    expect((await measured('amber', 'excessEgress'))['excessEgress']).toEqual({ 20: 100, 43: 280 })
  })
})

describe('the grid', () => {
  it('holds the people of the directory and those of the logs, with their days', async () => {
    await writePeople(analytics, [
      { person: 'amber', role: 'ml-engineer', team: 'titan', hired: '2026-03-01', left: '2026-03-05' },
      { person: 'svc', kind: 'service' },
      { person: 'gone', left: '2025-12-31' },
      { person: 'later', hired: '2027-01-01' },
    ])
    await write('inference_hour_row', [{ person: 'nobody', day: 7, requests: 1 }])
    const { people, days, seen, since } = await readGrid(analytics)
    expect(people.map(({ person, role, team, kind, from }) => [person, role, team, kind, from])).toEqual([
      ['amber', 'ml-engineer', 'titan', 'human', 5],
      ['keeper', '', '', 'human', 0],
      ['nobody', '', '', 'human', 7],
      ['svc', 'ml-engineer', 'titan', 'service', -2246],
    ])
    expect(people.map(({ to }) => to > days.length)).toEqual([false, true, true, true])
    expect([people[0]?.to, days.length, days[0], days.at(-1)]).toEqual([9, DAYS, '2026-02-24', '2026-04-24'])
    expect([seen.inference[0], seen.inference[1], seen.inference[7], seen.egress[1]]).toEqual([1, 0, 1, 1])
    expect(since).toMatchObject({ newEgress: 14, excessEgress: 21 })
  })

  it('leaves out the days of a wrong clock', async () => {
    await write('inference_hour_row', [{ person: 'amber', day: -20_000, requests: 1 }])
    const many = Array.from({ length: 2000 }, (_, at) => ({
      person: `p${at}`,
      day: 5,
      requests: 1,
    }))
    await write('inference_hour_row', many)
    expect((await readGrid(analytics)).days[0]).toBe('2026-02-24')
  })

  it('is the same by the hour at the end of the day, and a later day changes no earlier value', async () => {
    const rows = busyRows()
    for (const [table, some] of Object.entries(rows)) await write(table as keyof typeof rows, some)
    const whole = await readGrid(analytics)
    const until = '2026-04-05'
    const cut = await readGrid(analytics, { until })
    for (const measure of NAMES) {
      for (const [at, { person }] of cut.people.entries()) {
        const place = whole.people.findIndex((other) => other.person === person)
        for (let day = 0; day < cut.days.length; day += 1)
          expect(valueAt(cut, measure, at, day), `${measure} of ${person} on ${day}`).toBe(
            valueAt(whole, measure, place, day),
          )
      }
    }
    const days = ['2026-03-30', '2026-04-01']
    const hours = await readHours(analytics, days)
    expect(hours.days).toEqual(days)
    for (const measure of NAMES) {
      const cells = hours.values.get(measure) ?? new Float64Array()
      for (const [at, { person }] of hours.people.entries()) {
        const place = whole.people.findIndex((other) => other.person === person)
        for (const [which, day] of days.entries()) {
          const of = cells.subarray((at * 2 + which) * 24, (at * 2 + which) * 24 + 24)
          expect(of[23], `${measure} of ${person}`).toBe(
            valueAt(whole, measure, place, whole.days.indexOf(day)),
          )
          expect([...of]).toEqual([...of].sort((left, right) => left - right))
        }
      }
    }
    // The same rows once more, in another order, are the same acts.
    for (const [table, some] of Object.entries(rows))
      await write(table as keyof typeof rows, some.toReversed())
    expect(await readGrid(analytics)).toEqual(whole)
  })
})

/** Ten people who do something of everything, without chance. */
function busyRows() {
  const every = (step: number, row: (person: number, day: number) => Omit<HourRow, 'person' | 'day'>) =>
    Array.from({ length: 10 * DAYS }, (_, at) => ({ person: at % 10, day: Math.floor(at / 10) }))
      .filter(({ person, day }) => (person + day) % step === 0)
      .map(({ person, day }) => ({ person: `p${person}`, day, ...row(person, day) }) as HourRow)
  return {
    inference_hour_row: every(1, (person, day) => ({ hour: (9 + person * day) % 24, requests: 30 + person })),
    artifact_hour_row: every(3, (person, day) => ({
      hour: (day * 5) % 24,
      path: `m${(person * day) % 7}/`,
      file: `f${day % 5}`,
      operation: 'GET',
      is_weights: 1,
      requests: 1,
      bytes: 10 + day,
      largest: 10 + day,
    })),
    object_hour_row: every(2, (person, day) => ({
      hour: (day * 7) % 24,
      bucket: 'b',
      prefix: `x${(person + day) % 9}/y/`,
      operation: 'GET',
      requests: 1,
      bytes: 100 + person,
    })),
    flow_hour_row: [0, 5, 11].flatMap((later) =>
      every(1, (person, day) => ({
        hour: (person + later + day) % 24,
        destination: `d${(person * (day % 4) + later) % 13}`,
        bytes_out: 1000 + person * 7 + day + later,
      })),
    ),
  }
}

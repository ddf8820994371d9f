import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { analyticsUnderTest } from '../../test/support/analytics-under-test.ts'
import { recordsUnderTest } from '../../test/support/records-under-test.ts'
import { detect } from '../detect/detect.ts'
import { daysBefore } from '../detect/judge.ts'
import {
  clear,
  crowd,
  everyDay,
  FIRST_DAY,
  noise,
  writeHours,
  writePeople,
} from '../detect/small-organisation.fixture.ts'
import { openStores, type Stores } from '../store/stores.ts'
import { joinCases } from './join-cases.ts'
import { caseReader } from './read-cases.ts'

const THIEF = 'cobalt.mirror'
const COLLEAGUES = crowd('ml-engineer', 8, { team: 'titan-training' })
const OTHERS = crowd('data-engineer', 8, { team: 'data' })
const EVERYBODY = [
  ...COLLEAGUES,
  ...OTHERS,
  { person: THIEF, team: 'titan-training', timeZone: 'Atlantic/Reykjavik' },
]
const DAYS = 36
const WEIGHTS = {
  path: 'models/titanllm-70b/weights/',
  is_weights: 1,
  operation: 'GET',
  asset: 'titanlm-70b',
}
const date = (day: number) => daysBefore(FIRST_DAY, -day)

recordsUnderTest()
let folder: string
let stores: Stores

analyticsUnderTest()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'weighbridge-cases-'))
  stores = await openStores(folder)
})
afterAll(async () => {
  await stores.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Two nights of asking, 37 files of which one is read twice, a data set read one and a half times, an upload. */
async function theft(): Promise<void> {
  const { analytics } = stores
  await clear(analytics)
  await stores.records.db.deleteFrom('case_record').execute()
  await writePeople(analytics, EVERYBODY)
  const asset = (name: string, kind: string, bytes: number) => ({
    asset: name,
    kind,
    sensitivity: 'restricted',
    bytes,
    project: 'titan',
    origin: 'assets.yaml',
    batch: 1,
    deleted: 0,
  })
  await analytics.insert('asset_row', [
    asset('titanlm-70b', 'model', 140_600_000_000),
    asset('sft-dataset-v3', 'dataset', 1_400_000_000_000),
  ])
  await analytics.insert('staff_row', [
    {
      person: THIEF,
      kind: 'notice',
      effective: `${date(34)} 00:00:00`,
      detail: 'last day',
      origin: 's',
      batch: 1,
      deleted: 0,
    },
  ])
  await writeHours(
    analytics,
    'inference_hour_row',
    everyDay(EVERYBODY, DAYS, (member, day) => {
      const requests = 100 + Math.round(100 * noise(member, day))
      return {
        requests,
        logprob_requests: Math.round(requests / 4),
        tokens_out: 300 * requests,
        logprob_tokens: 75 * requests,
        asset: 'titanlm-7b',
      }
    }),
  )
  const answers = (day: number, requests: number) => ({
    person: THIEF,
    day,
    hour: 22,
    endpoint: '/v1/completions',
    requests,
    logprob_requests: requests,
    tokens_out: 2048 * requests,
    logprob_tokens: 2048 * requests,
    asset: 'titanlm-70b',
  })
  await writeHours(analytics, 'inference_hour_row', [answers(25, 47_200), answers(26, 52_100)])
  const file = (i: number) => `model-${String(i + 1).padStart(5, '0')}-of-00037.safetensors`
  await writeHours(analytics, 'artifact_hour_row', [
    ...everyDay(EVERYBODY, DAYS, () => ({
      path: 'models/notes/',
      file: 'readme.md',
      bytes: 1000,
      largest: 1000,
      operation: 'GET',
    })),
    ...Array.from({ length: 37 }, (_, i) => ({
      ...WEIGHTS,
      person: THIEF,
      day: 27,
      hour: 2,
      file: file(i),
      bytes: 3.8e9,
      largest: 3.8e9,
    })),
    { ...WEIGHTS, person: THIEF, day: 28, hour: 3, file: file(0), bytes: 7.6e9, largest: 3.8e9 },
  ])
  const set = {
    bucket: 'prometheus-training-data',
    prefix: 'titanllm/sft-dataset-v3/',
    operation: 'GET',
    asset: 'sft-dataset-v3',
  }
  await writeHours(analytics, 'object_hour_row', [
    ...everyDay(EVERYBODY, DAYS, (member, day) => ({
      prefix: 'daily/',
      bytes: Math.round(3e9 * noise(member, day)),
      operation: 'GET',
    })),
    { ...set, person: THIEF, day: 29, hour: 23, objects: 142_847, bytes: 1.4e12 },
    { ...set, person: THIEF, day: 30, hour: 23, objects: 71_000, bytes: 0.7e12 },
  ])
  await writeHours(analytics, 'flow_hour_row', [
    ...everyDay(EVERYBODY, DAYS, (member, day) => ({
      destination: `web-${member % 2}.example.org`,
      bytes_out: Math.round(1e8 * noise(member, day)),
    })),
    {
      person: THIEF,
      day: 31,
      hour: 1,
      destination: 'storage.personal-cloud.example.com',
      dst_ip: '198.51.100.55',
      tunnel: 'WireGuard',
      bytes_out: 2.3e12,
    },
  ])
  await detect(analytics)
}

describe('a theft through every channel', () => {
  beforeAll(theft)
  beforeEach(() => stores.records.db.deleteFrom('case_record').execute())

  const only = async () => {
    const [summary, ...others] = await caseReader(stores).list()
    expect(others).toEqual([])
    if (summary === undefined) throw new Error('no case')
    return summary
  }

  test('is one case that says what was taken', async () => {
    expect(await only()).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{12}$/),
      person: THIEF,
      state: 'open',
      owner: null,
      severity: 'critical',
      headline:
        '37 of 37 weight files of titanlm-70b, 2.1 TB of training data and 100,000 answers with log-probabilities were taken over 5 days; 2.3 TB went out through the tunnel to storage.personal-cloud.example.com, a destination nobody else uses.'.replace(
          '100,000',
          new Intl.NumberFormat('en-US').format(await answersTaken()),
        ),
      channels: ['inference', 'registry', 'lake', 'egress'],
      assets: expect.any(Array),
      signals: expect.any(Number),
      evidence: expect.any(Number),
      firstSignal: `${date(26)}T00:00:00Z`,
      firstActivity: `${date(25)}T22:00:00.000Z`,
      lastActivity: `${date(31)}T02:00:00.000Z`,
    })
  })

  test('counts each file once, and no more of a data set than there is', async () => {
    const { assets } = await only()
    expect(assets.filter((it) => it.bytes > 0)).toEqual([
      {
        asset: 'sft-dataset-v3',
        kind: 'dataset',
        sensitivity: 'restricted',
        bytes: 1.4e12,
        totalBytes: 1.4e12,
        share: 1,
        tokensOut: 0,
        logprobTokens: 0,
      },
      {
        asset: 'titanlm-70b',
        kind: 'model',
        sensitivity: 'restricted',
        bytes: 37 * 3.8e9,
        totalBytes: 140_600_000_000,
        share: 1,
        tokensOut: 2048 * 99_300,
        logprobTokens: 2048 * 99_300,
      },
    ])
  })

  test('has a timeline whose running totals end where the sums do', async () => {
    const found = await caseReader(stores).show((await only()).id)
    expect(found).toMatchObject({
      team: 'titan-training',
      role: 'ml-engineer',
      timeZone: 'Atlantic/Reykjavik',
    })
    expect(found?.timeline).toMatchObject({ start: `${date(25)}T00:00:00Z`, end: `${date(46)}T00:00:00Z` })
    expect(found?.timeline.staff).toEqual([
      { time: `${date(34)}T00:00:00Z`, kind: 'notice', detail: 'last day' },
    ])
    expect(found?.timeline.lanes.map((lane) => [lane.channel, lane.unit])).toEqual([
      ['inference', 'requests'],
      ['registry', 'bytes'],
      ['lake', 'bytes'],
      ['egress', 'bytes'],
    ])
    const registry = found?.timeline.lanes[1]?.points ?? []
    expect(registry.at(-1)?.cumulative).toBe(37 * 3.8e9 + 7.6e9 + 11 * 1000)
    expect(registry.find((point) => point.time === `${date(27)}T02:00:00Z`)).toMatchObject({
      value: 37 * 3.8e9,
      about: 'titanlm-70b',
      flagged: true,
    })
    expect(found?.timeline.lanes[0]?.points.at(-1)?.flagged).toBe(false)
    expect(found?.techniques.filter((it) => it.framework === 'ATLAS').map((it) => it.id)).toContain(
      'AML.T0024.002',
    )
    expect(found?.signalList[0]?.sentence).toMatch(
      /^99,\d{3} requests with log-probabilities, .* on 2 of 2 days\./,
    )
  })

  test('is told apart from nobody', async () => {
    expect(await caseReader(stores).show('000000000000')).toBeNull()
    await expect(caseReader(stores).evidence('000000000000', { signal: 'x' }, 5)).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(caseReader(stores).evidence((await only()).id, { signal: 'x' }, 5)).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  test('stays closed until a signal counts a later act', async () => {
    expect(await joinCases(stores)).toEqual({ cases: 1, opened: 1, reopened: 0 })
    await stores.records.db.updateTable('case_record').set({ state: 'closed', owner: 'analyst' }).execute()
    expect(await joinCases(stores)).toEqual({ cases: 1, opened: 0, reopened: 0 })
    expect(await only()).toMatchObject({ state: 'closed', owner: 'analyst' })
    await writeHours(stores.analytics, 'flow_hour_row', [
      { person: THIEF, day: 33, hour: 1, destination: 'storage.personal-cloud.example.com', bytes_out: 5e11 },
    ])
    await detect(stores.analytics)
    expect(await joinCases(stores)).toEqual({ cases: 1, opened: 0, reopened: 1 })
    expect(await only()).toMatchObject({ state: 'open', owner: 'analyst' })
    await writeHours(
      stores.analytics,
      'flow_hour_row',
      [{ person: THIEF, day: 33, hour: 1, destination: 'storage.personal-cloud.example.com', deleted: 1 }],
      2,
    )
    await detect(stores.analytics)
  })

  test('is reviewed beside the team, figure by figure', async () => {
    const review = await caseReader(stores).review(THIEF, 90)
    expect(review).toMatchObject({
      person: THIEF,
      team: 'titan-training',
      days: 90,
      to: `${date(35)}T13:00:00Z`,
    })
    const figures = new Map(review.figures.map((figure) => [figure.name, figure]))
    expect(figures.get('Weight files read')).toEqual({
      name: 'Weight files read',
      unit: 'files',
      value: 37,
      teamMedian: 0,
      ratio: null,
    })
    expect(figures.get('Bytes of weight files')?.value).toBe(37 * 3.8e9)
    expect(figures.get('Bytes read from the lake')?.value).toBeCloseTo(
      2.1e12 + (await lakeOfMember(THIEF)),
      0,
    )
    const [requests, own] = await requestsByMember()
    const middle = [...requests].sort((left, right) => left - right)
    const median = ((middle[3] ?? 0) + (middle[4] ?? 0)) / 2
    expect(requests).toHaveLength(8)
    expect(figures.get('Requests to the inference API')).toMatchObject({
      value: own,
      teamMedian: median,
      ratio: own / median,
    })
    // Of the thief's own requests only the two nights, 22 to 23 o'clock in Reykjavik, are after hours.
    expect(figures.get('Share of requests after hours (22-06)')).toMatchObject({
      value: 99_300 / own,
      teamMedian: 0,
    })
    expect(review.destinations[0]).toEqual({
      destination: 'storage.personal-cloud.example.com',
      standing: 'unknown',
      bytesOut: 2.3e12,
      firstSeen: `${date(31)}T01:00:00Z`,
      people: 1,
    })
  })

  test('nobody is reviewed whom neither directory nor logs know', async () => {
    await expect(caseReader(stores).review('no.body', 90)).rejects.toMatchObject({ code: 'not-found' })
  })
})

async function answersTaken(): Promise<number> {
  const [row] = await stores.analytics.query<{ answers: number }>(
    'SELECT sum(logprob_requests) AS answers FROM inference_hour WHERE person = {person:String} AND hour >= {since:DateTime}',
    { person: THIEF, since: `${date(25)} 22:00:00` },
  )
  return row?.answers ?? 0
}

async function lakeOfMember(person: string): Promise<number> {
  const [row] = await stores.analytics.query<{ bytes: number }>(
    "SELECT sum(bytes) AS bytes FROM object_hour WHERE person = {person:String} AND prefix = 'daily/'",
    { person },
  )
  return row?.bytes ?? 0
}

/** Requests of each of the team's other members, and of the thief. */
async function requestsByMember(): Promise<[number[], number]> {
  const rows = await stores.analytics.query<{ person: string; requests: number }>(
    "SELECT person, sum(requests) AS requests FROM inference_hour WHERE person = {person:String} OR startsWith(person, 'ml-engineer') GROUP BY person",
    { person: THIEF },
  )
  return [
    rows.filter((row) => row.person !== THIEF).map((row) => row.requests),
    rows.find((row) => row.person === THIEF)?.requests ?? 0,
  ]
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { analyticsUnderTest } from '../../test/support/analytics-under-test.ts'
import type { AnalyticsStore } from '../store/analytics/analytics-store.ts'
import { openAnalytics } from '../store/analytics/open-analytics.ts'
import { daysBefore, type Judged, judge } from './judge.ts'
import { loadRules } from './load-rules.ts'
import {
  clear,
  crowd,
  everyDay,
  FIRST_DAY,
  type HourRow,
  type Member,
  noise,
  writeHours,
  writePeople,
} from './small-organisation.fixture.ts'

/** The logs of these tests: 40 days, of which the 29th and 30th are attacked. */
const DAYS = 40
const ATTACK = 28
const RULES = new Map(loadRules().map((rule) => [rule.id, rule]))
const COLLEAGUES = crowd('ml-engineer', 20)
const THIEF: Member = { person: 'cobalt.mirror' }

type Row = Omit<HourRow, 'person' | 'day'>

interface Subject {
  readonly table: 'inference_hour_row' | 'artifact_hour_row' | 'object_hour_row' | 'flow_hour_row'
  readonly ordinary: (member: number, day: number) => Row | null
  readonly burst: readonly Row[]
  readonly observed: number
}

const spread = (member: number, day: number) => Math.exp(1.5 * (noise(member, day) - 0.5) + noise(member))

/** What each rule is shown: an ordinary day, and a day of theft. */
const SUBJECTS: Readonly<Record<string, Subject>> = {
  distillation: {
    table: 'inference_hour_row',
    ordinary: (member, day) => {
      const requests = Math.round(400 * spread(member, day))
      return { requests, logprob_requests: Math.round(requests / 4), asset: 'titanlm-70b' }
    },
    burst: [
      {
        hour: 22,
        requests: 47_200,
        logprob_requests: 47_200,
        logprob_tokens: 96_665_600,
        asset: 'titanlm-70b',
      },
    ],
    observed: 47_200,
  },
  'registry-bulk': {
    table: 'artifact_hour_row',
    ordinary: (member, day) =>
      noise(member, day) > 0.3
        ? null
        : {
            path: 'models/titanlm-7b/',
            file: `part-${day % 3}.bin`,
            bytes: 4e9,
            largest: 4e9,
            is_weights: 1,
            operation: 'GET',
          },
    burst: Array.from({ length: 30 }, (_, i) => ({
      hour: 2,
      path: 'models/titanllm-70b/weights/',
      file: `model-${i}.safetensors`,
      bytes: 3.8e9,
      largest: 3.8e9,
      is_weights: 1,
      operation: 'GET',
      asset: 'titanlm-70b',
    })),
    observed: 30 * 3.8e9,
  },
  'lake-bulk': {
    table: 'object_hour_row',
    ordinary: (member, day) => ({
      prefix: 'daily/',
      bytes: Math.round(5e9 * spread(member, day)),
      operation: 'GET',
    }),
    burst: [
      {
        hour: 23,
        prefix: 'titanllm/sft-dataset-v3/',
        bytes: 1.4e12,
        objects: 142_847,
        operation: 'GET',
        asset: 'sft-dataset-v3',
      },
    ],
    observed: 1.4e12,
  },
  'tunnel-egress': {
    table: 'flow_hour_row',
    ordinary: (member, day) =>
      noise(member, day) > 0.5
        ? null
        : { destination: `photos-${member}.example.org`, bytes_out: Math.round(2e7 * spread(member, day)) },
    burst: [{ hour: 1, destination: 'storage.personal-cloud.example.com', bytes_out: 40e9 }],
    observed: 40e9,
  },
  'after-hours-shift': {
    table: 'inference_hour_row',
    ordinary: (member, day) => ({
      hour: 11 + (day % 3),
      requests: 20 + Math.round(20 * noise(day, member)),
    }),
    burst: [{ hour: 3, requests: 3_000 }],
    observed: 3_000,
  },
}

let folder: string
let store: AnalyticsStore

analyticsUnderTest()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'weighbridge-rules-'))
  store = await openAnalytics({ dataDir: folder })
})
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => clear(store))

interface Scene {
  readonly members?: readonly Member[]
  /** Days on which each person does what a thief would do. */
  readonly bursts: Readonly<Record<string, readonly number[]>>
  readonly days?: number
  /** People without any ordinary day. */
  readonly idle?: readonly string[]
}

/** What the rule says about the whole of the logs. */
async function judged(rule: string, scene: Scene): Promise<Judged[]> {
  const { members = [...COLLEAGUES, THIEF], bursts, days = DAYS, idle = [] } = scene
  const subject = SUBJECTS[rule]
  const content = RULES.get(rule)
  if (subject === undefined || content === undefined) throw new Error(`no rule ${rule}`)
  await writePeople(store, members)
  const works = (member: Member | undefined, day: number) =>
    member !== undefined && !idle.includes(member.person) && date(day) >= (member.hired ?? '')
  await writeHours(
    store,
    subject.table,
    everyDay(members, days, (at, day) => (works(members[at], day) ? subject.ordinary(at, day) : null)),
  )
  await writeHours(
    store,
    subject.table,
    Object.entries(bursts).flatMap(([person, on]) =>
      on.flatMap((day) => subject.burst.map((row) => ({ ...row, person, day }))),
    ),
  )
  return judge(store, content, { from: FIRST_DAY, until: date(days) })
}

const shown = (rows: readonly Judged[]) => rows.map(({ person, day }) => ({ person, day }))
const date = (day: number) => daysBefore(FIRST_DAY, -day)
const all = (from: number, to = DAYS) => Array.from({ length: to - from }, (_, i) => from + i)

describe.each(Object.keys(SUBJECTS))('%s', (rule) => {
  test('speaks of the person and the day, with what the data say', async () => {
    const [row, ...others] = await judged(rule, { bursts: { [THIEF.person]: [ATTACK] } })
    expect(others).toEqual([])
    expect(row).toMatchObject({
      person: THIEF.person,
      day: date(ATTACK),
      peers: 20,
      peer_role: 'ml-engineer',
    })
    expect(row?.observed).toBeGreaterThanOrEqual(SUBJECTS[rule]?.observed ?? 0)
    expect(row?.observed).toBeLessThan(1.2 * (SUBJECTS[rule]?.observed ?? 0))
  })

  test('is silent about the same volume where it is the own habit', async () => {
    expect(await judged(rule, { bursts: { [THIEF.person]: all(0) } })).toEqual([])
  })

  test('is silent about the same volume where the whole role has it on that day', async () => {
    const everybody = [...COLLEAGUES, THIEF].map(({ person }) => [person, [ATTACK]])
    expect(await judged(rule, { bursts: Object.fromEntries(everybody) })).toEqual([])
  })
})

test('every rule is shown here', () => {
  expect([...RULES.keys()].sort()).toEqual(Object.keys(SUBJECTS).sort())
})

describe('what a day is compared with', () => {
  test('no attacked day is part of what the next is compared with', async () => {
    const alone = await judged('lake-bulk', { bursts: { [THIEF.person]: [ATTACK] } })
    await clear(store)
    const both = await judged('lake-bulk', { bursts: { [THIEF.person]: [ATTACK, ATTACK + 1] } })
    expect(shown(both)).toEqual([ATTACK, ATTACK + 1].map((day) => ({ person: THIEF.person, day: date(day) })))
    // The baseline of either day ends two weeks before it: 42 days at most, none of them attacked.
    expect(both.map((row) => row.own_days)).toEqual([15, 16])
    expect(both[0]).toEqual(alone[0])
    for (const row of both) expect(row.own_median).toBeLessThan(2e10)
  })

  test('two weeks of theft do not become a habit', async () => {
    const rows = await judged('distillation', { bursts: { [THIEF.person]: all(14, 28) } })
    expect(rows.map((row) => row.day)).toEqual(all(14, 28).map(date))
  })

  test('days without activity count as zero', async () => {
    const idle: Member = { person: 'still.heron' }
    const members = [...COLLEAGUES, idle]
    const rows = await judged('lake-bulk', {
      members,
      bursts: { [idle.person]: [ATTACK] },
      idle: [idle.person],
    })
    expect(rows).toMatchObject([{ person: idle.person, own_days: 15, own_median: 0 }])
  })

  test('a new hire is compared with the peers alone', async () => {
    const hire: Member = { person: 'new.plover', hired: date(ATTACK - 2) }
    const rows = await judged('distillation', {
      members: [...COLLEAGUES, hire],
      bursts: { [hire.person]: [ATTACK] },
    })
    expect(shown(rows)).toEqual([{ person: hire.person, day: date(ATTACK) }])
    expect(rows[0]).toMatchObject({ own_days: 2, peers: 20, peer_role: 'ml-engineer' })
    await clear(store)
    expect(await judged('distillation', { members: [...COLLEAGUES, hire], bursts: {} })).toEqual([])
  })

  test('a role of one is compared with the organisation', async () => {
    const lone: Member = { person: 'lone.curlew', role: 'chief-scientist' }
    const rows = await judged('lake-bulk', {
      members: [...COLLEAGUES, lone],
      bursts: { [lone.person]: [ATTACK] },
    })
    expect(rows).toMatchObject([{ person: lone.person, peers: 20, peer_role: '' }])
  })

  test('a service is compared with services, and people are not compared with it', async () => {
    const services = crowd('svc-train', 6, { kind: 'service' })
    const members = [...COLLEAGUES, THIEF, ...services]
    const habits = Object.fromEntries(services.map(({ person }) => [person, all(0)]))
    const rows = await judged('distillation', { members, bursts: { ...habits, [THIEF.person]: [ATTACK] } })
    expect(rows).toMatchObject([{ person: THIEF.person, peers: 20 }])
    await clear(store)
    const own = await judged('lake-bulk', { members: services, bursts: { 'svc-train-01': [ATTACK] } })
    expect(own).toMatchObject([{ person: 'svc-train-01', peers: 5, peer_role: 'svc-train' }])
  })

  test('two services are too few to rank one of them', async () => {
    const members = crowd('svc-eval', 2, { kind: 'service' })
    expect(await judged('lake-bulk', { members, bursts: { 'svc-eval-01': [ATTACK] } })).toEqual([])
  })

  test('less than a week of logs gives no signal rather than a guess', async () => {
    expect(await judged('distillation', { bursts: { [THIEF.person]: [6] }, days: 7 })).toEqual([])
    await clear(store)
    expect(await judged('distillation', { bursts: { [THIEF.person]: [12] }, days: 13 })).toHaveLength(1)
  })

  test('activity of nobody known still counts against somebody', async () => {
    const rows = await judged('tunnel-egress', { members: COLLEAGUES, bursts: { 'ip:192.0.2.7': [ATTACK] } })
    expect(shown(rows)).toEqual([{ person: 'ip:192.0.2.7', day: date(ATTACK) }])
  })
})

describe('hours', () => {
  test.each([
    ['Asia/Kolkata', 21, '02:00'],
    ['America/New_York', 7, '03:00'],
  ])('are those of the person, in %s', async (timeZone, hour, local) => {
    const away: Member = { person: 'far.petrel', timeZone }
    const members = [...COLLEAGUES, away]
    await judged('after-hours-shift', { members: COLLEAGUES, bursts: {} })
    await writePeople(store, members)
    // 09 to 17 of their own clock; the US changes to summer time on 8 March, within these days.
    const start = timeZone === 'Asia/Kolkata' ? 4 : 13
    await writeHours(store, 'inference_hour_row', [
      ...all(0).map((day) => ({ person: away.person, day, hour: start + (day % 8), requests: 30 })),
      { person: away.person, day: ATTACK, hour, requests: 900 },
    ])
    const rule = RULES.get('after-hours-shift')
    if (rule === undefined) throw new Error('no rule')
    const rows = await judge(store, rule, { from: FIRST_DAY, until: date(DAYS) })
    expect(rows).toMatchObject([{ person: away.person, observed: 900, facts: { hour: local } }])
  })
})

describe('destinations', () => {
  test('what four people have used is no longer rare', async () => {
    const friends = COLLEAGUES.slice(0, 3).map(({ person }) => [person, [3]])
    const rows = await judged('tunnel-egress', {
      bursts: { ...Object.fromEntries(friends), [THIEF.person]: [ATTACK] },
    })
    expect(rows).toEqual([])
  })

  test('what the register names is not judged', async () => {
    await store.insert('destination_row', [
      {
        address: 'storage.personal-cloud.example.com',
        name: 'back-up',
        standing: 'vendor',
        origin: 'd',
        batch: 1,
        deleted: 0,
      },
    ])
    await store.reloadDictionaries()
    const rows = await judged('tunnel-egress', { bursts: { [THIEF.person]: [ATTACK] } })
    await store.alterStored('destination_row', 'DROP PARTITION ALL')
    await store.reloadDictionaries()
    expect(rows).toEqual([])
  })
})

test('repeated reads of one file count once', async () => {
  const again = {
    path: 'models/titanllm-70b/weights/',
    file: 'model-1.safetensors',
    bytes: 114e9,
    largest: 3.8e9,
  }
  await judged('registry-bulk', { bursts: {} })
  await writeHours(store, 'artifact_hour_row', [
    { ...again, person: THIEF.person, day: ATTACK, is_weights: 1, operation: 'GET' },
  ])
  const rule = RULES.get('registry-bulk')
  if (rule === undefined) throw new Error('no rule')
  expect(await judge(store, rule, { from: FIRST_DAY, until: date(DAYS) })).toEqual([])
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { analyticsUnderTest } from '../../../test/support/analytics-under-test.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { openAnalytics } from '../../store/analytics/open-analytics.ts'
import { clear, type HourRow, writeHours, writePeople } from '../small-organisation.fixture.ts'
import { findSmall } from './find-small.ts'
import {
  DAYS,
  date,
  GB,
  MEMBERS,
  PRODUCT,
  SHARDS,
  sending,
  shards,
  TITAN_PATH,
  writeDestinations,
  writeOrdinary,
} from './small-budgets.fixture.ts'
import type { SmallFinding } from './small-finding.ts'

const PLACE = 'storage.personal-cloud.example.com'
const FROM = 81

let folder: string
let store: AnalyticsStore

analyticsUnderTest()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'weighbridge-small-'))
  store = await openAnalytics({ dataDir: folder })
})
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  await clear(store)
  await store.reloadDictionaries()
  await writeOrdinary(store)
})

async function found(from = FROM, until = DAYS): Promise<readonly SmallFinding[]> {
  return (await findSmall(store, { from: date(from), until: date(until) })).findings
}

async function rulesFound(): Promise<string[]> {
  return (await found()).map(({ rule, people }) => `${rule}: ${people.join(', ')}`)
}

const read = (rows: readonly HourRow[]) => writeHours(store, 'artifact_hour_row', rows)
const send = (rows: readonly HourRow[]) => writeHours(store, 'flow_hour_row', rows)

describe('ordinary weeks', () => {
  test('hold nothing, and what is compared with too little past is said', async () => {
    expect(await findSmall(store, { from: date(FROM), until: date(DAYS) })).toEqual({
      findings: [],
      cannotSee: [],
    })
    const early = await findSmall(store, { from: date(0), until: date(DAYS) })
    expect(early.cannotSee).toEqual([
      `Detectors with small budgets compare with past weeks; before ${date(81)} some of them have too few and say nothing.`,
    ])
  })
})

describe('weights to a new place', () => {
  const night = (place: string, bytes = 30 * GB) =>
    Promise.all([read(shards('titan-03', 90, 0, 10, 22)), send([sending('titan-03', 90, place, bytes, 22)])])

  test('are found in the hour, with what was both read and sent', async () => {
    await night(PLACE)
    expect(await found()).toMatchObject([
      {
        rule: 'weights-to-new-place',
        people: ['titan-03'],
        destination: PLACE,
        asset: 'titan-70b',
        windowStart: `${date(90)}T00:00:00Z`,
        windowEnd: `${date(91)}T00:00:00Z`,
        firstActivity: `${date(90)}T22:00:00Z`,
        lastActivity: `${date(90)}T23:00:00Z`,
        observed: expect.closeTo(30 * GB, -3),
        bar: { floor: expect.closeTo(0.5 * GB, -3), perWeek: 0.05 },
      },
    ])
  })

  test('are a release where the register names the place', async () => {
    await writeDestinations(store, { 'drop.partner.example.com': 'partner' })
    await night('drop.partner.example.com')
    expect(await found()).toEqual([])
  })

  test('are not what goes there hours later, nor a page that was looked up meanwhile', async () => {
    await read(shards('titan-03', 90, 0, 10, 15))
    await send([sending('titan-03', 90, PLACE, 30 * GB, 22)])
    await read(shards('titan-04', 91, 0, 10, 15))
    await send([sending('titan-04', 91, 'docs.example.org', 0.6 * GB, 15)])
    expect(await found()).toEqual([])
  })

  test('are found without teams, roles and assets', async () => {
    await writePeople(
      store,
      MEMBERS.map((member) => ({ ...member, team: '', role: '' })),
    )
    await store.alterStored('asset_row', 'DROP PARTITION ALL')
    await night(PLACE)
    expect(await rulesFound()).toEqual(['weights-to-new-place: titan-03'])
  })

  test('are ordinary where several ship to ever new places: the bar rises, and says so', async () => {
    for (let week = 0; week < 9; week++) {
      const who = `titan-0${(week % 9) + 1}`
      await read(shards(who, 30 + 7 * week, 0, 12, 22))
      await send([sending(who, 30 + 7 * week, `customer-${week}.example.com`, 32 * GB, 22)])
    }
    await night(PLACE)
    expect(await rulesFound()).toEqual([])
    await read([...shards('product-10', 100, 0, SHARDS, 22), ...shards('product-10', 100, 0, SHARDS, 21)])
    await send([sending('product-10', 100, PLACE, 280 * GB, 22)])
    const loud = (await found()).find(({ rule }) => rule === 'weights-to-new-place')
    expect(loud).toMatchObject({ people: ['product-10'], bar: { ordinary: 7 } })
    expect(loud?.bar.value).toBeGreaterThan(32 * GB)
    expect(loud?.sentence).toMatch(/7 others came near, so the bar was raised to \d+\.\d times its least/)
  })
})

describe('several people feeding one rare place', () => {
  const feed = (people: readonly string[], place: string) =>
    Promise.all([
      read(people.flatMap((person, at) => shards(person, 80 + at, 12 * at, 3))),
      send(
        people.flatMap((person) => [1, 4, 7].map((after) => sending(person, 84 + after, place, 1.6 * GB))),
      ),
    ])

  test('are found together once both have read what is protected', async () => {
    await feed(['titan-02', 'titan-07'], PLACE)
    const [finding] = (await found()).filter(({ rule }) => rule === 'several-feed-one-place')
    expect(finding).toMatchObject({ people: ['titan-02', 'titan-07'], destination: PLACE })
    expect(finding?.sentence).toContain('titan-02 3.2 GB after reading')
  })

  test('are ordinary where they read nothing protected, or where only one did', async () => {
    await send(
      ['product-01', 'product-02', 'titan-05'].flatMap((person) =>
        [0, 5, 9].map((after) => sending(person, 84 + after, 'archive.example.net', 7 * GB)),
      ),
    )
    const rules = (await found()).map(({ rule }) => rule)
    expect(rules).not.toContain('several-feed-one-place')
  })

  test('are a release team where the register names the place', async () => {
    await writeDestinations(store, { 'drop.partner.example.com': 'partner' })
    await feed(['titan-02', 'titan-07'], 'drop.partner.example.com')
    expect(await found()).toEqual([])
  })
})

describe('one asset collected jointly', () => {
  const split = (people: readonly string[], day = 85) =>
    read(people.flatMap((person, at) => shards(person, day + at, at * 13, at === 2 ? 11 : 13)))

  test('by people outside its project is found, each with their part', async () => {
    await split(['product-01', 'product-04', 'platform-05'])
    expect(await found()).toMatchObject([
      {
        rule: 'joint-collection',
        people: ['platform-05', 'product-01', 'product-04'],
        asset: 'titan-70b',
        facts: { share: 1, place: TITAN_PATH },
        observed: expect.closeTo(1 / 3, 6),
      },
    ])
  })

  test('is not by those inside: by project, by habit, by a move', async () => {
    await split(['titan-01', 'titan-02', 'titan-03'])
    expect(await found()).toEqual([])
    await store.insert(
      'staff_row',
      ['product-01', 'product-04', 'product-05'].map((person) => ({
        person,
        kind: 'move',
        effective: `${date(80)} 00:00:00.000`,
        detail: 'from assist-product to titan-training',
        origin: 'staff.csv',
        batch: 1,
        deleted: 0,
      })),
    )
    await split(['product-01', 'product-04', 'product-05'])
    expect(await found()).toEqual([])
  })

  test('is not by one who reads all of it, such as a new hire, nor by a team that takes it over', async () => {
    await writePeople(store, [
      ...MEMBERS,
      { person: 'titan-new', team: 'titan-training', role: 'ml-engineer', hired: date(80) },
    ])
    await read([...shards('titan-new', 82, 0, 20), ...shards('titan-new', 84, 20, 17)])
    await read(PRODUCT.slice(0, 6).flatMap(({ person }, at) => shards(person, 88, at * 7, 8)))
    expect(await found()).toEqual([])
  })

  test('is found by who used to read it, where the directory knows no project', async () => {
    await store.alterStored('asset_row', 'DROP PARTITION ALL')
    await split(['product-01', 'product-04', 'platform-05'])
    expect(await rulesFound()).toEqual(['joint-collection: platform-05, product-01, product-04'])
  })
})

describe('a hand-over', () => {
  const collector = 'product-04'
  const sender = 'product-08'
  const drip = async () => {
    for (let day = 84; day < DAYS; day += 2) {
      await read(shards(collector, day, day - 84, 1))
      if (day > 86) await send([sending(sender, day, PLACE, 1.9 * GB)])
    }
  }

  test('within a team is found by what one collects and another sends', async () => {
    await drip()
    const [finding] = (await found()).filter(({ rule }) => rule === 'handed-over')
    expect(finding).toMatchObject({ people: [collector, sender], destination: PLACE, asset: 'titan-70b' })
    expect(finding?.parts.map(({ person, did }) => [person, did])).toEqual([
      [collector, 'collected'],
      [sender, 'sent'],
    ])
  })

  test('is found where no team is known, by what they read', async () => {
    await writePeople(
      store,
      MEMBERS.map((member) => ({ ...member, team: '', role: '' })),
    )
    await read([8, 20, 40].flatMap((day) => [...shared(collector, day), ...shared(sender, day)]))
    await drip()
    const [finding] = (await found()).filter(({ rule }) => rule === 'handed-over')
    expect(finding?.people).toEqual([collector, sender])
  })

  /** Two projects of their own, that hardly anybody else reads. */
  const shared = (person: string, day: number): HourRow[] =>
    ['models/aurora/', 'models/borealis/'].map((path) => ({
      ...(shards(person, day, 0, 1)[0] as HourRow),
      path,
      asset: '',
    }))
})

describe('a finding', () => {
  test('is the same on every run, in every order of arrival, and whatever comes later', async () => {
    const rows = ['titan-02', 'titan-07'].flatMap((person, at) => shards(person, 80 + at, 12 * at, 5))
    const flows = ['titan-02', 'titan-07'].flatMap((person) =>
      [1, 4, 7].map((after) => sending(person, 84 + after, PLACE, 1.6 * GB)),
    )
    await read(rows)
    await send(flows)
    const all = await found()
    expect(all.length).toBeGreaterThan(0)
    expect(await found(FROM, 94)).toEqual(all.filter(({ windowEnd }) => windowEnd <= `${date(94)}T00:00:00Z`))
    const dayByDay: SmallFinding[] = []
    for (let day = 84; day < 96; day++) dayByDay.push(...(await found(day, day + 1)))
    expect(dayByDay).toEqual(all)
    await read(rows.toReversed())
    await send(flows.toReversed())
    expect(await found()).toEqual(all)
  })
})

describe('a decoy', () => {
  test('is a finding at the first touch, whoever it is and whatever the answer', async () => {
    await read([
      {
        person: 'platform-02',
        day: 85,
        path: 'models/titan-next/',
        file: 'x.safetensors',
        requests: 2,
        failed: 2,
      },
    ])
    const { findings } = await findSmall(store, { from: date(FROM), until: date(DAYS) }, [
      { name: 'titan-next', kind: 'artifact', pattern: 'models/titan-next/' },
      { name: 'honey-model', kind: 'model', pattern: 'constructor' },
    ])
    expect(findings).toMatchObject([
      { rule: 'decoy-touched', people: ['platform-02'], asset: 'titan-next', observed: 2 },
    ])
  })
})

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { analyticsUnderTest } from '../../../../test/support/analytics-under-test.ts'
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts'
import type { AnalyticsStore } from '../../../store/analytics/analytics-store.ts'
import { openAnalytics } from '../../../store/analytics/open-analytics.ts'
import { clear, type HourRow, writeHours } from '../../small-organisation.fixture.ts'
import { readCoverage } from './read-coverage.ts'
import { readTags } from './read-tags.ts'

const folder = temporaryFolder()
const under = analyticsUnderTest()
let analytics: AnalyticsStore

beforeAll(async () => {
  under.empty()
  analytics = await openAnalytics({ dataDir: folder })
})
afterAll(() => analytics.close())
beforeEach(() => clear(analytics))

const read = (
  person: string,
  day: number,
  file: string,
  bytes: number,
  more: Partial<HourRow> = {},
): HourRow => ({
  person,
  day,
  path: 'models/m/',
  file,
  operation: 'GET',
  asset: 'm',
  requests: 1,
  bytes,
  largest: bytes,
  ...more,
})
const SPAN = { from: '2026-02-24', until: '2027-01-01' }

it('counts what somebody holds of an asset once, over months, in parts and again', async () => {
  await writeHours(analytics, 'artifact_hour_row', [
    read('amber', 0, 'a', 100),
    read('amber', 90, 'a', 100, { run: 'x' }),
    read('amber', 1, 'b', 30),
    read('amber', 200, 'b', 30),
    read('slate', 5, 'b', 100),
    read('slate', 5, 'c', 200),
    read('slate', 6, 'c', 1000, { operation: 'PUT', largest: 0 }),
  ])
  expect(await readCoverage(analytics, SPAN)).toEqual([
    {
      person: 'slate',
      channel: 'registry',
      asset: 'm',
      collected: 300,
      assetBytes: 400,
      share: 0.75,
      files: 2,
      filesKnown: 3,
    },
    {
      person: 'amber',
      channel: 'registry',
      asset: 'm',
      collected: 160,
      assetBytes: 400,
      share: 0.4,
      files: 2,
      filesKnown: 3,
    },
  ])
  expect(await readCoverage(analytics, { ...SPAN, person: 'amber', from: '2026-05-01' })).toMatchObject([
    { person: 'amber', collected: 130 },
  ])
})

it('knows the size that assets.yaml gives, and of the lake never more than there is', async () => {
  await analytics.insert('asset_row', [
    {
      asset: 'm',
      kind: 'model',
      sensitivity: 'restricted',
      bytes: 1000,
      project: '',
      origin: 'x',
      batch: 1,
      deleted: 0,
    },
    {
      asset: 'd',
      kind: 'dataset',
      sensitivity: 'restricted',
      bytes: 500,
      project: '',
      origin: 'x',
      batch: 1,
      deleted: 0,
    },
  ])
  const taken = (person: string, asset: string, bytes: number, day: number): HourRow => ({
    person,
    day,
    bucket: 'lake',
    prefix: `${asset}/`,
    asset,
    operation: 'GET',
    requests: 1,
    bytes,
  })
  await writeHours(analytics, 'artifact_hour_row', [read('amber', 0, 'a', 100)])
  await writeHours(analytics, 'object_hour_row', [
    taken('amber', 'd', 300, 1),
    taken('amber', 'd', 300, 2),
    taken('amber', 'unknown', 50, 2),
    taken('slate', 'unknown', 200, 2),
  ])
  const shares = (await readCoverage(analytics, SPAN)).map(({ person, asset, collected, share }) => [
    person,
    asset,
    collected,
    share,
  ])
  expect(shares).toEqual([
    ['amber', 'd', 500, 1],
    ['slate', 'unknown', 200, 1],
    ['amber', 'unknown', 50, 0.25],
    ['amber', 'm', 100, 0.1],
  ])
})

it('tells which purposes were named, and whether anybody else knows them', async () => {
  const call = (person: string, day: number, tag: string): HourRow => ({ person, day, tag, requests: 5 })
  await writeHours(analytics, 'inference_hour_row', [
    call('amber', 3, 'eval-7'),
    call('amber', 4, 'eval-7'),
    call('slate', 1, 'eval-7'),
    call('ruby', 2, 'eval-7'),
    call('slate', 1, 'other'),
  ])
  await writeHours(analytics, 'artifact_hour_row', [read('amber', 4, 'a', 1, { run: 'own-run' })])
  expect(await readTags(analytics, 'amber', { from: '2026-02-28', until: '2026-03-30' })).toEqual([
    {
      kind: 'experiment',
      name: 'eval-7',
      firstUsed: '2026-02-27T12:00:00Z',
      lastUsed: '2026-02-28T12:00:00Z',
      requests: 10,
      firstOther: { person: 'slate', at: '2026-02-25T12:00:00Z' },
      others: 2,
    },
    {
      kind: 'run',
      name: 'own-run',
      firstUsed: '2026-02-28T12:00:00Z',
      lastUsed: '2026-02-28T12:00:00Z',
      requests: 1,
      firstOther: null,
      others: 0,
    },
  ])
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { analyticsUnderTest } from '../../../test/support/analytics-under-test.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { openAnalytics } from '../../store/analytics/open-analytics.ts'
import { openRecords } from '../../store/records/open-records.ts'
import type { RecordsStore } from '../../store/records/records-store.ts'
import { readSignals } from '../signal-store.ts'
import {
  DAYS,
  date,
  GB,
  SHARDS,
  sending,
  shards,
  TITAN,
  writeOrdinary,
} from '../small-budgets/small-budgets.fixture.ts'
import { writeHours } from '../small-organisation.fixture.ts'
import { findBehaviour } from './find-behaviour.ts'
import { highestToldDay } from './told-day.ts'

const THIEF = TITAN[3]?.person ?? ''
const NIGHT = DAYS - 3

let folder: string
let analytics: AnalyticsStore
let records: RecordsStore

analyticsUnderTest()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'weighbridge-findings-'))
  analytics = await openAnalytics({ dataDir: folder })
  records = await openRecords({ dataDir: folder })
  await analytics.reloadDictionaries()
  await writeOrdinary(analytics)
}, 120_000)
afterAll(async () => {
  await records.close()
  await analytics.close()
  rmSync(folder, { recursive: true, force: true })
})

const told = async () => (await readSignals(analytics)).filter(({ rule }) => rule === 'behaviour')

test('tells of the night on which all weights left, why, and the same however often it is asked', async () => {
  expect((await findBehaviour({ analytics, records })).judged).toBeGreaterThan(0)
  expect((await told()).filter(({ person }) => person === THIEF)).toEqual([])

  await writeHours(analytics, 'artifact_hour_row', shards(THIEF, NIGHT, 0, SHARDS, 2))
  await writeHours(analytics, 'flow_hour_row', [sending(THIEF, NIGHT, 'storage.example.net', 140 * GB, 3)])
  const summary = await findBehaviour({ analytics, records })
  const signals = (await told()).filter(({ person }) => person === THIEF)
  expect(signals.map(({ channel }) => channel)).toContain('egress')
  const day = await highestToldDay(analytics, THIEF, { from: date(NIGHT), to: date(DAYS) })
  expect(day?.explanation.points.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(
    day?.explanation.score ?? 0,
    9,
  )
  expect(day?.explanation.score).toBeGreaterThan(summary.threshold)

  await findBehaviour({ analytics, records })
  expect((await told()).filter(({ person }) => person === THIEF)).toEqual(signals)
}, 240_000)

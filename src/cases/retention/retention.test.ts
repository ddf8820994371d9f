import { expect, it } from 'vitest'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { rebuildRollUps } from '../../activity/roll-ups/rebuild.ts'
import { applyRetention } from './apply.ts'
import { batch, callsIn, rolledUp, writeCalls } from './old-activity.fixture.ts'
import { readPastRuns } from './past-runs.ts'
import { planRetention, type TablePlan } from './plan.ts'
import { DEFAULT_POLICY, type Policy, parsePolicy } from './policy.ts'

const here = temporaryStores()
const NOW = new Date('2026-11-24T13:00:00Z')
/** Kept from 2026-09-15 on. */
const POLICY = parsePolicy('inference: 70d', 'policy.yaml')

const CALLS = [
  ['a', '2026-06-30 10:00:00'],
  ['b', '2026-08-01 10:00:00'],
  ['a', '2026-09-01 00:00:00'],
  ['a', '2026-09-14 23:59:59.999'],
  ['a', '2026-09-15 00:00:00'],
  ['b', '2026-11-24 12:00:00'],
  // A clock that is ahead.
  ['b', '2027-01-01 00:00:00'],
] as const

const KEPT = ['a 2026-09-15 00:00:00', 'b 2026-11-24 12:00:00', 'b 2027-01-01 00:00:00']

it('removes what happened before the first day kept, and nothing else', async () => {
  await writeCalls(here.stores, CALLS)
  const [planned] = await plan()
  expect(planned).toMatchObject({
    keptFrom: '2026-09-15',
    rows: 7,
    removedRows: 4,
    heldRows: 0,
    oldest: '2026-06-30T10:00:00.000Z',
    newest: '2027-01-01T00:00:00.000Z',
    oldestKept: '2026-09-15T00:00:00.000Z',
  })
  // June and August go whole, September is written anew.
  expect(planned?.removals.map(({ partition, where }) => [partition, where === null])).toEqual([
    ['202606', true],
    ['202608', true],
    ['202609', false],
  ])
  expect(await callsIn(here.stores)).toHaveLength(7)

  const [done] = await apply()
  expect({ ...done, removedBytes: 0 }).toEqual({ ...planned, removedBytes: 0 })
  expect(done?.removedBytes).toBeGreaterThan(0)
  expect(await callsIn(here.stores)).toEqual(KEPT)
})

it('removes nothing more when it is run again, and little by little what a day later is over', async () => {
  await writeCalls(here.stores, CALLS)
  await apply()
  expect((await apply())[0]).toMatchObject({ removedRows: 0, removedBytes: 0, rows: 3 })
  expect((await apply(POLICY, new Date('2026-11-25T00:00:00Z')))[0]).toMatchObject({
    removedRows: 1,
    rows: 3,
  })
  expect(await callsIn(here.stores)).toEqual(KEPT.slice(1))
})

it('removes the copies of a row that arrived twice', async () => {
  await writeCalls(here.stores, CALLS.slice(3, 5))
  await here.stores.analytics.command(
    'INSERT INTO inference_row SELECT * REPLACE (batch + 1 AS batch) FROM inference_row',
  )
  expect((await apply())[0]).toMatchObject({ rows: 2, removedRows: 1 })
  expect(await here.stores.analytics.query('SELECT count() AS n FROM inference_row FINAL')).toEqual([
    { n: 1 },
  ])
})

it('keeps the roll-ups of activity that is gone, also where it was never rolled up before', async () => {
  await writeCalls(here.stores, CALLS)
  await apply()
  const rolled = [
    '2026-06-30 a 1',
    '2026-08-01 b 1',
    '2026-09-01 a 1',
    '2026-09-14 a 1',
    '2026-09-15 a 1',
    '2026-11-24 b 1',
    '2027-01-01 b 1',
  ]
  expect(await rolledUp(here.stores, 'inference')).toEqual(rolled)
  // Somebody's account changed: every day since is to be rebuilt.
  await here.stores.analytics.insert(
    'dirty_row',
    ['2026-06-30', '2026-09-14', '2026-09-15'].map((day) => ({ activity: 'inference', day, batch: 1_000 })),
  )
  await here.stores.records.db
    .insertInto('intake_batch')
    .values({ id: 1_000, input: 1, start: 0, end: 1, started_at: NOW.toISOString(), finished_at: null })
    .execute()
  expect((await rebuildRollUps(here.stores)).days).toEqual(['2026-09-15'])
  expect(await rolledUp(here.stores, 'inference')).toEqual(rolled)
})

it('counts rejects from when they were taken, and lines passed over apart', async () => {
  const { analytics, records } = here.stores
  const days = ['2026-05-01', '2026-07-01', '2026-10-01']
  for (const [at, day] of days.entries()) {
    const number = await batch(here.stores)
    await records.db
      .updateTable('intake_batch')
      .set({ started_at: `${day}T08:00:00.000Z` })
      .where('id', '=', number)
      .execute()
    await analytics.insert(
      'reject_row',
      [0, 1].map((expected) => ({
        source: 's',
        input: '1',
        file: 'f',
        offset: at,
        reason: 'r',
        line: 'x',
        line_bytes: 1,
        expected,
        event_id: String(2 * at + expected),
        batch: number,
      })),
    )
  }
  const policy = parsePolicy('reject: 150d\npassed_over: 60d', 'p')
  const byName = new Map((await apply(policy)).map((plan) => [plan.table.name, plan]))
  expect(byName.get('reject')).toMatchObject({
    rows: 3,
    removedRows: 1,
    oldest: '2026-05-01T08:00:00.000Z',
    oldestKept: '2026-07-01T08:00:00.000Z',
  })
  expect(byName.get('passed_over')).toMatchObject({ rows: 3, removedRows: 2 })
  expect(await analytics.query('SELECT count() AS n FROM reject')).toEqual([{ n: 2 }])
  expect(await analytics.query('SELECT count() AS n FROM passed_over')).toEqual([{ n: 1 }])
})

it('writes down what it removed, and keeps that', async () => {
  await writeCalls(here.stores, CALLS)
  await apply()
  await apply(POLICY, new Date('2026-11-25T00:00:00Z'))
  expect(await readPastRuns(here.stores.analytics, 10)).toMatchObject([
    { at: '2026-11-25T00:00:00.000Z', before: '2026-09-16', rows: 1, isFinished: true },
    {
      at: '2026-11-24T13:00:00.000Z',
      policy: 'policy.yaml',
      table: 'inference',
      term: '70d',
      before: '2026-09-15',
      rows: 4,
      heldRows: 0,
      isFinished: true,
    },
  ])
})

it('removes nothing of an empty store', async () => {
  for (const done of await apply(DEFAULT_POLICY)) {
    expect(done).toMatchObject({ rows: 0, removedRows: 0, removedBytes: 0, oldest: null, oldestKept: null })
  }
})

async function plan(policy: Policy = POLICY): Promise<TablePlan[]> {
  return planRetention(here.stores, policy, NOW)
}

async function apply(policy: Policy = POLICY, now = NOW): Promise<TablePlan[]> {
  const done: TablePlan[] = []
  for await (const table of applyRetention(here.stores, policy, now)) done.push(table)
  return done
}

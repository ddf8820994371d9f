import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { ingest } from '../../activity/intake/ingest.ts'
import type { FileResult } from '../../activity/intake/result.ts'
import { rebuildRollUps } from '../../activity/roll-ups/rebuild.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import type { Stores } from '../../store/stores.ts'
import { applyRetention } from './apply.ts'
import { batch, callsIn, rolledUp, writeCalls } from './old-activity.fixture.ts'
import { readPastRuns } from './past-runs.ts'
import { parsePolicy } from './policy.ts'

const here = temporaryStores()
const folder = temporaryFolder()
const NOW = new Date('2026-11-24T13:00:00Z')
/** Kept from 2026-09-15 on. */
const POLICY = parsePolicy('inference: 70d\nflow_counter: 70d', 'policy.yaml')

const OLD = ['2026-05-10', '2026-05-11', '2026-09-14']
const ROLLED_UP = ['2026-05-10 a 1', '2026-05-11 a 1', '2026-09-14 a 1', '2026-10-01 a 1']

it('does not take a file again whose rows it removed', async () => {
  const path = log('old.log', [...OLD, '2026-10-01'])
  expect(await take(path)).toMatchObject({ accepted: 4 })
  await apply()
  expect(await callsIn(here.stores)).toEqual(['a 2026-10-01 22:14:33'])
  expect(await take(path)).toMatchObject({ accepted: 0, duplicates: 4 })
  expect(await take(log('copy.log', [...OLD, '2026-10-01']))).toMatchObject({ accepted: 0, duplicates: 4 })
  appendFileSync(path, line('2026-10-02'))
  expect(await take(path)).toMatchObject({ accepted: 1, duplicates: 4 })
  await rebuildRollUps(here.stores)
  expect(await callsIn(here.stores)).toEqual(['a 2026-10-01 22:14:33', 'a 2026-10-02 22:14:33'])
  expect(await rolledUp(here.stores, 'inference')).toEqual([...ROLLED_UP, '2026-10-02 a 1'])
})

it('counts no act twice where an old file comes back changed, and removes it again', async () => {
  const rolled = ROLLED_UP.with(2, '2026-09-14 a 2')
  await take(log('whole.log', [...OLD, '2026-09-14', '2026-10-01']))
  await apply()
  // Cut off, it is another file to the journal, and the rows that would tell are gone.
  await take(log('cut.log', OLD))
  await rebuildRollUps(here.stores)
  expect(await rolledUp(here.stores, 'inference')).toEqual(rolled)
  await apply()
  expect(await callsIn(here.stores)).toEqual(['a 2026-10-01 22:14:33'])
  expect(await rolledUp(here.stores, 'inference')).toEqual(rolled)
})

it('rolls up old logs of days that it never removed anything from', async () => {
  await take(log('old.log', OLD))
  await apply()
  await take(log('found.log', ['2026-05-12']))
  await rebuildRollUps(here.stores)
  expect(await rolledUp(here.stores, 'inference')).toEqual([
    '2026-05-10 a 1',
    '2026-05-11 a 1',
    '2026-05-12 a 1',
    '2026-09-14 a 1',
  ])
})

it('keeps roll-ups of removed days when the directory changes', async () => {
  await take(log('old.log', [...OLD, '2026-10-01']))
  await apply()
  const accounts = join(folder, 'accounts.csv')
  writeFileSync(accounts, 'account,system,person,from,to\na,,amber.heron,,\n')
  await take(accounts)
  await rebuildRollUps(here.stores)
  expect(await rolledUp(here.stores, 'inference')).toEqual([
    ...ROLLED_UP.slice(0, 3),
    '2026-10-01 amber.heron 1',
  ])
})

it('leaves what flowed since a reading as it was when the reading before is past its term', async () => {
  const { analytics } = here.stores
  const number = await batch(here.stores)
  const reading = (counter: string, time: string, bytes: number) => ({
    time,
    source: 'wg',
    account: counter,
    counter,
    since: '2026-01-01 00:00:00',
    dst_ip: '198.51.100.55',
    bytes_out: bytes,
    event_id: String(bytes),
    batch: number,
  })
  await analytics.insert('flow_counter_row', [
    reading('kept', '2026-09-01 00:00:00', 100),
    reading('kept', '2026-09-10 00:00:00', 1_000),
    reading('kept', '2026-09-20 00:00:00', 1_001),
    reading('ended', '2026-09-01 00:00:00', 200),
    reading('ended', '2026-09-10 00:00:00', 300),
  ])
  await rebuildRollUps(here.stores)
  const before = await rolledUp(here.stores, 'flow')
  expect(before).toContain('2026-09-20 kept 1')
  const done = await apply()
  expect(done.find(({ table }) => table.name === 'flow_counter')).toMatchObject({
    removedRows: 3,
    neededRows: 1,
  })
  await analytics.insert('dirty_row', [
    { activity: 'flow_counter', day: '2026-09-20', batch: await batch(here.stores) },
  ])
  expect((await rebuildRollUps(here.stores)).days).toEqual(['2026-09-20'])
  expect(await rolledUp(here.stores, 'flow')).toEqual(before)
})

it('ends the same after it was killed at any statement', async () => {
  const calls = [
    ['a', '2026-06-30 10:00:00'],
    ['b', '2026-08-01 10:00:00'],
    ['a', '2026-09-14 23:59:59'],
    ['a', '2026-09-15 00:00:00'],
  ] as const
  const outcome = async () => ({
    calls: await callsIn(here.stores),
    rolledUp: await rolledUp(here.stores, 'inference'),
    thinned: await here.stores.analytics.query('SELECT name, day FROM thinned ORDER BY day'),
  })
  await writeCalls(here.stores, calls)
  await apply()
  const undisturbed = await outcome()
  expect(undisturbed).toMatchObject({ calls: ['a 2026-09-15 00:00:00'], thinned: [{}, {}, {}] })

  const endings = new Set<boolean>()
  let kills = 0
  for (; ; kills += 1) {
    for (const table of ['inference_row', 'inference_hour_row', 'thinned_row', 'retention_row']) {
      await here.stores.analytics.alterStored(table, 'DROP PARTITION ALL')
    }
    await writeCalls(here.stores, calls)
    const end = await apply(killedAt(here.stores, kills)).catch((error: Error) => error.message)
    expect(end).toEqual(end === 'killed' ? 'killed' : expect.any(Array))
    await apply(here.stores, new Date(NOW.getTime() + 1))
    expect(await outcome(), `after write ${kills}`).toEqual(undisturbed)
    for (const { isFinished } of await readPastRuns(here.stores.analytics, 10)) endings.add(isFinished)
    if (end !== 'killed') break
  }
  expect(kills).toBeGreaterThan(8)
  expect([...endings].sort()).toEqual([false, true])
  expect((await readPastRuns(here.stores.analytics, 10)).map(({ rows }) => rows)).toEqual([3])
}, 240_000)

/** The same stores, of which the analytics dies before it writes for the n-th time. */
function killedAt({ analytics, records, close }: Stores, writes: number): Stores {
  let left = writes
  const dying = <Call extends (...of: never[]) => Promise<void>>(call: Call) =>
    (async (...of: Parameters<Call>) => {
      if (left === 0) throw new Error('killed')
      left -= 1
      await call.apply(analytics, of)
    }) as Call
  const mortal: AnalyticsStore = new Proxy(analytics, {
    get(target, name: keyof AnalyticsStore) {
      if (name === 'command') return dying(target.command)
      if (name === 'insert') return dying(target.insert)
      if (name === 'alterStored') return dying(target.alterStored)
      const value = target[name]
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return { analytics: mortal, records, close }
}

function line(day: string): string {
  return `${day}T22:14:33Z POST /v1/completions user=a src=10.50.100.47 tokens_in=1 tokens_out=2\n`
}

function log(name: string, days: readonly string[]): string {
  const path = join(folder, name)
  writeFileSync(path, days.map(line).join(''))
  return path
}

async function take(path: string): Promise<FileResult | undefined> {
  const results: FileResult[] = []
  for await (const result of ingest(here.stores, [path])) results.push(result)
  return results[0]
}

async function apply(stores: Stores = here.stores, now = NOW) {
  const done = []
  for await (const table of applyRetention(stores, POLICY, now)) done.push(table)
  return done
}

import { expect, it } from 'vitest'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { detect } from '../../detect/detect.ts'
import type { Signal } from '../../detect/signal.ts'
import { readSignals, replaceSignals } from '../../detect/signal-store.ts'
import { joinCases } from '../join-cases.ts'
import { madeSignal } from '../made-signal.fixture.ts'
import { caseReader } from '../read-cases.ts'
import { applyRetention } from './apply.ts'
import { batch, callsIn, writeCalls } from './old-activity.fixture.ts'
import { planRetention, type TablePlan } from './plan.ts'
import { type Policy, parsePolicy } from './policy.ts'

const here = temporaryStores()
const NOW = new Date('2026-11-24T13:00:00Z')
/** A name is whatever a log says. */
const THIEF = "cobalt'; DROP TABLE inference_row; --"
const EVERYTHING = { from: '1970-01-01', until: '2099-12-31' }
/** Kept from 2026-09-15 on. */
const POLICY = parsePolicy('inference: 70d\nsession: 70d\nflow: 70d', 'policy.yaml')

const CALLS = [
  // The case's window is the day of the signal and two weeks after its last act.
  [THIEF, '2026-05-09 23:59:59'],
  [THIEF, '2026-05-10 00:00:00'],
  ['amber.heron', '2026-05-10 12:00:00'],
  [THIEF, '2026-05-24 23:59:59'],
  [THIEF, '2026-05-25 00:00:00'],
  ['amber.heron', '2026-10-01 12:00:00'],
] as const

it('holds back what an open case rests on until it is closed', async () => {
  await writeCalls(here.stores, CALLS)
  await openCase([signal('2026-05-10')])
  expect((await planRetention(here.stores, POLICY, NOW))[0]).toMatchObject({
    removedRows: 3,
    heldRows: 2,
    oldestKept: '2026-05-10T00:00:00.000Z',
  })
  await apply()
  const held = [`${THIEF} 2026-05-10 00:00:00`, `${THIEF} 2026-05-24 23:59:59`]
  expect(await callsIn(here.stores)).toEqual([...held, 'amber.heron 2026-10-01 12:00:00'])
  expect((await apply())[0]).toMatchObject({ removedRows: 0, heldRows: 2 })

  await close()
  expect((await apply())[0]).toMatchObject({ removedRows: 2, heldRows: 0 })
  expect(await callsIn(here.stores)).toEqual(['amber.heron 2026-10-01 12:00:00'])
})

it('holds back a case that nobody has decided about', async () => {
  await writeCalls(here.stores, CALLS)
  await replaceSignals(here.stores.analytics, [signal('2026-05-10')], EVERYTHING)
  expect((await planRetention(here.stores, POLICY, NOW))[0]).toMatchObject({ heldRows: 2 })
})

it('holds back every channel, and the lease that says whose flows they were', async () => {
  const { analytics } = here.stores
  const number = await batch(here.stores)
  const lease = (ip: string, account: string, from: string, to: string, id: string) => ({
    time: from,
    source: 'dhcp',
    account,
    how: 'lease',
    ip,
    started: from,
    ended: to,
    event_id: id,
    batch: number,
  })
  await analytics.insert('session_row', [
    lease('10.0.0.1', 'other', '2026-05-01 00:00:00', '2026-05-05 00:00:00', '1'),
    lease('10.0.0.1', THIEF, '2026-05-05 00:00:00', '2026-05-11 00:00:00', '2'),
    lease('10.0.0.1', 'other', '2026-05-11 00:00:00', '2026-05-12 00:00:00', '3'),
    lease('10.0.0.2', THIEF, '2026-04-01 00:00:00', '2026-04-02 00:00:00', '4'),
    // Over for long, but nothing says until when: activity that is kept may rest on it.
    { ...lease('10.0.0.3', 'other', '2026-04-01 00:00:00', '', '5'), ended: null },
    // Ended by the next one.
    { ...lease('10.0.0.4', 'other', '2026-04-01 00:00:00', '', '6'), ended: null },
    lease('10.0.0.4', 'other', '2026-06-01 00:00:00', '2026-06-02 00:00:00', '7'),
    lease('10.0.0.5', 'other', '2026-09-14 00:00:00', '2026-09-15 00:00:00.001', '8'),
  ])
  await analytics.insert(
    'flow_row',
    ['2026-05-04 12:00:00', '2026-05-10 12:00:00', '2026-05-11 12:00:00'].map((time, at) => ({
      time,
      source: 'flow-log',
      src_ip: '10.0.0.1',
      dst_ip: '198.51.100.55',
      bytes_out: 1 + at,
      event_id: String(at + 1),
      batch: number,
    })),
  )
  await analytics.reloadDictionaries()
  await openCase([signal('2026-05-10')])
  const allTerms = parsePolicy(
    ['inference', 'artifact', 'object', 'flow', 'flow_counter', 'web', 'session']
      .map((name) => `${name}: 70d`)
      .join('\n'),
    'p',
  )
  const byName = new Map((await apply(allTerms)).map((plan) => [plan.table.name, plan]))
  expect(byName.get('flow')).toMatchObject({ removedRows: 2, heldRows: 1 })
  expect(byName.get('session')).toMatchObject({ removedRows: 5, heldRows: 1, neededRows: 2 })
  await analytics.reloadDictionaries()
  expect(await analytics.query('SELECT person, bytes_out FROM flow')).toEqual([
    { person: THIEF, bytes_out: 2 },
  ])
  // Where other activity is kept for ever, so is every lease.
  expect(
    (await planRetention(here.stores, POLICY, NOW)).find(({ table }) => table.name === 'session'),
  ).toMatchObject({
    removedRows: 0,
  })
})

it('leaves what a case says was taken as it was', async () => {
  const { analytics } = here.stores
  const hour = (person: string, time: string) => ({
    hour: time,
    person,
    endpoint: '/v1/completions',
    requests: 10,
    logprob_requests: 10,
    tokens_out: 100,
    asset: 'titanlm-70b',
    version: 1,
    deleted: 0,
  })
  await analytics.insert('inference_hour_row', [
    hour(THIEF, '2025-05-09 23:00:00'),
    hour(THIEF, '2025-05-10 22:00:00'),
    hour(THIEF, '2025-08-01 22:00:00'),
    hour('amber.heron', '2025-05-10 22:00:00'),
  ])
  await openCase([signal('2025-05-10')])
  const [before] = await caseReader(here.stores).list()
  const rolled = (await apply(parsePolicy('inference_hour: 1y', 'p'))).find(
    ({ table }) => table.name === 'inference_hour',
  )
  expect(rolled).toMatchObject({ removedRows: 2, heldRows: 2 })
  expect((await caseReader(here.stores).list())[0]).toEqual(before)
})

it('does not let detection take back what it said of days whose roll-ups are gone', async () => {
  const { analytics } = here.stores
  await analytics.insert('inference_hour_row', [
    { hour: '2025-05-10 22:00:00', person: 'a', requests: 1, version: 1, deleted: 0 },
    { hour: '2026-11-20 22:00:00', person: 'a', requests: 1, version: 1, deleted: 0 },
  ])
  const signals = [signal('2025-05-10'), signal('2025-08-28'), signal('2025-08-29'), signal('2026-11-20')]
  await replaceSignals(analytics, signals, EVERYTHING)
  const rolled = await apply(parsePolicy('inference_hour: 1y', 'p'))
  expect(rolled.find(({ table }) => table.name === 'inference_hour')).toMatchObject({ removedRows: 1 })
  // The later two it can judge, and of them these roll-ups say nothing.
  await detect(analytics)
  expect((await readSignals(analytics)).map(({ id }) => id)).toEqual([
    'distillation-2025-05-10',
    'distillation-2025-08-28',
  ])
})

it('removes the signals of a closed case together or not at all', async () => {
  const { analytics } = here.stores
  await openCase([
    signal('2026-06-01'),
    // Too weak to open anything, and long ago.
    { ...signal('2026-01-10'), evidence: 5 },
    signal('2026-07-20'),
  ])
  const policy = parsePolicy('signal: 140d', 'p')
  expect(await signalsAfter(policy)).toEqual(['distillation-2026-06-01', 'distillation-2026-07-20'])
  await close()
  expect(await signalsAfter(policy)).toEqual(['distillation-2026-06-01', 'distillation-2026-07-20'])
  expect(await signalsAfter(parsePolicy('signal: 125d', 'p'))).toEqual([])

  async function signalsAfter(applied: Policy): Promise<string[]> {
    await apply(applied)
    return (await readSignals(analytics)).map(({ id }) => id)
  }
})

function signal(day: string): Signal {
  return madeSignal(day, { person: THIEF })
}

async function openCase(signals: readonly Signal[]): Promise<void> {
  await replaceSignals(here.stores.analytics, signals, EVERYTHING)
  expect(await joinCases(here.stores)).toMatchObject({ cases: 1, opened: 1 })
}

async function close(): Promise<void> {
  await here.stores.records.db.updateTable('case_record').set({ state: 'closed' }).execute()
}

async function apply(policy: Policy = POLICY): Promise<TablePlan[]> {
  const done: TablePlan[] = []
  for await (const table of applyRetention(here.stores, policy, NOW)) done.push(table)
  return done
}

import { describe, expect, it } from 'vitest'
import { temporaryStores } from '../../test/support/temporary-stores.ts'
import { except } from '../detect/feedback/exceptions.ts'
import { readFeedback } from '../detect/feedback/read-feedback.ts'
import type { Signal } from '../detect/signal.ts'
import { replaceSignals } from '../detect/signal-store.ts'
import { undo } from '../store/records/decisions.ts'
import { giveVerdict, undoDecision } from './give-verdict.ts'
import { joinCases, readJoined } from './join-cases.ts'
import { madeSignal } from './made-signal.fixture.ts'
import { caseReader } from './read-cases.ts'

const place = temporaryStores()
const BY = { by: 'ada@example.com', reason: 'A benchmark that was ordered.' }
const SPAN = { from: '2026-01-01', until: '2026-12-31' }

const raise = (...signals: readonly Signal[]) => replaceSignals(place.stores.analytics, signals, SPAN)

describe('an exception', () => {
  const about = { person: 'cobalt.mirror', rule: 'distillation' }

  it('opens no case, leaves the signal as it is, and opens it when undone', async () => {
    const { stores } = place
    await raise(madeSignal('2026-03-10'))
    const { id } = await except(stores.records, { about, from: '2026-03-01', until: '2026-03-31' }, BY)
    expect(await joinCases(stores)).toEqual({ cases: 0, opened: 0, reopened: 0 })
    const { decisions } = await readFeedback(stores.analytics, stores.records)
    expect(decisions).toEqual([expect.objectContaining({ id, heldBack: 1 })])
    await undo(stores.records, id, BY)
    expect(await joinCases(stores)).toEqual({ cases: 1, opened: 1, reopened: 0 })
  })

  it('ends with its last day; what it covered is told beside the case', async () => {
    const { stores } = place
    await raise(madeSignal('2026-03-10'), madeSignal('2026-03-12'))
    await except(stores.records, { about, from: '2026-03-01', until: '2026-03-11' }, BY)
    await joinCases(stores)
    const [joined, ...others] = await readJoined(stores)
    expect(others).toEqual([])
    expect(joined?.signals.map(({ id }) => id)).toEqual(['distillation-2026-03-12'])
    expect(joined?.excepted).toEqual([
      expect.objectContaining({ id: 'distillation-2026-03-10', exception: expect.objectContaining(BY) }),
    ])
    const found = await caseReader(stores).show(joined?.id ?? '')
    expect(found?.excepted?.map(({ id }) => id)).toEqual(['distillation-2026-03-10'])
    const evidence = await caseReader(stores).evidence(
      joined?.id ?? '',
      { signal: 'distillation-2026-03-10' },
      1,
    )
    expect(evidence.sql).toContain('inference')
  })

  it('of a destination fits where most was sent there, and nowhere else', async () => {
    const { stores } = place
    const flow = (hour: string, destination: string, bytes_out: number) => ({
      hour: `${hour}:00:00`,
      person: 'cobalt.mirror',
      destination,
      dst_ip: '',
      tunnel: '',
      is_internal: 0,
      flows: 1,
      bytes_out,
      bytes_in: 0,
      duration_s: 1,
      version: 1,
      deleted: 0,
    })
    await stores.analytics.insert('flow_hour_row', [
      flow('2026-03-10 22', 'a.vendor.example', 60),
      flow('2026-03-10 23', 'else.example', 40),
      flow('2026-03-12 22', 'a.vendor.example', 40),
      flow('2026-03-12 23', 'else.example', 60),
    ])
    const egress = { rule: 'tunnel-egress', channel: 'egress' } as const
    const collected = { rule: 'registry-bulk', channel: 'registry' } as const
    await raise(
      madeSignal('2026-03-09', collected),
      madeSignal('2026-03-10', egress),
      madeSignal('2026-03-12', egress),
    )
    const until = '2026-03-31'
    await except(
      stores.records,
      { about: { destination: '*.vendor.example' }, from: '2026-03-01', until },
      BY,
    )
    const [joined] = await readJoined(stores)
    expect(joined?.excepted.map(({ id }) => id)).toEqual(['tunnel-egress-2026-03-10'])
    expect(joined?.signals.map(({ id }) => id)).toEqual([
      'registry-bulk-2026-03-09',
      'tunnel-egress-2026-03-12',
    ])
  })
})

describe('a verdict', () => {
  const stateOf = async (id: string) =>
    place.stores.records.db
      .selectFrom('case_record')
      .select(['state', 'owner'])
      .where('id', '=', id)
      .executeTakeFirst()

  it('closes the case for whoever gave it, and opens it when undone', async () => {
    const { stores } = place
    await raise(madeSignal('2026-03-10'))
    await joinCases(stores)
    const { id, subject, detail } = await giveVerdict(stores.records, 'cobalt.mirror', 'honest', BY)
    expect(detail).toEqual({ is: 'honest', person: 'cobalt.mirror', from: '2026-03-10', to: '2026-03-10' })
    expect(await stateOf(subject)).toEqual({ state: 'closed', owner: BY.by })
    expect((await caseReader(stores).show(subject))?.verdict).toMatchObject({ is: 'honest', by: BY.by })
    await undoDecision(stores.records, id, BY)
    expect((await stateOf(subject))?.state).toBe('open')
    expect((await caseReader(stores).show(subject))?.verdict).toBe(null)
  })

  it('under another leaves the case closed when the other is undone', async () => {
    const { stores } = place
    await raise(madeSignal('2026-03-10'))
    await joinCases(stores)
    await giveVerdict(stores.records, 'cobalt.mirror', 'unclear', BY)
    const { id, subject } = await giveVerdict(stores.records, 'cobalt.mirror', 'theft', BY)
    await undoDecision(stores.records, id, BY)
    expect((await stateOf(subject))?.state).toBe('closed')
  })

  it('leaves no decision where it is refused', async () => {
    const { stores } = place
    await raise(madeSignal('2026-03-10'))
    await joinCases(stores)
    const refused = giveVerdict(stores.records, 'cobalt.mirror', 'honest', { ...BY, reason: ' ' })
    await expect(refused).rejects.toMatchObject({ code: 'bad-input' })
    await expect(giveVerdict(stores.records, 'nobody', 'honest', BY)).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(giveVerdict(stores.records, '', 'honest', BY)).rejects.toMatchObject({ code: 'not-found' })
    expect((await readFeedback(stores.analytics, stores.records)).decisions).toEqual([])
  })
})

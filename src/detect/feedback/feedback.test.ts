import { describe, expect, it } from 'vitest'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { decide, decisionsIn, undo } from '../../store/records/decisions.ts'
import { budgetIn, setBudget } from './budget.ts'
import { describeDecision, effectOf } from './describe-decision.ts'
import { except, exceptionFor, exceptionsIn } from './exceptions.ts'
import { readFeedback } from './read-feedback.ts'
import { changeThreshold, revertThreshold, thresholdHistory, thresholdIn } from './threshold.ts'
import { excludedDays, excludedIn, recordVerdict, verdictsIn } from './verdicts.ts'
import { ordinaryWeeks, realisedRate } from './weeks.ts'

const place = temporaryStores()
const BY = { by: 'ada@example.com', reason: 'She asked for it.' }
const CASE = { id: 'c1', person: 'amber.heron', from: '2026-03-10', to: '2026-03-12' }

describe('a verdict', () => {
  it('of theft leaves the days out of what is ordinary, until it is undone', async () => {
    const { records } = place.stores
    const { id } = await recordVerdict(records, CASE, 'theft', BY)
    expect(await excludedDays(records)).toEqual([
      { person: 'amber.heron', from: '2026-03-10', to: '2026-03-12' },
    ])
    await undo(records, id, BY)
    expect(await excludedDays(records)).toEqual([])
  })

  it('is replaced by a newer one, and comes back when that is undone', async () => {
    const { records } = place.stores
    await recordVerdict(records, CASE, 'honest', BY)
    const { id } = await recordVerdict(records, CASE, 'theft', BY)
    expect((await verdictsIn(records)).map(({ is }) => is)).toEqual(['theft'])
    await undo(records, id, BY)
    expect((await verdictsIn(records)).map(({ is }) => is)).toEqual(['honest'])
  })

  it.each(['constructor', '__proto__', ''])('that there is not, %j, is refused', async (is) => {
    await expect(recordVerdict(place.stores.records, CASE, is as 'theft', BY)).rejects.toMatchObject({
      code: 'bad-input',
    })
  })

  it('names days as places in a grid', () => {
    const days = ['2026-03-09', '2026-03-10', '2026-03-11']
    expect(excludedIn(days, [CASE, { ...CASE, from: '2026-03-12' }, { ...CASE, to: '2026-03-08' }])).toEqual([
      { person: 'amber.heron', from: 1, to: 2 },
    ])
  })
})

describe('an exception', () => {
  const finding = {
    person: 'amber.heron',
    rule: 'tunnel-egress',
    assets: ['titanlm-70b'],
    destinations: ['a.vendor.example'],
    day: '2026-03-10',
  }
  const from = '2026-03-01'
  const until = '2026-03-31'

  it.each([
    [{ person: 'amber.heron' }, true],
    [{ person: 'amber' }, false],
    [{ destination: '*.Vendor.example' }, true],
    [{ destination: 'vendor.example' }, false],
    [{ asset: 'titanlm-70b', rule: 'tunnel-egress' }, true],
    [{ asset: 'titanlm-70b', rule: 'lake-bulk' }, false],
  ])('about %j fits: %s', async (about, fits) => {
    const { records } = place.stores
    await except(records, { about, from, until }, BY)
    expect(exceptionFor(await exceptionsIn(records), finding) !== null).toBe(fits)
  })

  it.each([
    ['2026-02-28', false],
    ['2026-03-01', true],
    ['2026-03-31', true],
    ['2026-04-01', false],
  ])('covers %s: %s', async (day, covered) => {
    const { records } = place.stores
    await except(records, { about: { person: 'amber.heron' }, from, until }, BY)
    expect(exceptionFor(await exceptionsIn(records), { ...finding, day }) !== null).toBe(covered)
  })

  it.each([
    [{ about: {}, until }, 'must name a person, a destination, an asset or a rule'],
    [{ about: { person: ' ' }, until }, 'must name a person'],
    [{ about: { person: 'p' }, from: until, until: from }, 'before it begins'],
    [{ about: { person: 'p' }, until: 'for ever' }, '"for ever" is not a day'],
    [{ about: { destination: '*' }, until }, 'The destination "*" has a *'],
    [{ about: { destination: '203.0.113.0/24' }, until }, 'not a network'],
  ])('is refused in one sentence: %j', async (wrong, sentence) => {
    await expect(except(place.stores.records, { from, ...wrong }, BY)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining(sentence),
    })
  })

  it('begins today where nobody says otherwise', async () => {
    const { records } = place.stores
    await except(records, { about: { rule: 'r' }, until }, BY, new Date('2026-03-05T10:00:00Z'))
    expect(await exceptionsIn(records)).toEqual([expect.objectContaining({ from: '2026-03-05', until })])
  })
})

describe('the budget', () => {
  it('is one case a week for 180 people, until somebody decides', async () => {
    const { records } = place.stores
    expect(await budgetIn(records, 360)).toEqual({ casesAWeek: 2, decision: null })
    const { id } = await setBudget(records, 0.5, BY)
    expect(await budgetIn(records, 360)).toMatchObject({ casesAWeek: 0.5, decision: { id } })
    await undo(records, id, BY)
    expect((await budgetIn(records, 360)).casesAWeek).toBe(2)
  })

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1001])('cannot be %d', async (cases) => {
    await expect(setBudget(place.stores.records, cases, BY)).rejects.toMatchObject({ code: 'bad-input' })
  })
})

describe('the threshold', () => {
  const weeks = ordinaryWeeks({ from: '2026-01-01', to: '2026-03-31' }, [])
  const fitted = { casesAWeek: 1, people: 180, weeks }

  it('keeps old, new, why and the weeks of every change, and goes back', async () => {
    const { records } = place.stores
    expect(await thresholdIn(records)).toBe(null)
    await changeThreshold(records, { ...fitted, threshold: 18.4 }, BY)
    await changeThreshold(records, { ...fitted, threshold: 17.1 }, BY)
    expect(await thresholdIn(records)).toMatchObject({ before: 18.4, threshold: 17.1, weeks, casesAWeek: 1 })
    expect(await revertThreshold(records, BY)).toMatchObject({ threshold: 18.4 })
    expect(await revertThreshold(records, BY)).toBe(null)
    await expect(revertThreshold(records, BY)).rejects.toMatchObject({ code: 'not-found' })
    expect(
      (await thresholdHistory(records)).map(({ threshold, decision }) => [threshold, decision.undone?.by]),
    ).toEqual([
      [17.1, BY.by],
      [18.4, BY.by],
    ])
  })

  it.each([
    [{ weeks: weeks.slice(0, 3) }, 'There are 3 whole weeks'],
    [{ threshold: Number.NaN }, 'which is no threshold'],
    [{ threshold: 0 }, 'which is no threshold'],
  ])('stays where a fit is worth nothing: %j', async (wrong, sentence) => {
    const change = changeThreshold(place.stores.records, { ...fitted, threshold: 18, ...wrong }, BY)
    await expect(change).rejects.toThrow(sentence)
    expect(await decisionsIn(place.stores.records)).toEqual([])
  })
})

describe('weeks', () => {
  it('that a theft touches are not fitted to', () => {
    const span = { from: '2026-01-01', to: '2026-03-31' }
    const all = ordinaryWeeks(span, [])
    expect(all).toHaveLength(8)
    expect(all[0]).toEqual({ from: '2026-03-25', to: '2026-03-31' })
    const without = ordinaryWeeks(span, [{ from: '2026-03-24', to: '2026-03-25' }])
    expect(without[0]).toEqual({ from: '2026-03-11', to: '2026-03-17' })
    expect(without).toHaveLength(8)
  })

  it('count cases by their last act, honest ones as false', () => {
    const verdict = (id: string, is: 'honest' | 'breach') => ({
      ...BY,
      decision: 1,
      at: '',
      is,
      case: { ...CASE, id },
    })
    const cases = ['a', 'b', 'c'].map((id) => ({ id, to: '2026-03-10' }))
    const rate = realisedRate(
      '2026-03-31',
      [...cases, { id: 'old', to: '2026-01-01' }],
      [verdict('a', 'honest'), verdict('b', 'breach'), verdict('old', 'honest')],
    )
    expect(rate).toEqual({ weeks: 8, honest: 1, otherwise: 1, undecided: 1, falseCasesAWeek: 1 / 8 })
  })
})

describe('decisions', () => {
  it('are told with their effect, also when they were undone', async () => {
    const { analytics, records } = place.stores
    await recordVerdict(records, CASE, 'honest', BY)
    const { id } = await setBudget(records, 2, BY)
    await undo(records, id, { ...BY, reason: 'No.' })
    await except(records, { about: { person: 'p' }, from: '2026-01-01', until: '2026-02-01' }, BY)
    const { decisions } = await readFeedback(analytics, records)
    expect(decisions).toEqual([
      expect.objectContaining({ kind: 'exception', heldBack: 0, undone: null }),
      expect.objectContaining({
        what: 'budget of 2 false cases a week',
        undone: expect.objectContaining({ reason: 'No.' }),
      }),
      expect.objectContaining({
        what: 'case c1 (amber.heron) was honest work',
        effect: expect.stringContaining('false one'),
      }),
    ])
  })

  it('are undone once, also by two at the same moment', async () => {
    const { records } = place.stores
    const { id } = await setBudget(records, 2, BY)
    const both = await Promise.allSettled([undo(records, id, BY), undo(records, id, BY)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(undo(records, id, BY)).rejects.toThrow(
      /already undone by ada@example.com on .*: She asked for it\.$/,
    )
    await expect(undo(records, 99, BY)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('keep hostile text as text, on one line (adversary: whoever writes a reason)', async () => {
    const { records } = place.stores
    const hostile = `'); DROP TABLE decision; --\n\u0000\u202e<script>`
    const decision = await decide(records, {
      kind: 'exception',
      subject: hostile,
      detail: { about: { person: hostile }, from: '2026-01-01', until: '2026-02-01' },
      by: hostile,
      reason: hostile,
    })
    const [kept] = await decisionsIn(records)
    expect(kept?.reason).toBe(`'); DROP TABLE decision; -- <script>`)
    expect(kept?.detail).toEqual(decision.detail)
    expect(describeDecision(decision)).toContain('DROP TABLE')
    expect(effectOf(decision)).toContain('open no case')
  })
})

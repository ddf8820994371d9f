import { describe, expect, it } from 'vitest'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { dayAfter } from '../../base/days.ts'
import { thresholdFor } from '../behaviour/score/thresholds.ts'
import { setBudget } from './budget.ts'
import { fitThreshold, refitThreshold, thresholdNow } from './refit.ts'
import { revertThreshold } from './threshold.ts'
import { recordVerdict } from './verdicts.ts'
import { ordinaryWeeks } from './weeks.ts'

const place = temporaryStores()
const BY = { by: 'ada@example.com', reason: 'A quarter has passed.' }
const LAST = '2026-03-31'
const weeks = ordinaryWeeks({ from: '2026-01-01', to: LAST }, [])

/** One day a week of a person each, the scores 1, 2, 3 … */
const rising = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    person: `p${at}`,
    at: dayAfter(LAST, -(at % 50)),
    total: at + 1,
  }))

describe('a fit', () => {
  it('opens as many cases as the budget allows, drawn half-way to the table where the weeks carry eight', () => {
    const { threshold } = fitThreshold(rising(100), { weeks, people: 180, casesAWeek: 1, thefts: [] })
    // Above 92 lie eight scores.
    expect(threshold).toBeCloseTo((91.5 + thresholdFor(1, 180)) / 2, 9)
  })

  it('counts days of one person within 14 as one case', () => {
    const run = Array.from({ length: 10 }, (_, back) => ({
      person: 'p',
      at: dayAfter(LAST, -back),
      total: 200 + back,
    }))
    const { threshold } = fitThreshold([...rising(100), ...run], {
      weeks,
      people: 180,
      casesAWeek: 1,
      thefts: [],
    })
    expect(threshold).toBeCloseTo((92.5 + thresholdFor(1, 180)) / 2, 9)
  })

  it('leaves the days of a theft out', () => {
    const theft = { person: 'thief', from: dayAfter(LAST, -20), to: LAST }
    const stolen = Array.from({ length: 20 }, (_, back) => ({
      person: 'thief',
      at: dayAfter(LAST, -back),
      total: 500 + back,
    }))
    const fitting = { weeks, people: 180, casesAWeek: 1 }
    expect(fitThreshold([...rising(100), ...stolen], { ...fitting, thefts: [theft] })).toEqual(
      fitThreshold(rising(100), { ...fitting, thefts: [] }),
    )
  })

  it('is the table’s where nothing was scored', () => {
    expect(fitThreshold([], { weeks, people: 180, casesAWeek: 1, thefts: [] }).threshold).toBe(
      thresholdFor(1, 180),
    )
  })
})

describe('a refit', () => {
  async function scored(days: number) {
    await place.stores.analytics.insert(
      'behaviour_score_row',
      Array.from({ length: days * 20 }, (_, at) => ({
        person: `p${at % 20}`,
        at: dayAfter(LAST, -Math.floor(at / 20)),
        total: 5 + ((at * 7919) % 1000) / 50,
        day: 0,
        week: 0,
        month: 0,
        quarter: 0,
        drip: 0,
        version: 1,
        deleted: 0,
      })),
    )
  }

  it('is recorded with its weeks, holds, and can be taken back', async () => {
    const { analytics, records } = place.stores
    await scored(100)
    await setBudget(records, 1, BY)
    await recordVerdict(records, { id: 'c', person: 'p1', from: '2026-03-20', to: '2026-03-26' }, 'theft', BY)
    const before = await thresholdNow(records, 20)
    const { threshold, weeks: fitted, people } = await refitThreshold(analytics, records, BY)
    expect(people).toBe(20)
    expect(fitted).toHaveLength(8)
    expect(fitted[0]).toEqual({ from: '2026-03-11', to: '2026-03-17' })
    expect(await thresholdNow(records, 20)).toBe(threshold)
    expect(threshold).not.toBe(before)
    await revertThreshold(records, BY)
    expect(await thresholdNow(records, 20)).toBe(before)
  })

  it('is refused without scores, and on too few weeks', async () => {
    const { analytics, records } = place.stores
    await expect(refitThreshold(analytics, records, BY)).rejects.toMatchObject({ code: 'not-found' })
    await scored(20)
    await expect(refitThreshold(analytics, records, BY)).rejects.toThrow('There are 2 whole weeks')
  })
})

import { expect, test } from 'vitest'
import type { StoredRanks } from '../run/stored-ranks.ts'
import type { TheftTruth } from '../theft-truth.ts'
import { caseCount, counted, fitThreshold, weeksOf } from './cases.ts'
import { goneByTheHour, outcomeOf } from './found.ts'
import { bootstrapMean, quantile, wilson } from './intervals.ts'
import { measure } from './measure.ts'

const DAYS = Array.from({ length: 70 }, (_, day) => new Date(day * 86_400_000).toISOString().slice(0, 10))

/** People whose scores are 0 but on some days. */
function ranks(people: readonly Readonly<Record<number, number>>[]): StoredRanks {
  const total = new Float64Array(people.length * DAYS.length)
  for (const [person, scores] of people.entries())
    for (const [day, score] of Object.entries(scores)) total[person * DAYS.length + Number(day)] = score
  return {
    grid: { people: people.map((_, at) => ({ person: `p${at}` })), days: DAYS },
    total,
    judged: new Uint8Array(total.length).fill(1),
    seconds: 1,
  }
}

const truth: TheftTruth = {
  family: 'B',
  version: 1,
  thieves: ['p0'],
  firstDay: DAYS[50] ?? '',
  lastDay: DAYS[60] ?? '',
  notice: null,
  destination: 'store.example.com',
  bytesSent: 100,
  sentInHour: { [`${DAYS[51]}T10:00:00Z`]: 30, [`${DAYS[51]}T12:00:00Z`]: 30, [`${DAYS[55]}T01:00:00Z`]: 40 },
}

test('a person opens one case in 14 days, and nothing counts before there are 42 days of history', () => {
  const some = counted(ranks([{ 10: 9, 45: 9, 50: 9, 58: 9, 59: 9 }]))
  expect(caseCount(some, 8)).toBe(2)
  expect(caseCount(some, 9)).toBe(0)
  expect(weeksOf(some)).toBeCloseTo(28 / 7 / 180)
})

test('the threshold is the lowest that keeps the budget', () => {
  const people = Array.from({ length: 90 }, (_, at) => ({ [45]: at + 1 }))
  const company = ranks(people)
  // 90 people for ten weeks: two cases a week for 180 people are ten.
  expect(caseCount(company, fitThreshold([company], 2))).toBe(10)
  expect(fitThreshold([company], 2)).toBeCloseTo(80)
})

test('a theft is found on the first day of any thief after its first act, with what was sent by then gone', () => {
  const before = { 49: 99 }
  expect(outcomeOf(7, ranks([before, { 51: 5 }]), truth, 4)).toEqual({ seed: 7, days: 1, gone: 0.6 })
  expect(outcomeOf(7, ranks([before, { 54: 5 }]), truth, 4)).toEqual({ seed: 7, days: 4, gone: 0.6 })
  expect(outcomeOf(7, ranks([before]), truth, 4)).toEqual({ seed: 7, days: null, gone: 1 })
})

test('by the hour only what was sent before the end of the first hour above the threshold is gone', () => {
  const hours = [
    { end: Date.parse(`${DAYS[51]}T11:00:00Z`), score: 3 },
    { end: Date.parse(`${DAYS[51]}T12:00:00Z`), score: 9 },
    { end: Date.parse(`${DAYS[51]}T13:00:00Z`), score: 9 },
  ]
  expect(goneByTheHour(hours, truth, 4)).toBe(0.3)
  expect(goneByTheHour(hours, truth, 10)).toBe(1)
})

test('a company’s figures: shares, false cases, look-back of honest leavers', () => {
  const company = {
    seed: 1,
    ordinary: ranks([{ 48: 6 }, { 55: 20 }, {}]),
    thefts: [{ truth, ranks: ranks([{ 53: 12 }]) }],
    notices: [
      { person: 'p0', day: 60 },
      { person: 'p2', day: 60 },
    ],
  }
  const result = measure('made up', { 0.25: 30, 0.5: 30, 1: 10, 2: 10, 5: 5 }, [company])
  expect(result.families).toHaveLength(1)
  expect(result.families[0]).toMatchObject({
    family: 'B',
    medianDays: 3,
    within1: { value: 0 },
    within7: { value: 1 },
  })
  expect(result.families[0]?.within30At).toEqual({ 0.25: 0, 0.5: 0, 1: 1, 2: 1, 5: 1 })
  expect(result.falseCases.map(({ cases }) => cases)).toEqual([0, 0, 1, 1, 2])
  expect(result.lookBack).toEqual({ honestResignations: 2, falseAResignation: 0.5 })
})

test('intervals hold what they are about', () => {
  expect(wilson(10, 10)).toMatchObject({ value: 1 })
  expect(wilson(10, 10).high).toBeCloseTo(1)
  expect(wilson(10, 10).low).toBeCloseTo(0.722, 3)
  const mean = bootstrapMean([[0], [0], [1], [1]])
  expect(mean.value).toBe(0.5)
  expect(mean.low).toBeLessThan(0.5)
  expect(mean.high).toBeGreaterThan(0.5)
  expect(quantile([3, 1, 2], 0.5)).toBe(2)
})

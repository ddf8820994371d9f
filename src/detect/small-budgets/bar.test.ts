import { describe, expect, test } from 'vitest'
import { barOf } from './bar.ts'
import { SMALL_BUDGETS } from './budgets.ts'
import { type Statistic, surpassing } from './surpassing.ts'

const budget = { perWeek: 0.1, windowDays: 1, floor: 10 }

describe('the bar', () => {
  test('is the floor while the past held fewer findings than the budget allows', () => {
    expect(barOf([], 8, 0.1, 10)).toEqual({ value: 10, floor: 10, ordinary: 0, weeks: 8, perWeek: 0.1 })
    expect(barOf([9, 9.9], 8, 0.1, 10).value).toBe(10)
    expect(barOf([11, 12], 8, 0.25, 10).value).toBe(10)
  })

  test('lies beyond what happens oftener, the further the smaller the budget', () => {
    const past = [10.5, 11, 11.5, 12, 12.5, 13]
    const bars = [0.5, 0.1, 0.01].map((perWeek) => barOf(past, 8, perWeek, 10).value)
    expect(bars[0]).toBeLessThan(bars[1] as number)
    expect(bars[1]).toBeLessThan(bars[2] as number)
    expect(bars[1]).toBeGreaterThan(13)
  })

  test('holds the budget on values that fall off exponentially', () => {
    // 40 peaks in 8 weeks, ln-spaced: 5 a week above the floor, so 0.1 a week above floor + ln 50.
    const past = Array.from({ length: 40 }, (_, at) => 10 + Math.log(40 / (at + 0.5)))
    expect(barOf(past, 8, 0.1, 10).value).toBeCloseTo(10 + Math.log(50), 0)
  })
})

describe('passing it', () => {
  const days = { from: 100, until: 200, wholeFrom: 0 }
  const one = (subject: string, day: number, value: number, people = [subject]): Statistic => ({
    subject,
    people,
    day,
    value,
  })
  const passed = (statistics: readonly Statistic[], over = days) =>
    surpassing(statistics, budget, 10, over).map(({ statistic }) => `${statistic.subject} ${statistic.day}`)

  test('is news once, until it has been quiet for four weeks', () => {
    expect(passed([100, 101, 120, 145, 174].map((day) => one('a', day, 15)))).toEqual(['a 100', 'a 174'])
    expect(passed([one('a', 90, 15), one('a', 105, 15)])).toEqual([])
  })

  test('rests on what others did before, and on nothing later', () => {
    const others = [60, 70, 80, 90].map((day, at) => one(`other-${at}`, day, 16 + at))
    expect(passed([...others, one('a', 110, 17)])).toEqual([])
    expect(passed([one('a', 110, 17), ...others.map((each) => ({ ...each, day: each.day + 60 }))])).toContain(
      'a 110',
    )
  })

  test('is not made harder by one’s own companions', () => {
    const ring = [60, 70, 80, 90].map((day, at) => one(`place-${at}`, day, 16 + at, ['a', `friend-${at}`]))
    expect(passed([...ring, one('place', 110, 17, ['a', 'b'])])).toEqual(['place 110'])
  })

  test('needs two weeks of past', () => {
    const start = { ...days, wholeFrom: 95 }
    expect(passed([one('a', 105, 15)], start)).toEqual([])
    expect(passed([one('a', 109, 15)], start)).toEqual(['a 109'])
  })

  test('gives the same whatever the order, and whichever days are asked about', () => {
    const past = [40, 60, 70, 88, 99, 130].map((day, at) => one(`other-${at % 4}`, day, 10.5 + at / 4))
    const all = [...past, ...[100, 103, 128, 150].map((day) => one('a', day, 14))]
    expect(passed(all.toReversed())).toEqual(passed(all))
    const split = [...passed(all, { ...days, until: 129 }), ...passed(all, { ...days, from: 129 })]
    expect(split).toEqual(passed(all))
  })
})

test('all budgets together are a fraction of the score’s one case a week', () => {
  const total = Object.values(SMALL_BUDGETS).reduce((sum, { perWeek }) => sum + perWeek, 0)
  expect(total).toBeLessThan(0.31)
})

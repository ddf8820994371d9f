import { describe, expect, it } from 'vitest'
import { dayAfter } from '../../../base/days.ts'
import type { Grid } from '../grid.ts'
import { CLOCKS, type Scores } from '../scores.ts'
import { casesOf, LEARNING_DAYS } from './cases-of.ts'
import { dayLines, type Scored } from './day-lines.ts'
import { THRESHOLDS, thresholdFor } from './thresholds.ts'

const DAYS = 72

/** Scores of one person by day; what is not said is 1 nat. */
function scoresOf(high: Readonly<Record<number, number>>): Scored {
  const days = Array.from({ length: DAYS }, (_, day) => dayAfter('2026-01-18', day))
  const always = () => new Uint8Array(DAYS).fill(1)
  const grid: Grid = {
    days,
    people: [{ person: 'amber', role: '', team: '', kind: 'human', from: 2, to: 70 }],
    values: new Map(),
    seen: { inference: always(), registry: always(), lake: new Uint8Array(DAYS), egress: always() },
  }
  const total = Float64Array.from({ length: DAYS }, (_, day) => high[day] ?? 1)
  const clocks = Object.fromEntries(CLOCKS.map((clock) => [clock, total])) as Scores['clocks']
  const judged = always()
  judged.fill(0, 0, 5)
  return {
    grid,
    total,
    clocks,
    judged,
  }
}

describe('thresholds', () => {
  it('are those of the table, and between them linear in the logarithm of the rate', () => {
    for (const { casesPerWeek, nats } of THRESHOLDS)
      expect(thresholdFor(casesPerWeek, 180)).toBeCloseTo(nats, 12)
    const [low, high] = [thresholdFor(1, 180), thresholdFor(2, 180)]
    expect(thresholdFor(Math.SQRT2, 180)).toBeCloseTo((low + high) / 2, 12)
  })

  it('go on beyond it, and ask for more evidence among more people', () => {
    const rates = [0.01, 0.1, 0.25, 0.7, 1, 3, 5, 20]
    const nats = rates.map((rate) => thresholdFor(rate, 180))
    expect(nats).toEqual(nats.toSorted((left, right) => right - left))
    expect(thresholdFor(1, 1800)).toBeGreaterThan(thresholdFor(1, 180))
  })
})

it('opens one case a person and 14 days, on the first day above the threshold', () => {
  const scores = scoresOf({ 3: 50, 8: 20, 9: 30, 21: 40, 22: 19 })
  expect(casesOf(scores, 18.4, 0).map(({ day }) => day)).toEqual([8, 22])
  expect(casesOf(scores, 25, 0).map(({ day }) => day)).toEqual([9])
  expect(casesOf(scores, 19, 0).map(({ day }) => day)).toEqual([8])
})

it('opens none in the days it learns from', () => {
  const scores = scoresOf({ [LEARNING_DAYS - 1]: 50, [LEARNING_DAYS]: 20 })
  expect(casesOf(scores, 18.4).map(({ day }) => day)).toEqual([LEARNING_DAYS])
})

it('says for every day what it scored, what it opens and what could not be seen', () => {
  const lines = [...dayLines(scoresOf({ 50: 22.1234567, 64: 19.5 }))]
  expect(lines).toHaveLength(69)
  expect(lines[0]).toEqual({
    person: 'amber',
    day: '2026-01-20',
    score: 0,
    judged: false,
    cannotSee: ['lake'],
  })
  expect(lines.filter((line) => line.judged && line.opens)).toEqual([
    {
      person: 'amber',
      day: '2026-03-09',
      score: 22.123457,
      judged: true,
      threshold: thresholdFor(1, 180),
      opens: true,
      casesPerWeek: 0.5,
      clocks: { day: 22.123457, week: 22.123457, month: 22.123457, quarter: 22.123457, drip: 22.123457 },
      cannotSee: ['lake'],
    },
    expect.objectContaining({ day: '2026-03-23', casesPerWeek: 1 }),
  ])
  const points = [...dayLines(scoresOf({ 50: 20 }), { pointsOf: () => [] })].filter(
    (line) => 'points' in line,
  )
  expect(points.map(({ day }) => day)).toEqual(['2026-03-09'])
  expect([...dayLines(scoresOf({}), { from: '2026-03-10', to: '2026-03-11' })].map(({ day }) => day)).toEqual(
    ['2026-03-10', '2026-03-11'],
  )
})

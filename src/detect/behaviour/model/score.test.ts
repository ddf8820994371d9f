import { describe, expect, it } from 'vitest'
import {
  cut,
  reordered,
  settling,
  silenced,
  withoutRoles,
  withServices,
} from '../../../../test/support/changed-grid.ts'
import { madeUpGrid } from '../../../../test/support/made-up-grid.ts'
import { naiveScores } from '../../../../test/support/naive-scores.ts'
import type { Grid } from '../grid.ts'
import type { MeasureName } from '../measures.ts'
import { CLOCKS, type Scores } from '../scores.ts'
import { scoreGrid } from './score.ts'

describe('scoreGrid', () => {
  it.each([
    ['people with a few services', madeUpGrid(26, 40, 3), []],
    ['many services', withServices(madeUpGrid(18, 50, 3)), []],
    [
      'two channels silent for a while',
      silenced(madeUpGrid(12, 64, 4), { registry: [40, 46], egress: [50, 59] }),
      [],
    ],
    ['a channel connected late', silenced(madeUpGrid(12, 56, 5), { lake: [0, 39] }), []],
    ['somebody under investigation', madeUpGrid(12, 60, 6), [{ person: 'person-00003', from: 20, to: 50 }]],
    ['hardly anybody', madeUpGrid(4, 40, 7), []],
    ['nobody else', madeUpGrid(1, 40, 7), []],
    ['unknown roles', withoutRoles(madeUpGrid(12, 50, 8)), []],
    ['measures that say nothing at first', settling(madeUpGrid(14, 70, 9)), []],
  ])('gives what the formulas say: %s', (_, grid, exclude) => {
    const scores = scoreGrid(grid, { exclude })
    const naive = naiveScores(grid, exclude)
    const days = grid.days.length
    let readable = 0
    for (const [person, { person: name }] of grid.people.entries())
      for (let day = 0; day < days; day++) {
        const at = person * days + day
        const expected = CLOCKS.map((clock) => naive.clocks[clock][person]?.[day] ?? Number.NaN)
        const isJudged = !Number.isNaN(naive.clocks.day[person]?.[day])
        const sum = isJudged ? expected.reduce((total, nats) => total + (nats || 0), 0) : 0
        readable += isJudged ? 1 : 0
        const where = `${name} on day ${day}`
        expect(scores.judged[at], where).toBe(isJudged ? 1 : 0)
        expect(scores.total[at], where).toBeCloseTo(sum, 9)
        for (const [index, clock] of CLOCKS.entries())
          expect(scores.clocks[clock][at], `${clock} of ${where}`).toBeCloseTo(expected[index] || 0, 9)
        expect(scores.ranked.drip.sum[at] || 0, where).toBeCloseTo(naive.drip[person]?.[day] || 0, 9)
      }
    expect(readable > 0).toBe(grid.people.length > 1)
  })

  it('gives the same bits whatever the order of people', () => {
    const grid = silenced(madeUpGrid(40, 80, 11), { egress: [60, 66] })
    const order = grid.people.map((_, at) => (at * 17 + 5) % grid.people.length)
    const shuffled = scoreGrid(reordered(grid, order))
    const straight = scoreGrid(grid)
    for (const [at, from] of order.entries()) expect(scoresOf(shuffled, at)).toEqual(scoresOf(straight, from))
  })

  it('changes no earlier day when days are added', () => {
    const grid = silenced(madeUpGrid(40, 80, 12), { registry: [50, 58] })
    const whole = scoreGrid(grid)
    for (const days of [30, 55, 79]) {
      const shorter = scoreGrid(cut(grid, days))
      for (const [person] of grid.people.entries())
        expect(scoresOf(shorter, person)).toEqual(scoresOf(whole, person).map((row) => row.slice(0, days)))
    }
  })

  it('takes what a measure did not say for unknown, not for nothing', () => {
    const grid = settling(madeUpGrid(40, 60, 13))
    const noise = new Map(
      [...grid.values].map(([measure, column]) => [measure, withNoiseBefore(grid, measure, column)]),
    )
    const noisy = scoreGrid({ ...grid, values: noise })
    const silent = scoreGrid(grid)
    for (const measure of ['rareEgress', 'newPrefixes', 'offRegistry'] as const)
      expect(noise.get(measure)).not.toEqual(grid.values.get(measure))
    expect(noisy.clocks.day).toEqual(silent.clocks.day)
    expect(noisy.single.nats).toEqual(silent.single.nats)
  })

  it('judges nobody in the first three weeks, and long clocks join later', () => {
    const scores = scoreGrid(madeUpGrid(60, 80, 14))
    const firstDay = (values: Float64Array | Uint8Array) =>
      Math.min(...[...values].flatMap((value, at) => (value > 0 ? [at % 80] : [])))
    expect(firstDay(scores.judged)).toBe(21)
    expect(firstDay(scores.clocks.month)).toBeGreaterThanOrEqual(34)
    expect(firstDay(scores.clocks.quarter)).toBeGreaterThanOrEqual(48)
    expect(Math.max(...scores.total)).toBeGreaterThan(0)
  })

  it('judges nothing on an empty grid', () => {
    expect(scoreGrid(madeUpGrid(0, 10)).total).toEqual(new Float64Array(0))
    expect(scoreGrid(cut(madeUpGrid(5, 10), 0)).total).toEqual(new Float64Array(0))
  })
})

/** Values on days on which the measure says nothing. */
function withNoiseBefore(grid: Grid, measure: MeasureName, column: Float64Array): Float64Array {
  const since = grid.since?.[measure] ?? 0
  return column.map((value, at) => (at % grid.days.length < since ? 1e9 + at : value))
}

/** Total, clocks and judged of one person, day by day. */
function scoresOf({ grid, total, clocks, judged }: Scores, person: number): number[][] {
  const of = (values: Float64Array | Uint8Array) => [
    ...values.subarray(person * grid.days.length, (person + 1) * grid.days.length),
  ]
  return [of(total), ...CLOCKS.map((clock) => of(clocks[clock])), of(judged)]
}

import { describe, expect, it } from 'vitest'
import {
  cut,
  reordered,
  silenced,
  withoutRoles,
  withServices,
} from '../../../../test/support/changed-grid.ts'
import { madeUpGrid } from '../../../../test/support/made-up-grid.ts'
import { naiveScores } from '../../../../test/support/naive-scores.ts'
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
  ])('gives what the formulas say: %s', (_, grid, exclude) => {
    const scores = scoreGrid(grid, { exclude })
    const naive = naiveScores(grid, exclude)
    const days = grid.days.length
    let readable = 0
    for (const [person, { person: name }] of grid.people.entries())
      for (let day = 0; day < days; day++) {
        const at = person * days + day
        const expected = CLOCKS.map((clock) => naive.clocks[clock][person]?.[day] ?? Number.NaN)
        const sum = expected.reduce((total, nats) => total + nats, 0)
        readable += Number.isNaN(sum) ? 0 : 1
        const where = `${name} on day ${day}`
        expect(scores.judged[at], where).toBe(Number.isNaN(sum) ? 0 : 1)
        expect(scores.total[at], where).toBeCloseTo(sum || 0, 9)
        for (const [index, clock] of CLOCKS.entries())
          expect(scores.clocks[clock][at], `${clock} of ${where}`).toBeCloseTo(expected[index] || 0, 9)
        expect(scores.ranked.drip.sum[at], where).toBeCloseTo(naive.drip[person]?.[day] ?? 0, 9)
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

  it('judges nothing on an empty grid', () => {
    expect(scoreGrid(madeUpGrid(0, 10)).total).toEqual(new Float64Array(0))
    expect(scoreGrid(cut(madeUpGrid(5, 10), 0)).total).toEqual(new Float64Array(0))
  })
})

/** Total, clocks and judged of one person, day by day. */
function scoresOf({ grid, total, clocks, judged }: Scores, person: number): number[][] {
  const of = (values: Float64Array | Uint8Array) => [
    ...values.subarray(person * grid.days.length, (person + 1) * grid.days.length),
  ]
  return [of(total), ...CLOCKS.map((clock) => of(clocks[clock])), of(judged)]
}

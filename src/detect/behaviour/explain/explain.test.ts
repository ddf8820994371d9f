import { describe, expect, it } from 'vitest'
import { silenced } from '../../../../test/support/changed-grid.ts'
import { madeUpGrid } from '../../../../test/support/made-up-grid.ts'
import { scoreGrid } from '../model/score.ts'
import { explain } from './explain.ts'

const GB = 1e9

describe('explain', () => {
  const scores = scoreGrid(withThief(silenced(madeUpGrid(40, 90, 31), { lake: [60, 64] })))
  const { grid } = scores
  const days = grid.days.length

  it('gives points that sum to the score, clock by clock', () => {
    for (let at = 0; at < scores.total.length; at += 149) {
      const person = grid.people[Math.floor(at / days)]?.person ?? ''
      const { score, points } = explain(scores, person, grid.days[at % days] ?? '')
      expect(score).toBe(scores.total[at])
      expect(points.reduce((sum, point) => sum + point.points, 0)).toBeCloseTo(score, 9)
      for (const point of points) expect(point.points).toBeGreaterThan(0)
      if (scores.judged[at] === 0) continue
      for (const [clock, nats] of Object.entries(scores.clocks)) {
        const own = points.filter((point) => point.clock === clock)
        expect(own.reduce((sum, point) => sum + point.points, 0)).toBeCloseTo(nats[at] as number, 9)
      }
    }
  })

  it('names what a thief did, how much, what is usual for them and for whom they are compared with', () => {
    const { points, ordinary } = explain(scores, 'person-00007', grid.days[85] ?? '')
    const balance = points.find(({ clock, family }) => clock === 'week' && family === 'balance')
    expect(balance?.value).toBe(30 * GB)
    expect(balance?.expected?.[1]).toBeLessThan(10 * GB)
    expect(balance?.peerQuantile).toBeGreaterThan(0.95)
    expect(balance?.peers).toMatch(/^(\d+ other people of role \w+|all \d+ other people)$/)
    expect(balance?.oneIn).toBeNull()
    const day = points.find(({ clock, measure }) => clock === 'day' && measure === 'rareEgress')
    expect(day?.value).toBe(6 * GB)
    expect(day?.oneIn).toBeGreaterThan(50)
    expect(points.some(({ clock }) => clock === 'drip')).toBe(true)
    expect(ordinary.map(({ measure }) => measure)).toContain('requests')
  })

  it('names nobody, and no cohort of fewer than five', () => {
    const small = scoreGrid(madeUpGrid(5, 60, 32))
    for (const { person } of small.grid.people) {
      const { points } = explain(small, person, small.grid.days[59] ?? '')
      for (const { peers, peerQuantile } of points) {
        expect(peers).toBe('')
        expect(peerQuantile).toBeNull()
      }
    }
    const text = JSON.stringify(explain(scores, 'person-00007', grid.days[85] ?? ''))
    for (const { person } of grid.people) if (person !== 'person-00007') expect(text).not.toContain(person)
  })

  it('says which person or day it does not hold', () => {
    expect(() => explain(scores, 'nobody', grid.days[0] ?? '')).toThrow('nobody called nobody')
    expect(() => explain(scores, 'person-00001', '1999-01-01')).toThrow(
      'no day 1999-01-01; they run from 2026-',
    )
  })
})

/** Person 7 takes and sends 6 GB on every weekday from day 75 on. */
function withThief(grid: ReturnType<typeof madeUpGrid>): typeof grid {
  const values = new Map([...grid.values].map(([measure, column]) => [measure, column.slice()]))
  for (let day = 75; day < grid.days.length; day++) {
    if (day % 7 >= 5) continue
    for (const measure of ['registry', 'egress', 'topEgress', 'rareEgress', 'newEgress'] as const) {
      const column = values.get(measure)
      if (column !== undefined) column[7 * grid.days.length + day] = 6 * GB
    }
  }
  return { ...grid, values }
}

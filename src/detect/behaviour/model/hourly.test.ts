import { describe, expect, it } from 'vitest'
import { silenced } from '../../../../test/support/changed-grid.ts'
import { madeUpGrid } from '../../../../test/support/made-up-grid.ts'
import type { Grid } from '../grid.ts'
import type { MeasureName } from '../measures.ts'
import { CLOCKS } from '../scores.ts'
import { hourlyScorer } from './hourly.ts'
import { scoreGrid } from './score.ts'

describe('hourlyScorer', () => {
  const grid = silenced(madeUpGrid(40, 80, 21), { registry: [52, 57] })
  const scores = scoreGrid(grid, { exclude: [{ person: 'person-00004', from: 50, to: 60 }] })
  const column = (values: Float64Array | Uint8Array, day: number) =>
    grid.people.map((_, person) => values[person * grid.days.length + day])

  it.each([12, 30, 40, 55, 60, 79])('ends day %i with the scores of the grid', (day) => {
    const { total, clocks, judged } = hourlyScorer(scores, day)(valuesOf(grid, day, 1))
    expect([...total]).toEqual(column(scores.total, day))
    expect([...judged]).toEqual(column(scores.judged, day))
    for (const clock of CLOCKS) expect([...clocks[clock]]).toEqual(column(scores.clocks[clock], day))
  })

  it('does not look at what the grid holds of the day and after it', () => {
    const day = 70
    const known = valuesOf(grid, day, 0.5)
    const later = new Map(
      [...grid.values].map(([measure, values]) => [
        measure,
        values.map((value, at) => (at % grid.days.length >= day ? 7 * value + 1 : value)),
      ]),
    )
    const blind = hourlyScorer(scoreGrid({ ...grid, values: later }, { exclude: scores.exclude }), day)(known)
    expect(blind).toEqual(hourlyScorer(scores, day)(known))
  })
})

/** What everybody did of each measure, up to a part of the day. */
function valuesOf(grid: Grid, day: number, part: number): Map<MeasureName, Float64Array> {
  return new Map(
    [...grid.values].map(([measure, values]) => [
      measure,
      Float64Array.from(grid.people, (_, person) =>
        Math.round(part * (values[person * grid.days.length + day] as number)),
      ),
    ]),
  )
}

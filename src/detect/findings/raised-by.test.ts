import { expect, test } from 'vitest'
import { thresholdFor } from '../behaviour/score/thresholds.ts'
import type { Scores } from '../behaviour/scores.ts'
import type { SmallFinding } from '../small-budgets/small-finding.ts'
import { raisedBy } from './raised-by.ts'

const people = ['amber.heron', 'fern.nuthatch'].map((person) => ({
  person,
  role: '',
  team: '',
  kind: 'human' as const,
  from: -1,
  to: 2,
}))

const scores = {
  grid: { days: ['2026-03-10', '2026-03-11', '2026-03-12'], people },
  total: Float64Array.of(1, 40, 2, 3, 4, 5),
  judged: Uint8Array.of(1, 1, 1, 1, 1, 0),
} as unknown as Scores

const finding = (named: readonly string[], day: string): SmallFinding =>
  ({ rule: 'handed-over', people: named, windowEnd: `${day}T00:00:00Z` }) as unknown as SmallFinding

test('lifts the day before a window’s end for everybody named, and lowers nobody', () => {
  const raised = raisedBy(scores, [finding(['amber.heron', 'fern.nuthatch'], '2026-03-12')], 180)
  const bar = thresholdFor(0.1, 180)
  expect([...raised.total]).toEqual([1, 40, 2, 3, bar, 5])
  expect([...raised.found]).toEqual([
    [1, ['handed-over']],
    [4, ['handed-over']],
  ])
  expect(scores.total[4]).toBe(4)
})

test('leaves days that were not judged, days beyond the grid, and people unknown to it as they are', () => {
  const raised = raisedBy(
    scores,
    [
      finding(['fern.nuthatch'], '2026-03-13'),
      finding(['fern.nuthatch'], '2026-04-01'),
      finding(['nobody'], '2026-03-12'),
    ],
    180,
  )
  expect([...raised.total]).toEqual([...scores.total])
  expect(raised.found.size).toBe(0)
})

import { expect, it } from 'vitest'
import { differences } from './differences.ts'

const ANSWER = {
  rule: 'lake-bulk',
  person: 'quick.warbler',
  day: '2026-03-10',
  observed: 3e11,
  p_value: 1e-4,
}

it('takes sums in another order for the same', () => {
  expect(differences([ANSWER], [{ ...ANSWER, p_value: 1e-4 * (1 + 5e-10) }])).toEqual([])
})

it.each([
  ['a day', { ...ANSWER, day: '2026-03-11' }, 2],
  ['a p', { ...ANSWER, p_value: 1e-4 * (1 + 2e-9) }, 1],
  ['what was observed', { ...ANSWER, observed: 3e11 + 1000 }, 1],
])('tells where %s differs', (_what, other, sentences) => {
  expect(differences([ANSWER], [other])).toHaveLength(sentences)
})

it('tells what one side says twice or not at all', () => {
  expect(differences([ANSWER, ANSWER], [ANSWER])).toEqual([
    'twice in ours: lake-bulk quick.warbler 2026-03-10',
  ])
  expect(differences([], [ANSWER])).toEqual(['only theirs: lake-bulk quick.warbler 2026-03-10'])
})

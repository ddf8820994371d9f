import { expect, it } from 'vitest'
import { actsDays } from './acts-days.ts'

it.each([
  ['2026-03-08T00:00:00Z', '2026-03-09T00:00:00Z', '8 Mar'],
  ['2026-03-08T23:10:00Z', '2026-03-08T23:10:00Z', '8 Mar'],
  ['2026-03-08T00:00:00Z', '2026-03-09T00:00:01Z', '8 Mar – 9 Mar'],
  ['2026-02-27T10:00:00Z', '2026-03-02T09:00:00Z', '27 Feb – 2 Mar'],
])('acts from %s to %s were on %s', (firstActivity, lastActivity, days) => {
  expect(actsDays({ firstActivity, lastActivity })).toBe(days)
})

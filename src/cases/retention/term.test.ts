import { expect, it } from 'vitest'
import { formatTerm, keptFrom, parseTerm } from './term.ts'

const LATE = new Date('2026-11-24T23:59:59.999Z')

it.each([
  ['1d', LATE, '2026-11-23'],
  ['400 days', LATE, '2025-10-20'],
  ['2w', LATE, '2026-11-10'],
  ['13 months', LATE, '2025-10-24'],
  ['2y', LATE, '2024-11-24'],
  ['1 month', new Date('2026-03-31T00:00:00Z'), '2026-02-28'],
  ['1 year', new Date('2024-02-29T12:00:00Z'), '2023-02-28'],
  ['12 months', new Date('2024-02-29T12:00:00Z'), '2023-02-28'],
  // Midnight in UTC is already the next day, whatever the clock on the wall says.
  ['1d', new Date('2026-11-24T01:00:00+02:00'), '2026-11-22'],
])('keeps of %s the days from the right one on', (text, now, expected) => {
  expect(keptFrom(parseTerm(text) ?? 'forever', now)).toBe(expected)
})

it('keeps for ever what is to be kept for ever', () => {
  expect(keptFrom(parseTerm(' Forever ') ?? { count: 1, unit: 'day' }, LATE)).toBeNull()
})

it.each([
  '',
  '400',
  'd',
  '-1d',
  '1.5y',
  '400 dogs',
  '1d 2d',
  '4e3d',
  '101y',
  '9999999d',
  '1constructor',
  'never',
])('takes %j for no term', (text) => {
  expect(parseTerm(text)).toBeNull()
})

it.each(['400d', '2w', '1 month', '13 months', '2y', 'forever'])('writes %s as it reads it', (text) => {
  expect(formatTerm(parseTerm(text) ?? 'forever')).toBe(text)
})

import { describe, expect, test } from 'vitest'
import { dateOf, dayOf } from '../../base/days.ts'
import type { Scores } from '../behaviour/scores.ts'
import { lookBack, type Notice } from './look-back.ts'

const FIRST = dayOf('2026-01-01')
const DAYS = 120
const THRESHOLD = { value: 13.6, casesPerWeek: 5 }
const NOTICE: Notice = { person: 'opal.kite', day: dateOf(FIRST + 100), why: 'notice' }

/** Scores of two people, zero but on the days given. */
function scores(high: Readonly<Record<number, number>>, days = DAYS, judgedFrom = 0): Scores {
  const total = new Float64Array(2 * days)
  for (const [day, score] of Object.entries(high)) total[days + Number(day)] = score
  const people = ['calm.tern', 'opal.kite'].map((person) => ({
    person,
    role: '',
    team: '',
    kind: 'human' as const,
    from: -1,
    to: days + 1,
  }))
  const grid = {
    days: Array.from({ length: days }, (_, at) => dateOf(FIRST + at)),
    people,
    values: new Map(),
    seen: {} as Scores['grid']['seen'],
  }
  const judged = new Uint8Array(2 * days).map((_, at) => (at % days >= judgedFrom ? 1 : 0))
  return { grid, total, judged } as unknown as Scores
}

describe('a look-back on leaving', () => {
  test('finds what was below the threshold of a case', () => {
    const [finding] = lookBack(scores({ 70: 14, 88: 17.2 }), [NOTICE], THRESHOLD)
    expect(finding).toMatchObject({
      rule: 'look-back-on-leaving',
      people: ['opal.kite'],
      windowStart: `${dateOf(FIRST + 41)}T00:00:00Z`,
      windowEnd: `${dateOf(FIRST + 101)}T00:00:00Z`,
      firstActivity: `${dateOf(FIRST + 70)}T00:00:00Z`,
      lastActivity: `${dateOf(FIRST + 89)}T00:00:00Z`,
      observed: 17.2,
      bar: { value: 13.6 },
      facts: { days: 2, highestDay: dateOf(FIRST + 88), casesPerWeek: 5 },
    })
  })

  test('looks at sixty days and no others, at judged days, and only at who leaves', () => {
    expect(lookBack(scores({ 40: 20, 101: 20 }), [NOTICE], THRESHOLD)).toEqual([])
    expect(lookBack(scores({ 70: 20 }, DAYS, 71), [NOTICE], THRESHOLD)).toEqual([])
    expect(lookBack(scores({ 70: 20 }), [{ ...NOTICE, person: 'calm.tern' }], THRESHOLD)).toEqual([])
    expect(lookBack(scores({ 70: 20 }), [{ ...NOTICE, person: 'no.body' }], THRESHOLD)).toEqual([])
  })

  test('is the same however many days come after the notice, and waits until its day is scored', () => {
    const now = lookBack(scores({ 70: 14 }, 101), [NOTICE], THRESHOLD)
    expect(now).toHaveLength(1)
    expect(lookBack(scores({ 70: 14, 110: 25 }), [NOTICE], THRESHOLD)).toEqual(now)
    expect(lookBack(scores({ 70: 14 }, 100), [NOTICE], THRESHOLD)).toEqual([])
  })
})

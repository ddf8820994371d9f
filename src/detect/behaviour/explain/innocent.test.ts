import { describe, expect, it } from 'vitest'
import { madeUpGrid } from '../../../../test/support/made-up-grid.ts'
import { DAY_COLUMNS } from '../model/day-clock.ts'
import { FAMILIES } from '../model/families.ts'
import type { Explanation, Points } from '../scores.ts'
import { circumstancesOf } from './circumstances.ts'
import { innocentExplanations } from './innocent.ts'
import { MEASURE_WORDS } from './measure-words.ts'
import { ordinarySentence, sentence, sentences } from './sentences.ts'

const PART: Points = {
  clock: 'week',
  measure: 'balanceRare',
  family: 'balance',
  window: 7,
  points: 6.24,
  value: 30e9,
  expected: [0, 2e8],
  peerQuantile: 0.987,
  peers: '12 other people of role research',
  oneIn: null,
}

const of = (...points: Points[]): Explanation => ({
  person: 'p',
  day: '2026-03-02',
  score: points.reduce((sum, part) => sum + part.points, 0),
  points,
  ordinary: [],
})

const SETTLED = { daysHere: 400, daysAway: 0 }
const ids = (...args: Parameters<typeof innocentExplanations>) =>
  innocentExplanations(...args).map(({ id }) => id)

describe('innocentExplanations', () => {
  it('fits what the points show', () => {
    expect(ids(of(PART), SETTLED)).toEqual(['partner-delivery'])
    expect(ids(of({ ...PART, family: 'api', measure: 'logprobTokens' }), SETTLED)).toEqual([
      'deadline',
      'evaluation',
    ])
    expect(ids(of({ ...PART, family: 'lake', measure: 'lake' }), { daysHere: 9, daysAway: 8 })).toEqual([
      'first-weeks',
      'back-from-leave',
      'retraining',
    ])
  })

  it('asks a question for each', () => {
    for (const { question } of innocentExplanations(of(PART), { daysHere: 0, daysAway: 9 }))
      expect(question).toMatch(/\?/)
  })
})

describe('circumstancesOf', () => {
  it('counts days here and days without any activity', () => {
    const grid = madeUpGrid(3, 20)
    const values = new Map(
      [...grid.values].map(([name, column]) => [name, column.map((v, at) => (at % 20 > 9 ? 0 : v + 1))]),
    )
    const people = grid.people.map((person, at) => ({ ...person, from: at === 0 ? -5 : 4 }))
    expect(circumstancesOf({ ...grid, people, values }, 0, 15)).toEqual({ daysHere: Infinity, daysAway: 5 })
    expect(circumstancesOf({ ...grid, people, values }, 1, 8)).toEqual({ daysHere: 4, daysAway: 0 })
  })
})

describe('sentences', () => {
  it('say value, own range, peers and points', () => {
    expect(sentence(PART)).toBe(
      'In 7 days: 30 GB both read and sent to destinations that at most three people use; usual for this person 0 B to 200 MB; more than 98.7 % of the values of 12 other people of role research in 28 days (6.2 points).',
    )
    expect(
      sentence({
        ...PART,
        clock: 'day',
        measure: 'nightShare',
        window: 1,
        value: 0.4,
        expected: null,
        peerQuantile: 1,
        oneIn: 1234.5,
      }),
    ).toBe(
      'In one day: 40 % of the calls came between 22 and 6; no past of this person to compare with; more than anything of 12 other people of role research in 28 days; as rare as 1 in 1,235 person-days (6.2 points).',
    )
    expect(sentence({ ...PART, clock: 'drip', window: 20, expected: null, peerQuantile: null })).toMatch(
      /^In small steps over 20 days: 30 GB .* \(6.2 points\)\.$/,
    )
    expect(
      ordinarySentence({ measure: 'requests', window: 28, value: 1234, expected: [900, 900], oneIn: null }),
    ).toBe('Ordinary: 1,234 calls of the inference API in 28 days; usual for this person 900.')
  })

  it('leave out small parts, and say so', () => {
    expect(sentences(of(PART, { ...PART, points: 0.2 })).at(-1)).toBe('0.2 points come from smaller parts.')
  })

  it('know every measure', () => {
    const names = [...FAMILIES.flatMap(({ quantities }) => quantities), ...DAY_COLUMNS].map(
      ({ name }) => name,
    )
    for (const name of names) expect(Object.hasOwn(MEASURE_WORDS, name), name).toBe(true)
  })
})

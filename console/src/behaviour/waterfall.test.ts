import { expect, it } from 'vitest'
import type { Points } from '../../../src/detect/behaviour/scores.ts'
import { measureText, rangeText } from './measure-text.ts'
import { waterfallOf } from './waterfall.ts'

const POINTS = [
  ['lake', 3.3],
  ['balanceRare', 8.2],
  ['newPrefixes', 0.1],
  ['rareEgress', 6.1],
  ['registry', 4.3],
  ['offRequests', 0.2],
  ['logprobTokens', 2.4],
].map(
  ([measure, points]): Points => ({
    clock: 'day',
    measure: String(measure),
    family: 'lake',
    window: 1,
    points: Number(points),
    value: 1,
    expected: null,
    peerQuantile: null,
    peers: '',
    oneIn: null,
  }),
)
const SCORE = 24.6

it('ends every bar where the next begins, and the last at the score', () => {
  const { steps, rest, end } = waterfallOf(POINTS, SCORE, 18.4)
  const bars = [...steps, ...(rest === null ? [] : [rest])]
  bars.forEach((bar, at) => {
    const next = bars[at + 1]?.from ?? SCORE
    expect(bar.from + bar.length).toBeCloseTo(next, 9)
  })
  expect(steps.map(({ points }) => points.measure)).toEqual([
    'balanceRare',
    'rareEgress',
    'registry',
    'lake',
    'logprobTokens',
  ])
  expect(rest?.count).toBe(2)
  expect(end).toBeGreaterThan(SCORE)
})

it('keeps the threshold on the axis when the score is below it, and stands no points', () => {
  expect(waterfallOf([], 0, 18.4)).toEqual({ steps: [], rest: null, end: 18.4 * 1.06 })
  expect(waterfallOf([], 0, 0).end).toBe(1)
})

it.each([
  ['constructor', 'constructor'],
  ['<b>', '<b>'],
  ['lake', 'bytes read from the lake'],
])('names the measure %s', (measure, title) => {
  expect(measureText(measure).title).toBe(title)
})

it('says when there is no history', () => {
  expect(rangeText('lake', null)).toBe('no history')
  expect(rangeText('lake', [0, 0])).toBe('0 B')
})

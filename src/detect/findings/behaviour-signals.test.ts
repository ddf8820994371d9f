import { expect, test } from 'vitest'
import type { Explanation, Points } from '../behaviour/scores.ts'
import { behaviourSignals } from './behaviour-signals.ts'
import { surprisingDays } from './surprising-days.ts'

const part = (measure: string, window: number, points: number): Points => ({
  clock: 'week',
  measure,
  family: 'any',
  window,
  points,
  value: 6_000_000_000,
  expected: [0, 2_000_000_000],
  peerQuantile: 1,
  peers: '22 other people of role ml-engineer',
  oneIn: null,
})

const explanation: Explanation = {
  person: 'amber.heron',
  day: '2026-03-26',
  score: 30,
  points: [
    part('balanceRare', 7, 15),
    part('freshWeights', 28, 9),
    part('registry', 1, 4),
    part('lake', 1, 2),
  ],
  ordinary: [],
}

const told = {
  explanation,
  threshold: 18.4,
  rarity: 1 / 5000,
  logEnd: '2026-03-26T09:00:00Z',
  assets: { inference: [], registry: ['titanlm-70b'], lake: [], egress: [] },
}

test('tells each channel with a tenth of the points or more, and its points are its evidence', () => {
  const signals = behaviourSignals(told)
  expect(signals.map(({ channel, evidence }) => [channel, evidence])).toEqual([
    ['registry', 13],
    ['egress', 15],
  ])
  expect(signals[0]).toMatchObject({
    assets: ['titanlm-70b'],
    windowStart: '2026-02-27T00:00:00Z',
    windowEnd: '2026-03-27T00:00:00Z',
    raisedAt: '2026-03-26T09:00:00Z',
    unit: 'bytes',
    observed: 6_000_000_000,
    expectedSelf: 1_000_000_000,
    pValue: 0.0002,
    severity: 'critical',
  })
  expect(signals[0]?.sentence).toMatch(
    /^13\.0 of 30\.0 points on 2026-03-26, where a case opens at 18\.4\. In 28 days: 6 GB/,
  )
  expect(new Set(signals.map(({ id }) => id)).size).toBe(2)
})

test('tells a person again only a week later while it goes on, and nobody in the days that are learnt from', () => {
  const days = Array.from({ length: 60 }, (_, day) => `day ${day}`)
  const total = Float64Array.from(days, (_, day) => (day === 10 || (day >= 45 && day < 56) ? 20 : 1))
  const judged = new Uint8Array(60).fill(1)
  const grid = { days, people: [{}] } as never
  expect(surprisingDays({ grid, total, judged }, 18.4).map(({ day }) => day)).toEqual([45, 52])
  judged[45] = 0
  expect(surprisingDays({ grid, total, judged }, 18.4).map(({ day }) => day)).toEqual([46, 53])
})

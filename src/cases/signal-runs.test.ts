import { expect, test } from 'vitest'
import { madeSignal } from './made-signal.fixture.ts'
import { signalRuns } from './signal-runs.ts'

const rule = (windowDays: number) => ({
  constants: { windowDays, floor: 1, multiplier: 1, scale: 1 },
  runSentence: '{observed} requests with log-probabilities',
})
const RULES = new Map([
  ['distillation', rule(1)],
  ['registry-bulk', rule(7)],
])

test('fourteen nights read as one sentence with the sums of both sides', () => {
  const nights = Array.from({ length: 14 }, (_, i) =>
    madeSignal(`2026-03-${10 + i}`, {
      observed: 50_000 + i,
      expectedPeers: 877,
      expectedSelf: i === 3 ? null : 900,
    }),
  )
  const [run, ...others] = signalRuns(nights, RULES)
  expect(others).toEqual([])
  expect(run).toMatchObject({
    id: 'distillation-2026-03-10',
    windowStart: '2026-03-10T00:00:00Z',
    windowEnd: '2026-03-24T00:00:00Z',
    firstActivity: '2026-03-10T22:00:00.000Z',
    lastActivity: '2026-03-23T23:00:00.000Z',
    raisedAt: '2026-03-11T00:00:00Z',
    observed: 700_091,
    expectedPeers: 14 * 877,
    expectedSelf: null,
    sentence:
      '700,091 requests with log-probabilities, 2026-03-10 to 2026-03-23: 57 times the median of role ml-engineer (20 people), on 14 of 14 days. The most: 50,000 requests with log-probabilities on 2026-03-23.',
  })
})

test('values of several days are not added up', () => {
  const windows = [60e9, 106e9, 90e9].map((observed, i) =>
    madeSignal(`2026-03-${26 + i}`, { rule: 'registry-bulk', observed, expectedPeers: 0, unit: 'bytes' }),
  )
  expect(signalRuns(windows, RULES)).toMatchObject([
    {
      observed: 106e9,
      expectedPeers: 0,
      sentence: expect.stringMatching(/^106 GB .*, 2026-03-26 to 2026-03-28: on 3 of 3 days\. The most: /),
    },
  ])
})

test('a weekend does not end a run, four days do; rules run apart', () => {
  const days = ['2026-03-10', '2026-03-13', '2026-03-18'].map((day) => madeSignal(day))
  const other = madeSignal('2026-03-11', { rule: 'registry-bulk' })
  expect(signalRuns([...days, other], RULES).map((run) => [run.rule, run.windowStart.slice(0, 10)])).toEqual([
    ['distillation', '2026-03-10'],
    ['registry-bulk', '2026-03-11'],
    ['distillation', '2026-03-18'],
  ])
})

test('a signal alone is left as it is', () => {
  const signal = madeSignal('2026-03-10')
  expect(signalRuns([signal], RULES)).toEqual([signal])
})

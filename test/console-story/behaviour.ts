import type { Points } from '../../src/detect/behaviour/scores.ts'
import type { BehaviourView } from '../../src/detect/feedback/behaviour-view.ts'

const points = (more: Partial<Points> & Pick<Points, 'measure' | 'points'>): Points => ({
  clock: 'day',
  family: 'egress',
  window: 1,
  value: 4_200_000_000,
  expected: [0, 120_000_000],
  peerQuantile: 0.998,
  peers: 'role ml-engineer (23 people)',
  oneIn: 5000,
  ...more,
})

/** A night of the story, as the behaviour model would tell it. */
export const BEHAVIOUR: BehaviourView = {
  score: 24.6,
  threshold: 18.4,
  day: '2026-03-26',
  points: [
    points({ measure: 'balanceRare', family: 'balance', points: 8.2 }),
    points({
      measure: 'rareEgress',
      clock: 'week',
      window: 7,
      points: 6.1,
      value: 8_300_000_000,
      oneIn: null,
    }),
    points({
      measure: 'registry',
      family: 'weights',
      points: 4.3,
      value: 140_600_000_000,
      expected: [0, 2e9],
      oneIn: 760,
    }),
    points({
      measure: 'lake',
      family: 'lake',
      clock: 'month',
      window: 28,
      points: 3.3,
      value: 1.4e12,
      oneIn: null,
    }),
    points({
      measure: 'logprobTokens',
      family: 'api',
      clock: 'drip',
      points: 2.4,
      value: 38_000_000,
      expected: null,
      oneIn: null,
    }),
    points({ measure: 'offRequests', family: 'hours', points: 0.2, value: 912, expected: [0, 4], oneIn: 12 }),
    points({ measure: 'newPrefixes', family: 'lake', points: 0.1, value: 3, expected: [0, 2], oneIn: 9 }),
  ],
  ordinary: [
    { measure: 'requests', window: 1, value: 412, expected: [180, 520], oneIn: 2.1 },
    { measure: 'nightRequests', window: 7, value: 0, expected: [0, 6], oneIn: 1 },
  ],
  innocent: [
    {
      explanation: 'A back-up or a hand-over of the model to a partner.',
      question: 'Is storage.personal-cloud.example.com a place that the team was told to use?',
    },
    { explanation: 'A deadline of the project.', question: 'Did the project’s release fall into this week?' },
  ],
  stages: [
    { stage: 'collect', time: '2026-03-25T02:10:00Z', sentence: 'Read 37 of 37 shards of titanlm-70b.' },
    {
      stage: 'send',
      time: '2026-03-26T01:22:15Z',
      sentence: 'Sent 4.2 GB to a destination used for the first time.',
    },
  ],
  context: ['Gave notice 11 days later; days before a notice are judged by the same threshold.'],
  confidence: {
    level: 'lowered',
    reasons: ['squid has been silent since 25 March: what went through the proxy cannot be seen.'],
  },
}

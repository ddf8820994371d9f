import { expect, test } from 'vitest'
import type { BehaviourView } from '../detect/feedback/behaviour-view.ts'
import { behaviourText } from './behaviour-text.ts'

const view: BehaviourView = {
  score: 30,
  threshold: 19.2,
  day: '2026-03-26',
  points: [
    {
      clock: 'day',
      measure: 'rareEgress',
      family: 'egress',
      window: 1,
      points: 29,
      value: 6_000_000_000,
      expected: [0, 90_000_000],
      peerQuantile: 0.999,
      peers: '22 other people of role ml-engineer',
      oneIn: 5000,
    },
    {
      clock: 'week',
      measure: 'lake',
      family: 'lake',
      window: 7,
      points: 1,
      value: 1,
      expected: null,
      peerQuantile: null,
      peers: '',
      oneIn: null,
    },
  ],
  ordinary: [],
  innocent: [{ explanation: 'A backup.', question: 'Which job?' }],
  stages: [{ stage: 'send', time: '2026-03-26T01:00:00Z', sentence: '6 GB to store.example' }],
  context: [],
  confidence: { level: 'cannot see', reasons: ['lake has been silent.'] },
}

test('says where the points come from, what would settle it and what cannot be seen, and leaves out what is not there', () => {
  expect(
    behaviourText(view)
      .join('\n')
      .replaceAll(/\n {2}(?=\S)/g, '\n'),
  ).toBe(`\
Behaviour: 30.0 points on 2026-03-26, where a case opens at 19.2
In one day: 6 GB sent to destinations that at most three people use; usual for this person 0 B to
90 MB; more than 99.9 % of the values of 22 other people of role ml-engineer in 28 days; as rare
as 1 in 5,000 person-days (29.0 points).
1.0 points come from smaller parts.

Steps
2026-03-26  send    6 GB to store.example

What could explain it, and what to ask
A backup. Which job?

Cannot see everything
lake has been silent.`)
})

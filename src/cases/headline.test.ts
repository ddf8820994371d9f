import { expect, test } from 'vitest'
import { type HeadlineFacts, headline } from './headline.ts'

const FACTS: HeadlineFacts = {
  channels: ['inference', 'registry', 'lake', 'egress'],
  firstActivity: '2026-03-10T22:00:00.000Z',
  lastActivity: '2026-04-13T05:00:00.000Z',
  weights: [{ asset: 'titanlm-70b', files: 37, ofFiles: 37, bytes: 140.6e9 }],
  lakeBytes: 2.1e12,
  logprobRequests: 712_000,
  rareDestinations: [{ destination: 'storage.personal-cloud.example.com', bytes: 2.3e12, people: 1 }],
}

test('says what was taken, over how many days, and where it went', () => {
  expect(headline(FACTS)).toBe(
    '37 of 37 weight files of titanlm-70b, 2.1 TB of training data and 712,000 answers with log-probabilities were taken over 33 days; 2.3 TB went out through the tunnel to storage.personal-cloud.example.com, a destination nobody else uses.',
  )
})

test('says only what a rule spoke about', () => {
  expect(headline({ ...FACTS, channels: ['inference'], lastActivity: '2026-03-10T23:00:00.000Z' })).toBe(
    '712,000 answers with log-probabilities were taken within a day.',
  )
})

test('does not claim to know how many files there are', () => {
  const weights = [{ asset: '', files: 12, ofFiles: 0, bytes: 45e9 }]
  const rareDestinations = [{ destination: 'drop.example.org', bytes: 45e9, people: 3 }]
  expect(headline({ ...FACTS, channels: ['registry', 'egress'], weights, rareDestinations })).toBe(
    '12 weight files of a model the directory does not know were taken over 33 days; 45 GB went out through the tunnel to drop.example.org, a destination 2 other people use.',
  )
})

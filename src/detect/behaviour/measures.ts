import type { Channel } from '../signal.ts'

/**
 * What is counted for every person and day, in the unit of the log: requests, tokens, bytes, or how many. `features/`
 * says in SQL how each comes about. Destinations are those outside; "sanctioned" is what the register names.
 */
export const MEASURES = {
  /** Calls of the inference API, and tokens answered with log-probabilities. */
  requests: 'inference',
  logprobRequests: 'inference',
  logprobTokens: 'inference',
  /** Calls in hours that the person hardly uses, and from 22 to 6 in their own zone. */
  offRequests: 'inference',
  nightRequests: 'inference',
  /** Bytes read from the registry; in off hours; of weight files (or parts of them) the person did not hold before. */
  registry: 'registry',
  offRegistry: 'registry',
  freshWeights: 'registry',
  /** Bytes read from the registry of assets that the person first touched at most 45 days ago. */
  newAssets: 'registry',
  /** Bytes read from the lake, and how many prefixes for the first time. */
  lake: 'lake',
  newPrefixes: 'lake',
  /** Bytes sent out; in off hours; to the day's largest destination. */
  egress: 'egress',
  offEgress: 'egress',
  topEgress: 'egress',
  /** Bytes to destinations used so far by at most three people; first used by this person at most 45 days ago. */
  rareEgress: 'egress',
  newEgress: 'egress',
  /** How many destinations for the first time. */
  newDestinations: 'egress',
  /** Bytes to destinations that no register names. */
  unsanctionedEgress: 'egress',
  /** Bytes beyond what the person used to send to the same destination two weeks before and earlier. */
  excessEgress: 'egress',
} as const satisfies Readonly<Record<string, Channel>>

export type MeasureName = keyof typeof MEASURES

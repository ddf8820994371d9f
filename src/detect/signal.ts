/** A way out of the company. */
export const CHANNELS = ['inference', 'registry', 'lake', 'egress'] as const
export type Channel = (typeof CHANNELS)[number]

/**
 * One detector's finding about one person, one channel and one window of time.
 *
 * Signals are the only thing a detector writes, and only `cases/` reads them: whatever finds things
 * later keeps this shape. All times are ISO 8601 in UTC.
 */
export interface Signal {
  /** Hash of rule, person and window: running a detector again writes the same signal again. */
  readonly id: string
  readonly rule: string
  readonly ruleVersion: number
  readonly person: string
  readonly channel: Channel
  /** Assets the activity touched, most bytes or tokens first; empty where none is known. */
  readonly assets: readonly string[]
  /** The window the rule judged, half open. */
  readonly windowStart: string
  readonly windowEnd: string
  /** First and last act inside the window that counted. */
  readonly firstActivity: string
  readonly lastActivity: string
  /** When the log itself reached the point at which the rule could speak. */
  readonly raisedAt: string
  /** What was measured, in `unit`, e.g. 52_100 `requests`. */
  readonly measure: string
  readonly unit: 'requests' | 'tokens' | 'bytes' | 'files' | 'share' | 'rows'
  readonly observed: number
  /** The person's own ordinary value (null without enough history) and the peers' median. */
  readonly expectedSelf: number | null
  readonly expectedPeers: number | null
  /** Who the peers were, e.g. `role ml-engineer (23 people)`. */
  readonly peers: string
  /** P(a value at least this large | ordinary), by rank among other people's past days. */
  readonly pValue: number
  /** Weight of evidence in nats: -ln pValue; of the behaviour model its points, which sum to the day's score. */
  readonly evidence: number
  /** The one sentence an analyst reads. */
  readonly sentence: string
  readonly severity: 'low' | 'medium' | 'high' | 'critical'
  readonly techniques: readonly Technique[]
}

/** A technique of a public framework, with the version of the framework it was read from. */
export interface Technique {
  readonly framework: 'ATT&CK' | 'ATLAS'
  readonly version: string
  readonly id: string
  readonly name: string
}

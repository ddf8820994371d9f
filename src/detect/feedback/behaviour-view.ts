import type { Ordinary, Points } from '../behaviour/scores.ts'
import type { Confidence } from './drift/confidence.ts'

/** Why a person's day scored what it did, as the case page tells it. */
export interface BehaviourView {
  /** Sum of the points, and the score above which a case opens; in nats. */
  readonly score: number
  readonly threshold: number
  /** The day judged, YYYY-MM-DD. */
  readonly day: string
  /** They sum to the score. */
  readonly points: readonly Points[]
  /** What is not unusual. */
  readonly ordinary: readonly Ordinary[]
  /** What could explain it without any harm, and the question whose answer settles it. */
  readonly innocent: readonly { readonly explanation: string; readonly question: string }[]
  /** Steps of a theft that were seen, in the order of time. */
  readonly stages: readonly Stage[]
  /** Facts that say how to read the score, one sentence each, e.g. that the person resigned. */
  readonly context: readonly string[]
  readonly confidence: Confidence
}

export const STAGES = ['collect', 'stage', 'send', 'leave'] as const

export interface Stage {
  readonly stage: (typeof STAGES)[number]
  /** ISO 8601 in UTC. */
  readonly time: string
  readonly sentence: string
}

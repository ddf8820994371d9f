import type { SmallRule } from './small-finding.ts'

/** What one detector may cost, and the least it speaks of. */
export interface SmallBudget {
  /** False findings a week that the organisation allows it, whatever its size. */
  readonly perWeek: number
  /** Days that one judgement covers. */
  readonly windowDays: number
  /** The least that is worth a look: bytes, nats or a share a head, as the detector says. */
  readonly floor: number
}

/**
 * The budgets, apart from the score's and from each other: what one uses up, no other lacks. `perWeek` is nominal; a
 * detector whose past weeks would have spoken more often raises its own bar (`bar.ts`), and says so in every finding.
 */
export const SMALL_BUDGETS = {
  /** Bytes that were read and then sent, in the hour of first use of a place. */
  'weights-to-new-place': { perWeek: 0.05, windowDays: 1, floor: 500_000_000 },
  /** Bytes that were read before and then sent to one rare place by several. */
  'several-feed-one-place': { perWeek: 0.03, windowDays: 28, floor: 2_500_000_000 },
  /** Share of an asset that each of them brings. */
  'joint-collection': { perWeek: 0.02, windowDays: 28, floor: 0.13 },
  /** A decoy has no honest use, so none is expected. */
  'decoy-touched': { perWeek: 0, windowDays: 1, floor: 1 },
  /** A fifth of ordinary people pass the threshold of five cases a week in 60 days: 0.2 a resignation, not a week. */
  'look-back-on-leaving': { perWeek: 0.1, windowDays: 60, floor: 0 },
  /** Nats of one who sent and another who collected, together over two windows. */
  'handed-over': { perWeek: 0.1, windowDays: 28, floor: 20 },
} as const satisfies Readonly<Record<SmallRule, SmallBudget>>

/** Weeks of the organisation's own past that a bar is fitted on. */
export const BAR_WEEKS = 8

/** With fewer days of past than this there is nothing to fit a bar on, and no finding. */
export const LEAST_BAR_DAYS = 14

/** What is used for the first time says nothing in the first days of logs: everything is. */
export const LEARNING_DAYS = 21

/** Who usually reads an asset takes longer to know. */
export const READERS_LEARNING_DAYS = 60

/** A finding is news once; the same subject has to be below the bar for so long to be news again. */
export const QUIET_DAYS = 28

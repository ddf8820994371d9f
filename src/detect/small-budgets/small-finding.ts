/** What has a budget of its own; `budgets.ts` says how much. */
export const SMALL_RULES = [
  'weights-to-new-place',
  'several-feed-one-place',
  'joint-collection',
  'decoy-touched',
  'look-back-on-leaving',
  'handed-over',
] as const
export type SmallRule = (typeof SMALL_RULES)[number]

/** What one of the people did in it. */
export interface Part {
  readonly person: string
  readonly did: 'collected' | 'sent' | 'touched' | 'scored'
  /** In bytes; nats where they `scored`, times where they `touched`. */
  readonly amount: number
}

/**
 * One finding of a detector with a budget of its own: about one person or several together, unlike a signal. All times
 * are ISO 8601 in UTC, days YYYY-MM-DD.
 */
export interface SmallFinding {
  /** Hash of rule, subject and day: running a detector again gives the same finding again. */
  readonly id: string
  readonly rule: SmallRule
  /** Sorted. */
  readonly people: readonly string[]
  readonly asset?: string
  readonly destination?: string
  readonly windowStart: string
  readonly windowEnd: string
  readonly firstActivity: string
  readonly lastActivity: string
  readonly parts: readonly Part[]
  /** What was measured, and the bar it passed, in the rule's own unit. */
  readonly observed: number
  readonly bar: Bar
  readonly facts: Readonly<Record<string, string | number>>
  /** The one sentence an analyst reads. */
  readonly sentence: string
}

/** What a finding has to pass, and why it lies where it does. */
export interface Bar {
  readonly value: number
  /** The least it can be. */
  readonly floor: number
  /** Subjects that were above the floor in the past weeks, and how many weeks those were. */
  readonly ordinary: number
  readonly weeks: number
  /** Findings a week that it may cost. */
  readonly perWeek: number
}

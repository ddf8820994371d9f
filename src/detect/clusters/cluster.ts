/** What can speak for a group of accounts being one; each is measured by itself. */
export const EVIDENCE_KINDS = [
  'prompts',
  'likeness',
  'clock',
  'quota',
  'addresses',
  'pivot',
  'creation',
  'hints',
] as const
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number]

/** What led to a group: prompts of one family, one address, or behaviour of one kind. */
export const HUB_KINDS = ['template', 'address', 'behaviour'] as const
export type HubKind = (typeof HUB_KINDS)[number]

/** What one kind of evidence says of a group. */
export interface Evidence {
  readonly kind: EvidenceKind
  /** -ln of the share of ordinary groups that are at least so much alike; below zero where it speaks against a cluster. */
  readonly nats: number
  /** What was measured and what is ordinary, in words. */
  readonly sentence: string
}

/** Accounts that act as one, as judged on a day of the log. */
export interface Cluster {
  /** The same on all days: made of the first members, on the first day. */
  readonly id: string
  /** First and last day, YYYY-MM-DD, on which it was found. */
  readonly firstFound: string
  readonly lastFound: string
  /** Accounts that have joined so far. */
  readonly members: number
  /** Of those that were active in the days judged. */
  readonly calls: number
  readonly tokensIn: number
  readonly tokensOut: number
  readonly models: readonly string[]
  /** The days judged. */
  readonly windowStart: string
  readonly windowEnd: string
  /** Sum of what each kind says, in nats, and what it had to reach. */
  readonly evidence: number
  readonly threshold: number
  readonly kinds: readonly Evidence[]
  /** Kinds of evidence the log holds nothing about. */
  readonly cannotSee: readonly EvidenceKind[]
  readonly sentence: string
  readonly notUnusual: readonly string[]
  /** Honest reasons that fit, each with the question that would settle it. */
  readonly innocent: readonly string[]
}

/** An account of a cluster. */
export interface Member {
  readonly account: string
  readonly joined: string
  /** Probability that it acts as the others do rather than as ordinary accounts. */
  readonly certainty: number
}

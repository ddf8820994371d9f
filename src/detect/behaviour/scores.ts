import type { Grid } from './grid.ts'

/** Days of somebody under investigation, as indices into the grid's days, both included. */
export interface Excluded {
  readonly person: string
  readonly from: number
  readonly to: number
}

/** A clock: one span over which a person is compared. `drip` adds up small surprises without end. */
export const CLOCKS = ['day', 'week', 'month', 'quarter', 'drip'] as const
export type Clock = (typeof CLOCKS)[number]

/** Surprises of a day taken together in two ways; for `drip` what has added up. */
export interface Evidence {
  readonly sum: Float64Array
  /** The largest one alone; null where only the sum is ranked. */
  readonly largest: Float64Array | null
}

/** Every person and day of a grid, scored. Values lie at `person * days.length + day`, in nats. */
export interface Scores {
  readonly grid: Grid
  /** Sum of the clocks that could be read; 0 on days that cannot be judged. */
  readonly total: Float64Array
  readonly clocks: Readonly<Record<Clock, Float64Array>>
  /** 1 where there was enough history and enough other people to judge: at least the day clock could be read. */
  readonly judged: Uint8Array
  /** What each clock ranks, so that a day can be judged again without those long before it; NaN where nothing. */
  readonly ranked: Readonly<Record<Clock, Evidence>>
  /** The families' evidence of the day alone, and its rank in nats, which is what feeds the drip. */
  readonly single: { readonly evidence: Evidence; readonly nats: Float64Array }
  /** Days that were judged, but ranked nobody. */
  readonly exclude: readonly Excluded[]
}

/** Why one person's day scored what it did. */
export interface Explanation {
  readonly person: string
  readonly day: string
  /** In nats; the points below sum to it within 1e-9. */
  readonly score: number
  readonly points: readonly Points[]
  /** Measures with values that are ordinary: what is not unusual. */
  readonly ordinary: readonly Ordinary[]
}

/** Points that one measure over one clock adds. */
export interface Points {
  readonly clock: Clock
  readonly measure: string
  readonly family: string
  /** Days summed. */
  readonly window: number
  readonly points: number
  readonly value: number
  /** Own expected range (10th to 90th percentile) in the measure's unit; null without own history. */
  readonly expected: readonly [number, number] | null
  /**
   * Share of the peers' values of the last 28 days below this one, 0 to 1, and who they are: always at least five, or
   * null and ''.
   */
  readonly peerQuantile: number | null
  readonly peers: string
  /**
   * The value is as rare as one in so many person-days, by rank among other people's last 28 days; null over more than
   * a day, where one person's days resemble each other too much to be counted one by one.
   */
  readonly oneIn: number | null
}

export interface Ordinary {
  readonly measure: string
  readonly window: number
  readonly value: number
  readonly expected: readonly [number, number] | null
  readonly oneIn: number | null
}

import type { Points } from '../../../src/detect/behaviour/scores.ts'

/** One step of the sum: where its bar begins and how long it is, in nats. */
export interface Step {
  readonly points: Points
  readonly from: number
  readonly length: number
}

export interface Waterfall {
  /** The largest first. */
  readonly steps: readonly Step[]
  /** What is too small for a row of its own: how many, and what they add up to. */
  readonly rest: { readonly count: number; readonly from: number; readonly length: number } | null
  /** Where the axis ends, in nats. */
  readonly end: number
}

/** Below this share of the score a measure shares a row with others. */
const LEAST_SHARE = 0.02
const MOST_ROWS = 12

/** The points as bars of which each begins where the one before ends: the last ends at the score. */
export function waterfallOf(points: readonly Points[], score: number, threshold: number): Waterfall {
  const sorted = points.toSorted((left, right) => right.points - left.points)
  const large = sorted.filter((it, at) => at < MOST_ROWS && it.points >= LEAST_SHARE * score)
  let sum = 0
  const steps = large.map((it) => {
    const step = { points: it, from: sum, length: it.points }
    sum += it.points
    return step
  })
  const small = sorted.filter((it) => !large.includes(it))
  const length = small.reduce((total, it) => total + it.points, 0)
  return {
    steps,
    rest: small.length === 0 ? null : { count: small.length, from: sum, length },
    end: Math.max(score, threshold, sum + length) * 1.06 || 1,
  }
}

import type { Clock } from '../scores.ts'

/** A part of a clock's sum that one measure makes. */
export interface Share {
  readonly clock: Clock
  readonly measure: string
  readonly family: string
  readonly window: number
  /** Any scale: a clock's nats are split in proportion. */
  readonly weight: number
  /** Chance of the measure's value by rank among other people's days; null where the share has none of its own. */
  readonly chance: number | null
}

/** Shares of the same measure and window as one, the largest first; their least chance. */
export function joined(shares: readonly Share[]): Share[] {
  const byMeasure = new Map<string, Share>()
  for (const share of shares) {
    const before = byMeasure.get(share.measure)
    byMeasure.set(share.measure, before === undefined ? share : together(before, share))
  }
  return [...byMeasure.values()].sort(
    (left, right) => right.weight - left.weight || left.measure.localeCompare(right.measure, 'en'),
  )
}

function together(left: Share, right: Share): Share {
  const chances = [left.chance, right.chance].filter((chance) => chance !== null)
  return {
    ...left,
    weight: left.weight + right.weight,
    chance: chances.length === 0 ? null : Math.min(...chances),
  }
}

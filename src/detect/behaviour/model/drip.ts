/** No single day adds more, in nats. */
const MOST_PER_DAY = 4

/**
 * What a day adds to the drip: the logarithm of the e-value ½ p^(−½), whose mean is at most 1 where p is a chance. An
 * ordinary day takes ln 2 away, so that only surprises that keep coming add up.
 */
export function dripOf(surprise: number): number {
  return Math.min(MOST_PER_DAY, Math.log(0.5) + surprise / 2)
}

/** The drip after another day (NaN before the first): it never falls below zero and never forgets otherwise. */
export function addDrip(before: number, surprise: number): number {
  return Math.max(0, (before || 0) + dripOf(surprise))
}

/** Steps of a value in nats. */
const STEP = 2 ** -14

/**
 * The value to the nearest step of 6e-5: sums of such values and of their squares are exact, so that no mean depends
 * on the order in which people or days are added.
 */
export function inSteps(value: number): number {
  return Math.round(value / STEP) * STEP
}

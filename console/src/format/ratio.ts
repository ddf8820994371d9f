/**
 * How many times as much.
 *
 * @example formatRatio(57.42) // => '57×'
 * @example formatRatio(2.31) // => '2.3×'
 */
export function formatRatio(ratio: number): string {
  if (ratio >= 10) return `${Math.round(ratio).toLocaleString('en-US')}×`
  return `${ratio.toFixed(1)}×`
}

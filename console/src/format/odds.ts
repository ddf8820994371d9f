import { formatLarge } from './quantity.ts'

/**
 * A p-value as odds, two significant digits.
 *
 * @example formatOdds(0.00000068) // => '1 in 1.5 million'
 * @example formatOdds(0.012) // => '1 in 83'
 */
export function formatOdds(pValue: number): string {
  if (!(pValue > 0)) return 'never seen'
  return `1 in ${formatLarge(Number((1 / pValue).toPrecision(2)))}`
}

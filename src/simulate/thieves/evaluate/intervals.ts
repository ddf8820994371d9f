import { Random } from '../../random.ts'

/** A figure with the interval that holds it 95 times in 100. */
export interface Figure {
  readonly value: number
  readonly low: number
  readonly high: number
}

const Z = 1.959964

/**
 * A share with Wilson's interval.
 *
 * @example wilson(8, 10).low.toFixed(2) // => '0.49'
 */
export function wilson(hits: number, of: number): Figure {
  if (of === 0) return { value: Number.NaN, low: 0, high: 1 }
  const share = hits / of
  const square = Z ** 2 / of
  const middle = (share + square / 2) / (1 + square)
  const reach = (Z * Math.sqrt((share * (1 - share)) / of + square / (4 * of))) / (1 + square)
  return { value: share, low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) }
}

const RESAMPLES = 1_000

/** A mean with a bootstrap interval; each group (a company) is drawn as a whole. */
export function bootstrapMean(groups: readonly (readonly number[])[]): Figure {
  const value = meanOf(groups.flat())
  const random = new Random(1, 'bootstrap')
  const means = Array.from({ length: RESAMPLES }, () =>
    meanOf(groups.flatMap(() => (groups.length === 0 ? [] : random.pick(groups)))),
  ).sort((left, right) => left - right)
  return {
    value,
    low: means[Math.floor(0.025 * RESAMPLES)] ?? value,
    high: means[Math.floor(0.975 * RESAMPLES)] ?? value,
  }
}

export function meanOf(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The value below which a share of them lies; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

import type { ReviewFigure } from '../../../src/cases/case.ts'
import type { Signal } from '../../../src/detect/signal.ts'
import { formatBytes, formatCount } from './bytes.ts'

/** What is counted: by a figure of a review, or by a signal. */
type Unit = ReviewFigure['unit'] | Signal['unit']

const FORMATS: Record<Unit, (value: number) => string> = {
  bytes: formatBytes,
  share: formatShare,
  requests: (value) => `${formatCount(value)} requests`,
  tokens: (value) => `${formatLarge(value)} tokens`,
  files: (value) => `${formatCount(value)} files`,
  rows: (value) => `${formatCount(value)} rows`,
}

/**
 * A figure with its unit.
 *
 * @example formatQuantity(712000, 'requests') // => '712,000 requests'
 */
export function formatQuantity(value: number, unit: Unit): string {
  return FORMATS[unit](value)
}

/**
 * The same without a word for the unit, for columns whose rows say what they count.
 *
 * @example formatFigure(712000, 'requests') // => '712,000'
 */
export function formatFigure(value: number, unit: Unit): string {
  if (unit === 'bytes' || unit === 'share') return formatQuantity(value, unit)
  return formatLarge(value)
}

/**
 * A share of 0 to 1 as per cent. Never rounds up to 100 % or down to 0 %: "all" and "none" are claims.
 *
 * @example formatShare(0.982) // => '98.2 %'
 * @example formatShare(0.9999) // => '99.9 %'
 */
export function formatShare(share: number): string {
  const percent = share * 100
  if (percent === 0 || percent === 100) return `${percent} %`
  const held = percent < 100 ? Math.min(99.9, Math.max(0.1, percent)) : percent
  return `${held.toFixed(held >= 100 ? 0 : 1).replace(/\.0$/, '')} %`
}

const LARGE: readonly (readonly [number, string])[] = [
  [1e12, ' trillion'],
  [1e9, ' billion'],
  [1e6, ' million'],
]

/**
 * A count in words from a million on.
 *
 * @example formatLarge(1_458_000_000) // => '1.46 billion'
 * @example formatLarge(12_400) // => '12,400'
 */
export function formatLarge(count: number): string {
  const unit = LARGE.find(([size]) => count >= size)
  return unit === undefined ? formatCount(count) : `${trimZeros((count / unit[0]).toPrecision(3))}${unit[1]}`
}

/**
 * A short axis label.
 *
 * @example formatAxis(6400, 'requests') // => '6.4k'
 */
export function formatAxis(value: number, unit: 'requests' | 'bytes'): string {
  if (unit === 'bytes') return formatBytes(value)
  if (value >= 1e6) return `${trimZeros((value / 1e6).toPrecision(3))}M`
  if (value >= 1000) return `${trimZeros((value / 1000).toPrecision(3))}k`
  return formatCount(value)
}

function trimZeros(digits: string): string {
  return digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits
}

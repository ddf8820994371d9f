/** Decimal units: a gigabyte is 10^9 bytes, as disks, clouds and the seed's logs count. */
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const

/**
 * A byte count for people, in decimal units.
 *
 * @example formatBytes(140_600_000_000) // => '140.6 GB'
 */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (Math.abs(value) >= 999.95 && unit < UNITS.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${value.toFixed(unit === 0 ? 0 : 1).replace(/\.0$/, '')} ${UNITS[unit]}`
}

/**
 * A count for people, with thousands separated.
 *
 * @example formatCount(712000) // => '712,000'
 */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString('en-US')
}

/**
 * A count with its noun.
 *
 * @example formatCounted(1, 'case') // => '1 case'
 * @example formatCounted(1200, 'day') // => '1,200 days'
 */
export function formatCounted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}

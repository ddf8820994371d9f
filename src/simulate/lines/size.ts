const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const

/**
 * A size as the logs print it: decimal units, at most one digit after the point.
 *
 * @example sizeText(3_800_000_000) // => '3.8GB'
 * @example sizeText(4_200_000_000, ' ') // => '4.2 GB'
 * @example sizeText(28_000_000_000) // => '28GB'
 */
export function sizeText(bytes: number, separator = ''): string {
  let value = bytes
  let unit = 0
  while (value >= 999.95 && unit < UNITS.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${Math.round(value * 10) / 10}${separator}${UNITS[unit]}`
}

/**
 * A whole number with its thousands separated.
 *
 * @example thousands(142847) // => '142,847'
 */
export function thousands(count: number): string {
  let rest = String(Math.round(count))
  let text = ''
  while (rest.length > 3) {
    text = `,${rest.slice(-3)}${text}`
    rest = rest.slice(0, -3)
  }
  return rest + text
}

import { sizeText } from '../lines/size.ts'

const FACTORS = new Map([
  ['B', 1],
  ['KB', 1e3],
  ['MB', 1e6],
  ['GB', 1e9],
  ['TB', 1e12],
])

/**
 * A size as it is read back from a log that prints one digit after the point.
 *
 * @example bytesAsLogged(3_812_345_678) // => 3_800_000_000
 */
export function bytesAsLogged(bytes: number): number {
  const [, digits = '0', unit = 'B'] = /^([0-9.]+)([A-Z]+)$/.exec(sizeText(bytes)) ?? []
  return Math.ceil(Number(digits) * (FACTORS.get(unit) ?? 1))
}

import type { Bar } from './small-finding.ts'

/** The highest past values that say how fast the tail falls; below them it has another shape. */
const TAIL = 10
/** Few values lie close together by chance; the tail falls no faster than this. */
const LEAST_SLOPE = 0.15

/**
 * The bar above which an ordinary week holds `perWeek` findings. Where the past held fewer than that above the floor, it
 * is the floor. Else the bar lies where the tail of the past, carried on as an exponential, thins out to the budget:
 * one thief in it moves the bar a little, where the largest value of the past would move it to where the thief was.
 *
 * @param peaks the highest value of each subject in the past, in units in which tails are exponential (nats; ln of bytes).
 * @example barOf([], 8, 0.1, 9).value // => 9
 * @example barOf([10, 11, 12, 13], 8, 0.1, 9).value.toFixed(1) // => '13.2'
 */
export function barOf(peaks: readonly number[], weeks: number, perWeek: number, floor: number): Bar {
  const above = peaks.filter((peak) => peak >= floor).sort((left, right) => right - left)
  const bar = { floor, ordinary: above.length, weeks, perWeek }
  if (above.length === 0 || above.length <= perWeek * weeks) return { ...bar, value: floor }
  const edge = above[Math.min(TAIL, above.length - 1)] ?? floor
  const beyond = above.slice(0, TAIL).reduce((sum, peak) => sum + Math.max(0, peak - edge), 0)
  const slope = Math.max(LEAST_SLOPE, beyond / Math.max(1, Math.min(TAIL, above.length - 1)))
  const tail = Math.min(TAIL, above.length)
  return { ...bar, value: edge + Math.max(0, slope * Math.log(tail / (weeks * perWeek))) }
}

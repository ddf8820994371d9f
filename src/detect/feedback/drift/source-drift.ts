/** So many earlier days of the same weekday have to have spoken before silence on one says anything. */
const LEAST_WEEKS = 3
const COMPARED_WEEKS = 8

/** A change below this is no change worth a word, however steady the source is. */
const LEAST_CHANGE = 1.5
const LEAST_RATIOS = 4

/**
 * Days for which a source has been silent although it always spoke on these weekdays; 0 where it is not.
 *
 * @param acts a day, the last is the day asked about
 * @example silentDays([5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 0]) // => 1
 */
export function silentDays(acts: readonly number[]): number {
  let days = 0
  for (let at = acts.length - 1; at >= 0 && acts[at] === 0; at--) days += 1
  if (days === 0 || days === acts.length) return 0
  const spokenTo = acts.length - 1 - days
  const first = acts.findIndex((count) => count > 0)
  // Days of the silence itself say nothing about what is usual; a source that ended weeks ago is another matter.
  const sameWeekdays: number[] = []
  for (let at = acts.length - 8; at >= first && sameWeekdays.length < COMPARED_WEEKS; at -= 7)
    if (at <= spokenTo) sameWeekdays.push(acts[at] ?? 0)
  return sameWeekdays.length >= LEAST_WEEKS && sameWeekdays.every((count) => count > 0) ? days : 0
}

/** How the last 7 days compare with the 28 before. */
export interface VolumeChange {
  /** Mean a day of the 7 over mean a day of the 28. */
  readonly ratio: number
  /** How often the source's own earlier weeks changed as much, by rank: (1 + as far) / (weeks + 1). */
  readonly p: number
  readonly weeks: number
}

/**
 * Whether a source says much more or less than before, judged by how its own earlier weeks changed; null where it does
 * not, or where there is too little to tell.
 */
export function volumeChange(acts: readonly number[]): VolumeChange | null {
  const first = acts.findIndex((count) => count > 0)
  const ratioAt = (end: number): number | null => {
    if (end - 35 < first || first < 0) return null
    const before = mean(acts.slice(end - 35, end - 7))
    return before === 0 ? null : mean(acts.slice(end - 7, end)) / before
  }
  const ratio = ratioAt(acts.length)
  if (ratio === null) return null
  const earlier: number[] = []
  for (let end = acts.length - 7; end >= 35; end -= 7) {
    const then = ratioAt(end)
    if (then !== null) earlier.push(then)
  }
  const distance = farness(ratio)
  if (earlier.length < LEAST_RATIOS || distance < LEAST_CHANGE) return null
  const asFar = earlier.filter((then) => farness(then) >= distance).length
  if (asFar > 0) return null
  return { ratio, p: 1 / (earlier.length + 1), weeks: earlier.length }
}

/** How many times as much or as little. */
function farness(ratio: number): number {
  return ratio === 0 ? Number.POSITIVE_INFINITY : Math.max(ratio, 1 / ratio)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

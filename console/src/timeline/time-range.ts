/** A half-open span of time, in epoch milliseconds. */
export interface TimeRange {
  readonly start: number
  readonly end: number
}

export const HOUR_MS = 3_600_000

/** Closest zoom: below this, hourly values say nothing more. */
const MIN_SPAN_MS = 6 * HOUR_MS

/**
 * The range moved inside `whole`, no shorter than six hours and no longer than `whole`.
 *
 * @example clampRange({ start: -10, end: 86_400_000 }, { start: 0, end: 864_000_000 }) // => { start: 0, end: 86400010 }
 */
export function clampRange(range: TimeRange, whole: TimeRange): TimeRange {
  const room = whole.end - whole.start
  const span = Math.min(room, Math.max(MIN_SPAN_MS, range.end - range.start))
  const start = Math.min(Math.max(range.start, whole.start), whole.end - span)
  return { start, end: start + span }
}

/** The range scaled by `factor` around a moment that keeps its place on the screen. */
export function zoomRange(range: TimeRange, around: number, factor: number): TimeRange {
  return { start: around - (around - range.start) * factor, end: around + (range.end - around) * factor }
}

/** The range moved by a share of its own length. */
export function panRange(range: TimeRange, share: number): TimeRange {
  const by = (range.end - range.start) * share
  return { start: range.start + by, end: range.end + by }
}

/**
 * @example includes({ start: 0, end: 10 }, 10) // => false
 */
export function includes(range: TimeRange, time: number): boolean {
  return time >= range.start && time < range.end
}

import type { PlotPoint } from './plot-point.ts'
import { HOUR_MS } from './time-range.ts'

/** The point whose hour is closest to a moment, or null where none is within `reach` milliseconds. */
export function nearestPoint(points: readonly PlotPoint[], time: number, reach: number): PlotPoint | null {
  let best: PlotPoint | null = null
  let least = reach
  for (const point of points) {
    const middle = point.time + HOUR_MS / 2
    const distance = Math.max(0, Math.abs(time - middle) - HOUR_MS / 2)
    // Among equals the larger is what the eye aimed at.
    if (distance < least || (distance === least && point.value > (best?.value ?? -1))) {
      best = point
      least = distance
    }
  }
  return best
}

/** The point `by` places after (before, where negative) the selected one; the ends hold. */
export function stepPoint(
  points: readonly PlotPoint[],
  selected: number | null,
  by: number,
): PlotPoint | null {
  if (points.length === 0) return null
  const at = selected === null ? -1 : points.findIndex(({ time }) => time === selected)
  const start = at === -1 ? firstWorthLooking(points) - Math.sign(by) : at
  return points[Math.min(points.length - 1, Math.max(0, start + by))] ?? null
}

/** Where the keyboard enters a lane: its first flagged hour, else its first. */
function firstWorthLooking(points: readonly PlotPoint[]): number {
  return Math.max(
    0,
    points.findIndex(({ severity }) => severity !== null),
  )
}

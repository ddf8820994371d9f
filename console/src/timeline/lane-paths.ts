import type { PlotPoint } from './plot-point.ts'
import { HOUR_MS, type TimeRange } from './time-range.ts'
import type { TimeScale } from './time-scale.ts'

/** From a value to a distance from the top of the lane, in pixels. */
export type ValueScale = (value: number) => number

/**
 * Values from 0 to `max` on `height` pixels; `headroom` stays free above the largest.
 *
 * @example valueScale(100, 50, 0)(100) // => 0
 */
export function valueScale(max: number, height: number, headroom: number): ValueScale {
  return (value) => height - (max > 0 ? value / max : 0) * (height - headroom)
}

/** An hour that carried anything is never invisible, however small beside the largest. */
const MIN_BAR_PX = 1.5

/** One SVG path for many bars. */
export function barsPath(points: readonly PlotPoint[], scale: TimeScale, y: ValueScale): string {
  const floor = y(0)
  return points
    .filter(({ time, value }) => value > 0 && touches(scale.range, time))
    .map(({ time, value }) => {
      const { left, right } = barEdges(time, scale)
      const top = Math.min(y(value), floor - MIN_BAR_PX)
      return `M${px(left)} ${px(floor)}V${px(top)}H${px(right)}V${px(floor)}Z`
    })
    .join('')
}

/** Left and right edge of an hour's bar: its hour, with a gap once there is room for one. */
export function barEdges(time: number, scale: TimeScale): { left: number; right: number } {
  const left = scale.x(time)
  const width = scale.x(time + HOUR_MS) - left
  return width > 3
    ? { left: left + 0.5, right: left + width - 0.5 }
    : { left, right: left + Math.max(1.25, width) }
}

/** The running total as steps: it grows during an hour and stays until the next. */
export function cumulativePath(points: readonly PlotPoint[], scale: TimeScale, y: ValueScale): string {
  const before = points.findLast(({ time }) => time < scale.range.start)
  const inside = points.filter(({ time }) => time >= scale.range.start && time < scale.range.end)
  const start = `M0 ${px(y(before?.cumulative ?? 0))}`
  const steps = inside.map(
    ({ time, cumulative }) => `H${px(scale.x(time))}L${px(scale.x(time + HOUR_MS))} ${px(y(cumulative))}`,
  )
  return `${start}${steps.join('')}H${px(scale.width)}`
}

function touches(range: TimeRange, time: number): boolean {
  return time + HOUR_MS > range.start && time < range.end
}

/** Tenths of a pixel: finer detail only makes the path longer. */
function px(value: number): number {
  return Math.round(value * 10) / 10
}

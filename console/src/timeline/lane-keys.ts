import { stepPoint } from './nearest-point.ts'
import type { PlotPoint } from './plot-point.ts'
import type { View } from './use-view.ts'

/** Where a key pressed in a lane leads: a point to select, a view to move, or nothing of ours (null). */
export type LaneMove = { readonly point: PlotPoint | null } | { readonly pan: number } | null

const PAN_SHARE = 0.25

/** Keys of a lane: arrows step, Home and End jump, Shift with an arrow moves the view. */
export function laneMove(
  key: string,
  isShifted: boolean,
  points: readonly PlotPoint[],
  selected: number | null,
): LaneMove {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[key]
  if (by !== undefined && isShifted) return { pan: by * PAN_SHARE }
  if (by !== undefined) return { point: stepPoint(points, selected, by) }
  if (key === 'Home') return { point: points[0] ?? null }
  if (key === 'End') return { point: points.at(-1) ?? null }
  return null
}

/** Brings an hour into view without changing the zoom. */
export function reveal(view: View, time: number): void {
  const { start, end } = view.range
  if (time >= start && time < end) return
  const half = (end - start) / 2
  view.show({ start: time - half, end: time + half })
}

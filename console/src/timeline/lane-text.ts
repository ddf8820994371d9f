import type { Lane } from '../../../src/cases/case.ts'
import { formatMoment, formatSpan } from '../format/clock.ts'
import { formatQuantity, formatShare } from '../format/quantity.ts'
import type { LaneModel } from './lane-model.ts'
import { LANE_UNITS } from './lane-names.ts'
import type { PlotPoint } from './plot-point.ts'
import { HOUR_MS } from './time-range.ts'

/** What a lane says about the hour under the pointer; `null` where it carried nothing then. */
export function readoutText(
  lane: Lane,
  point: PlotPoint | null,
  totalBefore: number,
  isSelected: boolean,
  timeZone: string,
): string {
  const soFar = `${formatQuantity(totalBefore, lane.unit)} so far`
  if (point === null) return `nothing this hour · ${soFar}`
  const when = isSelected ? `${formatSpan(point.time, point.time + HOUR_MS, timeZone)} · ` : ''
  return `${when}${formatQuantity(point.value, lane.unit)} · ${soFar} · ${point.about}`
}

/** What a screen reader says about the selected hour. */
export function spokenText(lane: Lane, point: PlotPoint | null, timeZone: string): string {
  if (point === null) return 'no hour selected'
  const flagged = point.severity === null ? '' : `, flagged ${point.severity}`
  return `${formatMoment(point.time, timeZone)}: ${formatQuantity(point.value, lane.unit)}, ${point.about}${flagged}; ${formatQuantity(point.cumulative, lane.unit)} so far`
}

/** What a lane counts, how much of it fell into nights, and what its dashed line stands for. */
export function laneCaption({ lane, points, limit, nightShare }: LaneModel): string {
  if (points.length === 0) return 'nothing in this case'
  const night = nightShare === null ? [] : [`flagged: ${formatShare(nightShare)} at night`]
  const dashed = limit === null ? [] : [`dashed: ${limit.label}, ${formatQuantity(limit.bytes, 'bytes')}`]
  return [LANE_UNITS[lane.unit], ...night, ...dashed].join(' · ')
}

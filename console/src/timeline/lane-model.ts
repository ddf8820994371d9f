import type { Case, Lane } from '../../../src/cases/case.ts'
import type { Signal } from '../../../src/detect/signal.ts'
import { type LaneLimit, laneLimit } from './lane-limit.ts'
import { nightShare } from './nights.ts'
import { type PlotPoint, plotPoints, SEVERITIES } from './plot-point.ts'
import type { TimeRange } from './time-range.ts'

/** The span a signal judged, to be marked under the bars. */
export interface SignalWindow extends TimeRange {
  readonly id: string
  readonly severity: Signal['severity']
}

/** A lane with everything that does not depend on zoom or pointer. */
export interface LaneModel {
  readonly lane: Lane
  readonly points: readonly PlotPoint[]
  readonly limit: LaneLimit | null
  /** Mildest first, so that the worst is drawn on top. */
  readonly windows: readonly SignalWindow[]
  /** Share of what flagged hours carried that fell between 22:00 and 06:00; null where none is flagged. */
  readonly nightShare: number | null
}

/** The parts of a case that lanes are made of. */
type LaneCase = Pick<Case, 'timeline' | 'signalList' | 'severity' | 'assets' | 'timeZone'>

/** One model a lane, in the order of the timeline. */
export function laneModels(found: LaneCase): LaneModel[] {
  return found.timeline.lanes.map((lane) => {
    const points = plotPoints(lane, found)
    return {
      lane,
      points,
      nightShare: nightShare(
        points.filter(({ severity }) => severity !== null),
        found.timeZone,
      ),
      limit: laneLimit(lane, found.assets),
      windows: found.signalList
        .filter(({ channel }) => channel === lane.channel)
        .map(({ id, severity, windowStart, windowEnd }) => ({
          id,
          severity,
          start: Date.parse(windowStart),
          end: Date.parse(windowEnd),
        }))
        .toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)),
    }
  })
}

import type { Case, Lane, LanePoint } from '../../../src/cases/case.ts'
import type { Signal } from '../../../src/detect/signal.ts'

/** A point of a lane made ready to draw: its time as a number, its severity where a signal covers it. */
export interface PlotPoint {
  readonly time: number
  readonly value: number
  readonly cumulative: number
  readonly about: string
  readonly severity: Signal['severity'] | null
  readonly source: LanePoint
}

/** From the mildest to the worst. */
export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const

/** Points oldest first. A flagged hour takes the worst severity among the signals whose window covers it. */
export function plotPoints(lane: Lane, found: Pick<Case, 'signalList' | 'severity'>): PlotPoint[] {
  const windows = found.signalList
    .filter(({ channel }) => channel === lane.channel)
    .map((signal) => ({
      start: Date.parse(signal.windowStart),
      end: Date.parse(signal.windowEnd),
      severity: signal.severity,
    }))
  return lane.points
    .map((source) => {
      const time = Date.parse(source.time)
      const covering = windows.filter(({ start, end }) => time + 3_600_000 > start && time < end)
      const severity = source.flagged
        ? (worst(covering.map((window) => window.severity)) ?? found.severity)
        : null
      return {
        time,
        value: source.value,
        cumulative: source.cumulative,
        about: source.about,
        severity,
        source,
      }
    })
    .toSorted((a, b) => a.time - b.time)
}

/**
 * @example worst(['low', 'high']) // => 'high'
 */
export function worst(severities: readonly Signal['severity'][]): Signal['severity'] | null {
  return SEVERITIES.findLast((severity) => severities.includes(severity)) ?? null
}

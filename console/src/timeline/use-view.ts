import { useCallback, useState } from 'react'
import { clampRange, panRange, type TimeRange, zoomRange } from './time-range.ts'

/** Which part of the timeline is on the screen, and the ways to change it. */
export interface View {
  readonly range: TimeRange
  readonly isZoomed: boolean
  show(range: TimeRange): void
  zoom(around: number, factor: number): void
  pan(share: number): void
  reset(): void
}

/** Starts with the whole timeline. */
export function useView(whole: TimeRange): View {
  const [range, setRange] = useState(whole)
  const change = useCallback(
    (next: (range: TimeRange) => TimeRange) => setRange((now) => clampRange(next(now), whole)),
    [whole],
  )
  return {
    range,
    isZoomed: range.start > whole.start || range.end < whole.end,
    show: useCallback((next) => change(() => next), [change]),
    zoom: useCallback((around, factor) => change((now) => zoomRange(now, around, factor)), [change]),
    pan: useCallback((share) => change((now) => panRange(now, share)), [change]),
    reset: useCallback(() => change(() => whole), [change, whole]),
  }
}

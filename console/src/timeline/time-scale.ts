import type { TimeRange } from './time-range.ts'

/** The one horizontal axis all lanes share. Pixels count from the left edge of the plot. */
export interface TimeScale {
  readonly range: TimeRange
  readonly width: number
  x(time: number): number
  time(x: number): number
}

export function timeScale(range: TimeRange, width: number): TimeScale {
  const span = range.end - range.start
  return {
    range,
    width,
    x: (time) => ((time - range.start) / span) * width,
    time: (x) => range.start + (x / width) * span,
  }
}

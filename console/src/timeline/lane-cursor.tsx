import { barEdges } from './lane-paths.ts'
import { LAYOUT } from './layout.ts'
import { includes, type TimeRange } from './time-range.ts'
import type { TimeScale } from './time-scale.ts'

interface LaneCursorProps {
  readonly scale: TimeScale
  readonly hover: number | null
  readonly brush: TimeRange | null
  /** The selected hour of this lane. */
  readonly hour: number | null
}

/** Crosshair, span being dragged and selected hour: drawn over the values. */
export function LaneCursor({ scale, hover, brush, hour }: LaneCursorProps) {
  const isShown = hour !== null && includes(scale.range, hour)
  const edges = isShown ? barEdges(hour, scale) : null
  return (
    <>
      {edges !== null && <SelectedHour left={edges.left} right={edges.right} />}
      {brush !== null && <Band scale={scale} range={brush} className="brush" />}
      {hover !== null && (
        <line className="crosshair" x1={scale.x(hover)} x2={scale.x(hover)} y2={LAYOUT.laneHeight} />
      )}
    </>
  )
}

interface SelectedWindowProps {
  readonly scale: TimeScale
  /** The window of the selected signal, if it is one of this lane. */
  readonly window: TimeRange | null
}

/** The window of the selected signal: drawn under the values, so that their colour stays. */
export function SelectedWindow({ scale, window }: SelectedWindowProps) {
  if (window === null || window.end <= scale.range.start || window.start >= scale.range.end) return null
  return <Band scale={scale} range={window} className="selected-window" />
}

interface BandProps {
  readonly scale: TimeScale
  readonly range: TimeRange
  readonly className: string
}

function Band({ scale, range, className }: BandProps) {
  const left = Math.max(0, scale.x(range.start))
  const right = Math.min(scale.width, scale.x(range.end))
  return <rect className={className} x={left} width={Math.max(0, right - left)} height={LAYOUT.laneHeight} />
}

function SelectedHour({ left, right }: { readonly left: number; readonly right: number }) {
  const middle = (left + right) / 2
  return (
    <g className="selected-hour">
      <path d={`M${middle - 5} 0h10l-5 6z`} />
      <rect x={left - 1.5} y={6} width={right - left + 3} height={LAYOUT.laneHeight - 6} />
    </g>
  )
}

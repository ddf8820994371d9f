import { barEdges } from './lane-paths.ts'
import { LAYOUT } from './layout.ts'
import type { TimeRange } from './time-range.ts'
import type { TimeScale } from './time-scale.ts'

interface LaneCursorProps {
  readonly scale: TimeScale
  readonly hover: number | null
  readonly brush: TimeRange | null
  /** The selected hour of this lane. */
  readonly hour: number | null
  /** The window of the selected signal, if it is one of this lane. */
  readonly window: TimeRange | null
}

/** Crosshair, span being dragged, selected hour and selected signal. */
export function LaneCursor({ scale, hover, brush, hour, window }: LaneCursorProps) {
  const height = LAYOUT.laneHeight
  const clip = (x: number) => Math.min(scale.width, Math.max(0, x))
  const band = (range: TimeRange, className: string) => {
    const left = clip(scale.x(range.start))
    return <rect className={className} x={left} width={clip(scale.x(range.end)) - left} height={height} />
  }
  const isShown = hour !== null && hour >= scale.range.start - 3_600_000 && hour < scale.range.end
  const edges = isShown ? barEdges(hour, scale) : null
  return (
    <>
      {window !== null && band(window, 'selected-window')}
      {edges !== null && <SelectedHour left={edges.left} right={edges.right} height={height} />}
      {brush !== null && band(brush, 'brush')}
      {hover !== null && <line className="crosshair" x1={scale.x(hover)} x2={scale.x(hover)} y2={height} />}
    </>
  )
}

function SelectedHour({
  left,
  right,
  height,
}: {
  readonly left: number
  readonly right: number
  readonly height: number
}) {
  const middle = (left + right) / 2
  return (
    <g className="selected-hour">
      <path d={`M${middle - 5} 0h10l-5 6z`} />
      <rect x={left - 1.5} y={6} width={right - left + 3} height={height - 6} />
    </g>
  )
}

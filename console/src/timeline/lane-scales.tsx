import type { Lane } from '../../../src/cases/case.ts'
import { formatAxis } from '../format/quantity.ts'
import type { ValueScale } from './lane-paths.ts'
import { LAYOUT } from './layout.ts'

interface LaneScalesProps {
  readonly unit: Lane['unit']
  readonly width: number
  /** Largest bar in view. */
  readonly peak: number
  /** Running total where the view ends. */
  readonly total: number
  readonly limit: number | null
  readonly bars: ValueScale
  readonly totals: ValueScale
}

/** Two labels nearer than this would touch. */
const LABEL_PX = 11

/** The numbers at both edges: the largest bar on the left, the total and the whole asset on the right. */
export function LaneScales({ unit, width, peak, total, limit, bars, totals }: LaneScalesProps) {
  const atTotal = totals(total)
  const atLimit = limit === null ? null : totals(limit)
  const isApart = atLimit !== null && Math.abs(atLimit - atTotal) >= LABEL_PX
  return (
    <g className="scales">
      {peak > 0 && (
        <text className="end" x={-6} y={bars(peak) + 4}>
          {formatAxis(peak, unit)}
        </text>
      )}
      <text className="end" x={-6} y={LAYOUT.laneHeight}>
        0
      </text>
      <text x={width + 6} y={atTotal + 4} className="strong">
        {formatAxis(total, unit)}
      </text>
      {limit !== null && atLimit !== null && isApart && (
        <text x={width + 6} y={atLimit + 4}>
          {formatAxis(limit, unit)}
        </text>
      )}
    </g>
  )
}

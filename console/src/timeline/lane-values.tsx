import { memo } from 'react'
import type { LaneModel } from './lane-model.ts'
import { barsPath, cumulativePath, type ValueScale } from './lane-paths.ts'
import { LAYOUT } from './layout.ts'
import { SEVERITIES } from './plot-point.ts'
import type { TimeScale } from './time-scale.ts'

interface LaneValuesProps {
  readonly model: LaneModel
  readonly scale: TimeScale
  readonly bars: ValueScale
  readonly totals: ValueScale
}

/** Bars, running total, the whole-asset line and the windows of signals: all that a zoom redraws. */
export const LaneValues = memo(function LaneValues({ model, scale, bars, totals }: LaneValuesProps) {
  const { points, limit, windows } = model
  const floor = LAYOUT.laneHeight
  return (
    <>
      {[null, ...SEVERITIES].map((severity) => (
        <path
          key={severity ?? 'ordinary'}
          className={severity === null ? 'bar' : `bar flagged ${severity}`}
          d={barsPath(
            points.filter((point) => point.severity === severity),
            scale,
            bars,
          )}
        />
      ))}
      {limit !== null && (
        <line className="limit" x2={scale.width} y1={totals(limit.bytes)} y2={totals(limit.bytes)} />
      )}
      <path className="total" d={cumulativePath(points, scale, totals)} />
      <line className="floor" x2={scale.width} y1={floor + 0.5} y2={floor + 0.5} />
      {windows.map(({ id, severity, start, end }) => {
        const left = Math.max(0, scale.x(start))
        const right = Math.min(scale.width, scale.x(end))
        return (
          <rect
            key={id}
            className={`window ${severity}`}
            x={left}
            y={floor + 2}
            width={Math.max(0, right - left)}
            height={LAYOUT.strip - 1}
          />
        )
      })}
    </>
  )
})

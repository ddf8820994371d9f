import { memo } from 'react'
import { LAYOUT } from './layout.ts'
import type { TimeRange } from './time-range.ts'
import type { TimeScale } from './time-scale.ts'
import type { TimeTick } from './time-ticks.ts'

interface LaneBackdropProps {
  readonly scale: TimeScale
  readonly nights: readonly TimeRange[]
  readonly ticks: readonly TimeTick[]
  readonly height: number
}

/** Nights and the grid, the same behind every lane. */
export const LaneBackdrop = memo(function LaneBackdrop({ scale, nights, ticks, height }: LaneBackdropProps) {
  return (
    <>
      {nights.map(({ start, end }) => {
        const left = Math.max(0, scale.x(start))
        const right = Math.min(scale.width, scale.x(end))
        return (
          <rect key={start} className="night" x={left} width={Math.max(0, right - left)} height={height} />
        )
      })}
      {ticks.map(({ time, isDay }) => (
        <line
          key={time}
          className={isDay ? 'grid day' : 'grid'}
          x1={scale.x(time)}
          x2={scale.x(time)}
          y2={LAYOUT.laneHeight}
        />
      ))}
    </>
  )
})

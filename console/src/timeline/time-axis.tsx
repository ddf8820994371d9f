import { memo } from 'react'
import { LAYOUT } from './layout.ts'
import type { TimeScale } from './time-scale.ts'
import type { TimeTick } from './time-ticks.ts'

interface TimeAxisProps {
  readonly scale: TimeScale
  readonly ticks: readonly TimeTick[]
}

/** The labels under the last lane. */
export const TimeAxis = memo(function TimeAxis({ scale, ticks }: TimeAxisProps) {
  const hasTimes = ticks.some(({ isDay }) => !isDay)
  return (
    <svg
      className="time-axis"
      width={scale.width + LAYOUT.left + LAYOUT.right}
      height={LAYOUT.axisHeight}
      aria-hidden="true"
    >
      <g transform={`translate(${LAYOUT.left} 0)`}>
        {ticks.map(({ time, label, isDay }) => (
          <g key={time} transform={`translate(${scale.x(time)} 0)`}>
            <line className="tick" y2={4} />
            <text y={15} className={isDay && hasTimes ? 'strong' : undefined}>
              {label}
            </text>
          </g>
        ))}
      </g>
    </svg>
  )
})

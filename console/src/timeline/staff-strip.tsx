import type { Timeline } from '../../../src/cases/case.ts'
import { formatDay } from '../format/clock.ts'
import { labelRows } from './label-rows.ts'
import { LAYOUT } from './layout.ts'
import type { TimeScale } from './time-scale.ts'

interface StaffStripProps {
  readonly staff: Timeline['staff']
  readonly scale: TimeScale
  readonly timeZone: string
  /** Height of the lanes below, through which each marker runs. */
  readonly lanesHeight: number
}

/** Width of an average letter at the strip's size, generous so that rows never touch. */
const LETTER_PX = 6.8

/** What HR knew meanwhile: labels above the lanes, a line down through them. */
export function StaffStrip({ staff, scale, timeZone, lanesHeight }: StaffStripProps) {
  const facts = staff
    .map(({ time, kind, detail }) => {
      const at = Date.parse(time)
      return { at, key: `${time} ${kind}`, kind, detail, x: scale.x(at), day: formatDay(at, timeZone) }
    })
    .filter(({ at }) => at >= scale.range.start && at < scale.range.end)
    .toSorted((a, b) => a.at - b.at)
  const placed = labelRows(
    facts.map(({ x, kind, day, detail }) => ({
      x,
      width: `${day} ${kind}: ${detail}`.length * LETTER_PX + 8,
    })),
    scale.width,
  )
  const rows = placed.reduce((most, { row }) => Math.max(most, row + 1), 0)
  const height = rows * LAYOUT.staffRow + 2
  if (rows === 0) return null
  return (
    <svg
      className="staff"
      width={scale.width + LAYOUT.left + LAYOUT.right}
      height={height}
      role="img"
      aria-label={`HR: ${facts.map(({ day, kind, detail }) => `${day} ${kind}, ${detail}`).join('; ')}`}
    >
      <g transform={`translate(${LAYOUT.left} 0)`}>
        {facts.map(({ key, kind, detail, day, x }, index) => {
          const place = placed[index]
          const y = (place?.row ?? 0) * LAYOUT.staffRow
          return (
            <g key={key}>
              <line x1={x} x2={x} y1={y + 2} y2={height + lanesHeight} />
              <text
                className={place?.flipped ? 'end' : undefined}
                x={place?.flipped ? x - 5 : x + 5}
                y={y + 12}
              >
                {day} <tspan className="strong">{kind}</tspan>: {detail}
              </text>
            </g>
          )
        })}
      </g>
    </svg>
  )
}

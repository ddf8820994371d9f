import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react'
import { LaneBackdrop } from './lane-backdrop.tsx'
import { LaneCursor, SelectedWindow } from './lane-cursor.tsx'
import type { LaneModel } from './lane-model.ts'
import { LANE_NAMES, LANE_UNITS } from './lane-names.ts'
import { valueScale } from './lane-paths.ts'
import { LaneScales } from './lane-scales.tsx'
import { laneCaption, readoutText, spokenText } from './lane-text.ts'
import { LaneValues } from './lane-values.tsx'
import { LAYOUT } from './layout.ts'
import { nearestPoint } from './nearest-point.ts'
import type { PlotPoint } from './plot-point.ts'
import { HOUR_MS, type TimeRange } from './time-range.ts'
import type { TimeScale } from './time-scale.ts'
import type { TimeTick } from './time-ticks.ts'
import { useLanePointer } from './use-lane-pointer.ts'

/** What all lanes share. */
export interface LaneFrame {
  readonly scale: TimeScale
  readonly ticks: readonly TimeTick[]
  readonly nights: readonly TimeRange[]
  readonly timeZone: string
  readonly hover: number | null
  readonly brush: TimeRange | null
  setHover(time: number | null): void
  setBrush(brush: TimeRange | null): void
  showSpan(range: TimeRange): void
  reset(): void
}

interface LaneChartProps {
  readonly model: LaneModel
  readonly frame: LaneFrame
  readonly selectedHour: number | null
  readonly selectedSignal: string | null
  select(point: PlotPoint, how: 'jump' | 'step'): void
  onKeyDown(event: KeyboardEvent): void
}

/** One channel over time. To a screen reader it is a slider whose positions are hours with activity. */
export function LaneChart({ model, frame, selectedHour, selectedSignal, select, onKeyDown }: LaneChartProps) {
  const { lane, points, limit, windows } = model
  const { scale, hover, timeZone } = frame
  const total = points.at(-1)?.cumulative ?? 0
  const totalInView = totalAt(points, scale.range.end - 1)
  const peak = useMemo(() => peakIn(points, scale.range), [points, scale.range])
  const bars = useMemo(() => valueScale(peak, LAYOUT.laneHeight, LAYOUT.headroom), [peak])
  const totals = useMemo(
    () => valueScale(Math.max(total, limit?.bytes ?? 0), LAYOUT.laneHeight, LAYOUT.headroom),
    [total, limit],
  )
  const selected = points.find(({ time }) => time === selectedHour) ?? null
  const pointer = useLanePointer(
    scale,
    {
      hover: frame.setHover,
      click: (time) => {
        const reach = scale.time(LAYOUT.reach) - scale.time(0)
        const point = nearestPoint(points, time, reach)
        if (point !== null) select(point, 'jump')
      },
      span: frame.showSpan,
    },
    frame.setBrush,
  )
  const box = useRef<HTMLDivElement>(null)
  const isSelected = selected !== null
  useEffect(() => {
    if (isSelected) box.current?.scrollIntoView({ block: 'nearest' })
  }, [isSelected])
  const at = hover ?? selectedHour
  const unitText = laneCaption(model)
  return (
    <div className="lane" ref={box}>
      <p className="lane-head">
        <b>{LANE_NAMES[lane.channel]}</b>
        <span className="lane-unit">{at === null ? unitText : LANE_UNITS[lane.unit]}</span>
        {at !== null && (
          <span className="lane-readout">
            {readoutText(lane, pointAt(points, at), totalAt(points, at), hover === null, timeZone)}
          </span>
        )}
      </p>
      <div
        className="lane-plot"
        role="slider"
        tabIndex={0}
        aria-label={`${LANE_NAMES[lane.channel]}, ${unitText}`}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, points.length - 1)}
        aria-valuenow={selected === null ? 0 : points.indexOf(selected)}
        aria-valuetext={spokenText(lane, selected, timeZone)}
        data-channel={lane.channel}
        onKeyDown={onKeyDown}
        onDoubleClick={frame.reset}
        {...pointer}
      >
        <svg
          width={scale.width + LAYOUT.left + LAYOUT.right}
          height={LAYOUT.laneHeight + LAYOUT.strip + 1}
          aria-hidden="true"
        >
          <g transform={`translate(${LAYOUT.left} 0)`}>
            <LaneBackdrop
              scale={scale}
              nights={frame.nights}
              ticks={frame.ticks}
              height={LAYOUT.laneHeight}
            />
            <SelectedWindow scale={scale} window={windows.find(({ id }) => id === selectedSignal) ?? null} />
            <LaneValues model={model} scale={scale} bars={bars} totals={totals} />
            <LaneCursor scale={scale} hover={hover} brush={frame.brush} hour={selected?.time ?? null} />
            <LaneScales
              unit={lane.unit}
              width={scale.width}
              peak={peak}
              total={totalInView}
              limit={limit?.bytes ?? null}
              bars={bars}
              totals={totals}
            />
          </g>
        </svg>
      </div>
    </div>
  )
}

function peakIn(points: readonly PlotPoint[], range: TimeRange): number {
  return points.reduce(
    (peak, { time, value }) =>
      time + HOUR_MS > range.start && time < range.end ? Math.max(peak, value) : peak,
    0,
  )
}

function pointAt(points: readonly PlotPoint[], time: number): PlotPoint | null {
  return points.find((point) => time >= point.time && time < point.time + HOUR_MS) ?? null
}

function totalAt(points: readonly PlotPoint[], time: number): number {
  return points.findLast((point) => point.time <= time)?.cumulative ?? 0
}

import { type KeyboardEvent, useCallback, useMemo, useRef, useState } from 'react'
import type { Case } from '../../../src/cases/case.ts'
import type { Selection } from '../case/selection.ts'
import type { Select } from '../case/use-select.ts'
import { formatDay, formatMoment } from '../format/clock.ts'
import { useShortcuts } from '../shell/use-shortcuts.ts'
import { LaneChart, type LaneFrame } from './lane-chart.tsx'
import { laneMove, reveal } from './lane-keys.ts'
import { type LaneModel, laneModels } from './lane-model.ts'
import { LaneTables } from './lane-table.tsx'
import { LAYOUT } from './layout.ts'
import { Legend } from './legend.tsx'
import { nightsIn } from './nights.ts'
import { StaffStrip } from './staff-strip.tsx'
import { TimeAxis } from './time-axis.tsx'
import type { TimeRange } from './time-range.ts'
import { timeScale } from './time-scale.ts'
import { timeTicks } from './time-ticks.ts'
import { useView } from './use-view.ts'
import { useWidth } from './use-width.ts'

interface TimelineProps {
  readonly found: Case
  readonly selection: Selection | null
  readonly select: Select
}

/** Height of a lane with its heading, as the style sheet sets it. */
const LANE_PX = LAYOUT.laneHeight + LAYOUT.strip + 1 + 22

/** The story in time: one lane a channel over one shared axis. */
export function Timeline({ found, selection, select }: TimelineProps) {
  const box = useRef<HTMLDivElement>(null)
  const width = Math.max(0, useWidth(box) - LAYOUT.left - LAYOUT.right)
  const models = useMemo(() => laneModels(found), [found])
  const whole = useMemo(
    () => ({ start: Date.parse(found.timeline.start), end: Date.parse(found.timeline.end) }),
    [found],
  )
  const view = useView(whole)
  const [hover, setHover] = useState<number | null>(null)
  const [brush, setBrush] = useState<TimeRange | null>(null)
  const { timeZone } = found
  const scale = useMemo(() => timeScale(view.range, width), [view.range, width])
  const ticks = useMemo(() => timeTicks(view.range, width, timeZone), [view.range, width, timeZone])
  const nights = useMemo(() => nightsIn(view.range, timeZone), [view.range, timeZone])

  const hour = selection !== null && 'hour' in selection ? Date.parse(selection.hour) : null
  const channel = selection !== null && 'channel' in selection ? selection.channel : null
  const signal = selection !== null && 'signal' in selection ? selection.signal : null
  const around = useCallback(
    () => hour ?? hover ?? (view.range.start + view.range.end) / 2,
    [hour, hover, view.range],
  )
  const backOut = () => (view.isZoomed ? view.reset() : select(null))
  useShortcuts({
    '+': () => view.zoom(around(), 0.5),
    '=': () => view.zoom(around(), 0.5),
    '-': () => view.zoom(around(), 2),
    Escape: backOut,
  })

  const onLaneKey = (model: LaneModel) => (event: KeyboardEvent) => {
    const selected = channel === model.lane.channel ? hour : null
    const move = laneMove(event.key, event.shiftKey, model.points, selected)
    if (move === null) return
    event.preventDefault()
    if ('pan' in move) view.pan(move.pan)
    else if (move.point !== null) {
      reveal(view, move.point.time)
      select({ channel: model.lane.channel, hour: move.point.source.time }, 'step')
    }
  }
  const frame: LaneFrame = {
    scale,
    ticks,
    nights,
    timeZone,
    hover,
    brush,
    setHover,
    setBrush,
    showSpan: view.show,
    reset: view.reset,
  }
  return (
    <section className="block timeline" aria-labelledby="timeline-title">
      <h2 id="timeline-title">
        The story in time
        <span>
          {hover !== null
            ? formatMoment(hover, timeZone)
            : `${formatDay(view.range.start, timeZone)} to ${formatDay(view.range.end, timeZone)}`}
          , clock of {timeZone}; nights (22–06) shaded
        </span>
        <span className="zoom-keys">
          <button type="button" onClick={() => view.zoom(around(), 0.5)} aria-label="Zoom in">
            +
          </button>
          <button
            type="button"
            onClick={() => view.zoom(around(), 2)}
            aria-label="Zoom out"
            disabled={!view.isZoomed}
          >
            −
          </button>
          <button type="button" onClick={view.reset} disabled={!view.isZoomed}>
            Whole span
          </button>
        </span>
      </h2>
      <div ref={box}>
        {width > 0 && (
          <>
            <StaffStrip
              staff={found.timeline.staff}
              scale={scale}
              timeZone={timeZone}
              lanesHeight={models.length * LANE_PX}
            />
            {models.map((model) => (
              <LaneChart
                key={model.lane.channel}
                model={model}
                frame={frame}
                selectedHour={channel === model.lane.channel ? hour : null}
                selectedSignal={signal}
                select={(point, how) => select({ channel: model.lane.channel, hour: point.source.time }, how)}
                onKeyDown={onLaneKey(model)}
              />
            ))}
            <TimeAxis scale={scale} ticks={ticks} />
          </>
        )}
      </div>
      <Legend models={models} />
      <LaneTables models={models} timeZone={timeZone} />
    </section>
  )
}

import { useState } from 'react'
import { formatMoment } from '../format/clock.ts'
import { formatQuantity } from '../format/quantity.ts'
import { ScrollRegion } from '../states/scroll-region.tsx'
import type { LaneModel } from './lane-model.ts'
import { LANE_NAMES, LANE_UNITS } from './lane-names.ts'

interface LaneTablesProps {
  readonly models: readonly LaneModel[]
  readonly timeZone: string
}

/** The chart's numbers as tables, made only once somebody opens them. */
export function LaneTables({ models, timeZone }: LaneTablesProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <details className="lane-tables" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>The same figures as tables</summary>
      {isOpen &&
        models.map((model) => <LaneTable key={model.lane.channel} model={model} timeZone={timeZone} />)}
    </details>
  )
}

function LaneTable({ model, timeZone }: { readonly model: LaneModel; readonly timeZone: string }) {
  const { lane, points } = model
  return (
    <ScrollRegion className="lane-table" label={`${LANE_NAMES[lane.channel]} as a table`}>
      <table className="numbers">
        <caption>
          {LANE_NAMES[lane.channel]}, {LANE_UNITS[lane.unit]}
        </caption>
        <thead>
          <tr>
            <th scope="col">Hour from</th>
            <th scope="col">This hour</th>
            <th scope="col">Running total</th>
            <th scope="col">About</th>
            <th scope="col">Flagged</th>
          </tr>
        </thead>
        <tbody>
          {points.map(({ time, value, cumulative, about, severity }) => (
            <tr key={time}>
              <th scope="row">{formatMoment(time, timeZone)}</th>
              <td>{formatQuantity(value, lane.unit)}</td>
              <td>{formatQuantity(cumulative, lane.unit)}</td>
              <td className="word">{about}</td>
              <td className="word">{severity ?? 'no'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

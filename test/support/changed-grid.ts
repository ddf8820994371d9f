import type { Grid, GridPerson } from '../../src/detect/behaviour/grid.ts'
import { MEASURES, type MeasureName } from '../../src/detect/behaviour/measures.ts'
import type { Channel } from '../../src/detect/signal.ts'

/** Without a line of a channel from one day to another. */
export function silenced(grid: Grid, spans: Partial<Record<Channel, readonly [number, number]>>): Grid {
  const seen = { ...grid.seen }
  const values = new Map(grid.values)
  for (const [channel, [from, to]] of Object.entries(spans)) {
    seen[channel as Channel] = grid.seen[channel as Channel].map((one, day) =>
      day >= from && day <= to ? 0 : one,
    )
    for (const measure of measuresOf(channel))
      values.set(
        measure,
        (grid.values.get(measure) as Float64Array).map((value, at) => {
          const day = at % grid.days.length
          return day >= from && day <= to ? 0 : value
        }),
      )
  }
  return { ...grid, seen, values }
}

/** With measures that say nothing in the first weeks, and zeros there. */
export function settling(grid: Grid): Grid {
  const since: Partial<Record<MeasureName, number>> = {
    offRegistry: 14,
    freshWeights: 14,
    newPrefixes: 14,
    rareEgress: 14,
    excessEgress: 21,
  }
  const values = new Map(grid.values)
  for (const [measure, first] of Object.entries(since) as [MeasureName, number][])
    values.set(
      measure,
      (grid.values.get(measure) as Float64Array).map((value, at) =>
        at % grid.days.length < first ? 0 : value,
      ),
    )
  return { ...grid, since, values }
}

function measuresOf(channel: string): MeasureName[] {
  return (Object.keys(MEASURES) as MeasureName[]).filter((measure) => MEASURES[measure] === channel)
}

/** Every second person is a service. */
export function withServices(grid: Grid): Grid {
  const people = grid.people.map(
    (person, at) => ({ ...person, kind: at % 2 === 0 ? 'human' : 'service' }) as const,
  )
  return { ...grid, people }
}

export function withoutRoles(grid: Grid): Grid {
  return { ...grid, people: grid.people.map((person) => ({ ...person, role: '' })) }
}

/** The same people in another order. */
export function reordered(grid: Grid, order: readonly number[]): Grid {
  const days = grid.days.length
  return withRows(
    { ...grid, people: order.map((from) => grid.people[from] as GridPerson) },
    (values, person) =>
      values.subarray((order[person] as number) * days, ((order[person] as number) + 1) * days),
    grid,
  )
}

/** The first days only. */
export function cut(grid: Grid, days: number): Grid {
  const seen = Object.fromEntries(
    Object.entries(grid.seen).map(([channel, flags]) => [channel, flags.slice(0, days)]),
  ) as Grid['seen']
  return withRows(
    { ...grid, days: grid.days.slice(0, days), seen },
    (values, person) => values.subarray(person * grid.days.length, person * grid.days.length + days),
    grid,
  )
}

function withRows(to: Grid, rowOf: (values: Float64Array, person: number) => Float64Array, from: Grid): Grid {
  const values = new Map<MeasureName, Float64Array>()
  for (const [measure, column] of from.values) {
    const rows = new Float64Array(to.people.length * to.days.length)
    for (const [person] of to.people.entries()) rows.set(rowOf(column, person), person * to.days.length)
    values.set(measure, rows)
  }
  return { ...to, values }
}

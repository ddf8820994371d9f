import type { Grid } from '../grid.ts'
import { MEASURES, type MeasureName } from '../measures.ts'
import type { Quantity } from './families.ts'
import { couldTellIn, type Sight, toldIn, wellSeen } from './silence.ts'
import { inSteps } from './steps.ts'

/** The values of one day that is still under way, a value a person: they stand in for those of the grid. */
export interface Today {
  readonly day: number
  readonly values: ReadonlyMap<MeasureName, Float64Array>
}

/** A quantity on the log scale, y = ln(1 + sum / unit), for the days `first` to `last`. */
export interface WindowSums {
  readonly first: number
  /** By `(day - first) * people + person`: what was seen, a lower bound where lines are missing. */
  readonly seen: Float64Array
  /** The same, missing days filled up in proportion: what others are compared with. */
  readonly filled: Float64Array
  /** By `day - first`: 1 where the window is known well enough to compare others with. */
  readonly usable: Uint8Array
  /** First day on which the quantity says something. */
  readonly since: number
}

export interface Span {
  readonly first: number
  readonly last: number
}

export function windowSums(
  grid: Grid,
  sight: Sight,
  quantity: Quantity,
  window: number,
  { first, last }: Span,
  today?: Today,
): WindowSums {
  const since = sight.since(quantity.leastOf.flat())
  const gap = (measure: MeasureName, day: number) => gapOf(sight, measure, day, window, since)
  const usable = new Uint8Array(last - first + 1)
  let filling = false
  for (let day = first; day <= last; day++) {
    const sides = quantity.leastOf.map((side) =>
      side.some((measure) => wellSeen(sight, MEASURES[measure], day, window, since)),
    )
    usable[day - first] = sides.every(Boolean) ? 1 : 0
    filling ||= quantity.leastOf.some((side) => side.some((measure) => gap(measure, day) > 1))
  }
  const seen = leastSums(grid, quantity, window, { first, last }, () => 1, today)
  const filled = filling ? leastSums(grid, quantity, window, { first, last }, gap, today) : seen
  for (const sums of filled === seen ? [seen] : [seen, filled]) toLog(sums, quantity.unit)
  return { first, seen, filled, usable, since }
}

/** How much larger the sum would be had every day told as much as those seen; 1 where nothing is known. */
function gapOf(sight: Sight, measure: MeasureName, day: number, window: number, since: number): number {
  const told = toldIn(sight, MEASURES[measure], day, window, since)
  return told === 0 ? 1 : couldTellIn(sight, MEASURES[measure], day, window, since) / told
}

function leastSums(
  grid: Grid,
  quantity: Quantity,
  window: number,
  span: Span,
  factor: (measure: MeasureName, day: number) => number,
  today: Today | undefined,
): Float64Array {
  let least: Float64Array | null = null
  for (const side of quantity.leastOf) {
    const sums = new Float64Array((span.last - span.first + 1) * grid.people.length)
    for (const measure of side) addSums(sums, grid, measure, window, span, factor, today)
    if (least === null) least = sums
    else
      for (let at = 0; at < sums.length; at++) least[at] = Math.min(least[at] as number, sums[at] as number)
  }
  return least ?? new Float64Array(0)
}

function addSums(
  sums: Float64Array,
  grid: Grid,
  measure: MeasureName,
  window: number,
  { first, last }: Span,
  factor: (measure: MeasureName, day: number) => number,
  today: Today | undefined,
): void {
  const values = grid.values.get(measure)
  if (values === undefined) return
  const now = today?.values.get(measure)
  const people = grid.people.length
  const days = grid.days.length
  const start = Math.max(0, first - window + 1)
  const factors = Float64Array.from({ length: last - first + 1 }, (_, at) => factor(measure, first + at))
  for (let person = 0; person < people; person++) {
    const row = person * days
    let sum = 0
    for (let day = start; day <= last; day++) {
      const partial = day === today?.day ? now?.[person] : undefined
      sum += partial ?? (values[row + day] as number)
      if (day - window >= start) sum -= values[row + day - window] as number
      if (day < first) continue
      const at = (day - first) * people + person
      sums[at] = (sums[at] as number) + sum * (factors[day - first] as number)
    }
  }
}

function toLog(sums: Float64Array, unit: number): void {
  for (let at = 0; at < sums.length; at++) {
    const sum = sums[at] as number
    if (sum !== 0) sums[at] = inSteps(Math.log1p(sum / unit))
  }
}

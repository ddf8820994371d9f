import type { Grid } from '../src/detect/behaviour/grid.ts'
import { MEASURES, type MeasureName } from '../src/detect/behaviour/measures.ts'

const POOL_DAYS = 28

/**
 * ECOD (upper tails) on every measure of a day and its distance from the own mean of 30 days, ranked among everybody's
 * last 28 days, whose values are sorted anew for every day: the plain way, and one clock instead of five. Nats by
 * `person * days + day`.
 */
export function ecodDays(grid: Grid): Float64Array {
  const days = grid.days.length
  const people = grid.people.length
  const scores = new Float64Array(people * days)
  for (const measure of Object.keys(MEASURES) as MeasureName[]) {
    const levels = (grid.values.get(measure) ?? new Float64Array(people * days)).map(Math.log1p)
    for (const column of [levels, changesOf(levels, people, days)])
      for (let day = 1; day < days; day++) {
        const first = Math.max(0, day - POOL_DAYS)
        const pool = new Float64Array(people * (day - first))
        for (let person = 0; person < people; person++)
          pool.set(column.subarray(person * days + first, person * days + day), person * (day - first))
        pool.sort()
        for (let person = 0; person < people; person++) {
          const at = person * days + day
          const atLeast = pool.length - lowerBound(pool, column[at] ?? 0)
          scores[at] = (scores[at] ?? 0) - Math.log((1 + atLeast) / (1 + pool.length))
        }
      }
  }
  return scores
}

function changesOf(levels: Float64Array, people: number, days: number): Float64Array {
  const changes = new Float64Array(levels.length)
  for (let person = 0; person < people; person++)
    for (let day = 1; day < days; day++) {
      const own = levels.subarray(person * days + Math.max(0, day - 30), person * days + day)
      const mean = own.reduce((sum, level) => sum + level, 0) / own.length
      changes[person * days + day] = (levels[person * days + day] ?? 0) - mean
    }
  return changes
}

function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? 0) < value) low = middle + 1
    else high = middle
  }
  return low
}

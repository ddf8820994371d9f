import type { Grid } from '../grid.ts'
import type { Picture } from './innocent.ts'

/** How long a person had been there on a day, and for how many days before it they did nothing at all. */
export function circumstancesOf(
  grid: Grid,
  person: number,
  day: number,
): Pick<Picture, 'daysHere' | 'daysAway'> {
  const from = grid.people[person]?.from ?? 0
  let daysAway = 0
  const idle = (at: number) =>
    [...grid.values.values()].every((values) => values[person * grid.days.length + at] === 0)
  while (day - daysAway - 1 >= Math.max(0, from) && idle(day - daysAway - 1)) daysAway++
  return { daysHere: from < 0 ? Number.POSITIVE_INFINITY : day - from, daysAway }
}

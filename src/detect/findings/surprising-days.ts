import { LEARNING_DAYS } from '../behaviour/score/cases-of.ts'
import type { Scores } from '../behaviour/scores.ts'

/** A person's day above the threshold that is told; indices into the grid. */
export interface SurprisingDay {
  readonly person: number
  readonly day: number
}

/** While somebody stays above the threshold, so many days lie between two that are told. */
const TELL_EVERY = 7

/**
 * The days told: the first above the threshold, and while it goes on one a week. Later days change nothing about those
 * before them.
 *
 * @param threshold in nats.
 */
export function surprisingDays(
  { grid, total, judged }: Pick<Scores, 'grid' | 'total' | 'judged'>,
  threshold: number,
): SurprisingDay[] {
  const days = grid.days.length
  return grid.people.flatMap((_, person) => {
    const told: SurprisingDay[] = []
    for (let day = LEARNING_DAYS, free = 0; day < days; day += 1) {
      const at = person * days + day
      if (day < free || judged[at] !== 1 || (total[at] ?? 0) <= threshold) continue
      told.push({ person, day })
      free = day + TELL_EVERY
    }
    return told
  })
}

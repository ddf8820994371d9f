import type { Scores } from '../scores.ts'

/** A person's day on which a case opens. */
export interface Opening {
  /** Indices into the grid's people and days. */
  readonly person: number
  readonly day: number
  readonly score: number
}

/**
 * Days of logs before the first on which a case can open. Thresholds were fitted on days with at least so much past, and with
 * less the ranks of long windows rest on too few other days.
 */
export const LEARNING_DAYS = 42

/** After a case has opened, so many days of the person open no other. */
export const DAYS_OF_A_CASE = 14

/**
 * The cases that open: the first day of a person above the threshold, and again the first that lies 14 days or more after
 * it. By person, then day.
 *
 * @param threshold in nats; of a day, where it is not the same for all.
 * @param firstDay index of the first day on which one can open.
 */
export function casesOf(
  { grid, total, judged }: Pick<Scores, 'grid' | 'total' | 'judged'>,
  threshold: number | ((day: number) => number),
  firstDay: number = LEARNING_DAYS,
): Opening[] {
  const thresholdOf = typeof threshold === 'number' ? () => threshold : threshold
  const days = grid.days.length
  const openings: Opening[] = []
  for (let person = 0; person < grid.people.length; person += 1) {
    let free = 0
    for (let day = firstDay; day < days; day += 1) {
      const score = total[person * days + day] ?? 0
      if (day < free || judged[person * days + day] !== 1 || score <= thresholdOf(day)) continue
      openings.push({ person, day, score })
      free = day + DAYS_OF_A_CASE
    }
  }
  return openings
}

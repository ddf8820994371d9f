import { daySums, sumBetween } from '../small-budgets/day-sums.ts'
import { grouped } from '../small-budgets/grouped.ts'
import type { Movements } from '../small-budgets/movements.ts'
import { type DayValue, pastRanks } from '../small-budgets/past-ranks.ts'

const WINDOW_DAYS = 28
/** What is sent was collected at most so long before the window. */
const SLACK_DAYS = 7

/** How far back movements reach that a rank depends on. */
export const RANK_LOOK_BACK = WINDOW_DAYS + 7 * 9 + WINDOW_DAYS + SLACK_DAYS

/**
 * P(somebody collects and sends at least so much in 28 days | another person's past), for what is matched on a day. The
 * past of everybody is measured alike: the lesser of what they read of protected things and what they sent to a rare place.
 */
export function rankSequence(movements: Movements, asked: DayValue): number {
  const fetched = new Map(
    [...grouped(movements.fetched, ({ person }) => person)].map(([person, rows]) => [
      person,
      daySums(
        rows,
        ({ day }) => day,
        ({ bytes }) => bytes,
      ),
    ]),
  )
  const values = [
    ...grouped(movements.sent, ({ person, destination }) => JSON.stringify([person, destination])).values(),
  ].flatMap((rows) => {
    const sent = daySums(
      rows,
      ({ day }) => day,
      ({ bytes }) => bytes,
    )
    return rows.flatMap(({ person, day }) => {
      const read = fetched.get(person)
      const value =
        read === undefined
          ? 0
          : Math.min(
              sumBetween(sent, day - WINDOW_DAYS, day),
              sumBetween(read, day - WINDOW_DAYS - SLACK_DAYS, day),
            )
      return value > 0 ? [{ person, day, value }] : []
    })
  })
  const watched = new Map(
    [...grouped([...movements.sent, ...movements.fetched], ({ person }) => person)].map(([person, rows]) => [
      person,
      [...new Set(rows.map(({ day }) => day))].sort((left, right) => left - right),
    ]),
  )
  return pastRanks(values, watched, movements.loggedFrom + WINDOW_DAYS)(asked)
}

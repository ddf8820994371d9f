import type { HourScore } from '../run/by-the-hour.ts'
import type { StoredRanks } from '../run/stored-ranks.ts'
import type { TheftTruth } from '../theft-truth.ts'

/** How one theft ended. */
export interface Outcome {
  readonly seed: number
  /** Days from the first act to the first day above the threshold, of whichever thief; null where there is none. */
  readonly days: number | null
  /** Share of the bytes that had been sent by the end of that day; 1 where it was not found. */
  readonly gone: number
}

/** What a threshold finds of a theft, read at the end of every day. */
export function outcomeOf(seed: number, ranks: StoredRanks, truth: TheftTruth, threshold: number): Outcome {
  const { days } = ranks.grid
  const first = days.indexOf(truth.firstDay)
  const found = firstAbove(ranks, first, threshold)
  if (found === null) return { seed, days: null, gone: 1 }
  return { seed, days: found - first, gone: goneBy(truth, Date.parse(days[found] ?? '') + 86_400_000) }
}

/** Index of the first day, from one on, on which anybody of these is above a threshold. */
export function firstAbove(
  { grid, total, judged }: StoredRanks,
  from: number,
  threshold: number,
  until = grid.days.length,
): number | null {
  const days = grid.days.length
  for (let day = Math.max(0, from); day < until; day++)
    for (let person = 0; person < grid.people.length; person++) {
      const at = person * days + day
      if (judged[at] === 1 && (total[at] ?? 0) > threshold) return day
    }
  return null
}

/** Share of the bytes of a theft that had been sent before a moment. */
export function goneBy({ sentInHour, bytesSent }: TheftTruth, moment: number): number {
  if (bytesSent === 0) return 1
  let gone = 0
  for (const [hour, bytes] of Object.entries(sentInHour)) if (Date.parse(hour) < moment) gone += bytes
  return gone / bytesSent
}

/** Share gone at the end of the first hour above the threshold; 1 where none of the first days is. */
export function goneByTheHour(hours: readonly HourScore[], truth: TheftTruth, threshold: number): number {
  const found = hours.find(({ score }) => score > threshold)
  return found === undefined ? 1 : goneBy(truth, found.end)
}

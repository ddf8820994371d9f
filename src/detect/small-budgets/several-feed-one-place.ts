import { formatBytes, formatCounted } from '../../base/bytes.ts'
import { laterOf } from '../../base/days.ts'
import { daySums, sumBetween } from './day-sums.ts'
import { grouped } from './grouped.ts'
import { isRarePlace, MEMORY_DAYS, type Movements, type Sent } from './movements.ts'
import type { Statistic } from './surpassing.ts'

/** Several people sent to one rare place, and at least two of them had read what is protected. */
export interface SharedPlace extends Statistic {
  readonly destination: string
  readonly feeders: readonly Feeder[]
  readonly first: string
  readonly last: string
}

export interface Feeder {
  readonly person: string
  /** Sent there in the window, beyond their own past. */
  readonly sent: number
  /** Protected bytes read since {@link MEMORY_DAYS} before the window, a file once. */
  readonly read: number
}

const WINDOW_DAYS = 28
const LEAST_TOTAL = 5_000_000_000
/** A place that so many feed is everybody's. */
const MOST_FEEDERS = 8
/** A feeder brings at least this part of the whole: who opened the page once is none. */
const FAIR_PART = 0.05
/** What went there can be what was read: at least half of it was. */
const READ_PART = 0.5
/** Own windows of so far back are what somebody is used to. */
const OWN_PAST_DAYS = 84
/** Registers are wrong now and then: what goes to a place they name counts for a tenth. */
const REGISTERED_SHARE = 0.1

/** How far back the movements reach that a day's values depend on. */
export const SHARED_PLACE_LOOK_BACK = WINDOW_DAYS + Math.max(OWN_PAST_DAYS + WINDOW_DAYS, MEMORY_DAYS)

/** Measures every rare place on each day somebody sent there: ln of the bytes that its feeders had read and then sent. */
export function sharedPlaces(movements: Movements): SharedPlace[] {
  const isPerson = ({ person }: { readonly person: string }) =>
    movements.members.get(person)?.kind !== 'service'
  const fetched = new Map(
    [...grouped(movements.fetched.filter(isPerson), ({ person }) => person)].map(([person, rows]) => [
      person,
      daySums(
        rows,
        ({ day }) => day,
        ({ fresh }) => fresh,
      ),
    ]),
  )
  return [...grouped(movements.sent.filter(isPerson), ({ destination }) => destination)].flatMap(
    ([destination, rows]) => {
      const byPerson = [...grouped(rows, ({ person }) => person)].map(([person, own]) => ({
        person,
        rows: own,
        sums: daySums(own, ({ day }) => day, bytesOf),
      }))
      if (byPerson.length < 2) return []
      return [...grouped(rows, ({ day }) => day).values()].flatMap((sameDay) => {
        const row = sameDay[0] as Sent
        if (!isRarePlace(row, row.day - WINDOW_DAYS + 1, movements)) return []
        const after = row.day - WINDOW_DAYS
        const feeders = byPerson
          .map(({ person, rows: own, sums }) => {
            const usual = own
              .filter((past) => past.day <= after && past.day > after - OWN_PAST_DAYS)
              .reduce((most, past) => Math.max(most, sumBetween(sums, past.day - WINDOW_DAYS, past.day)), 0)
            const read = fetched.get(person)
            return {
              person,
              sent: sumBetween(sums, after, row.day) - usual,
              read: read === undefined ? 0 : sumBetween(read, after - MEMORY_DAYS, row.day),
            }
          })
          .filter(({ sent }) => sent > 0)
        const total = feeders.reduce((sum, { sent }) => sum + sent, 0)
        const fair = feeders.filter(({ sent }) => sent >= FAIR_PART * total)
        const readers = fair.filter(({ read, sent }) => read >= READ_PART * sent)
        if (total < LEAST_TOTAL || fair.length > MOST_FEEDERS || readers.length < 2) return []
        const inside = rows.filter(({ day }) => day > after && day <= row.day)
        return [
          {
            subject: destination,
            people: fair.map(({ person }) => person).sort(),
            day: row.day,
            value: Math.log(fair.reduce((sum, { sent, read }) => sum + Math.min(sent, read), 0)),
            destination,
            feeders: fair.toSorted(
              (left, right) => right.sent - left.sent || (left.person < right.person ? -1 : 1),
            ),
            first: inside[0]?.first ?? row.first,
            last: inside.reduce((latest, { last }) => laterOf(last, latest), row.last),
          },
        ]
      })
    },
  )
}

function bytesOf({ bytes, standing }: Sent): number {
  return bytes * (standing === '' ? 1 : REGISTERED_SHARE)
}

/** What happened, in one sentence. */
export function sharedPlaceSentence({ destination, feeders }: SharedPlace): string {
  const total = feeders.reduce((sum, { sent }) => sum + sent, 0)
  const each = feeders.map(
    ({ person, sent, read }) => `${person} ${formatBytes(sent)} after reading ${formatBytes(read)}`,
  )
  return (
    `${formatCounted(feeders.length, 'person').replace('persons', 'people')} sent ${formatBytes(total)} to ${destination} in ` +
    `${WINDOW_DAYS} days, a place hardly used before: ${each.join(', ')} of protected data.`
  )
}

import { formatBytes, formatCounted } from '../../base/bytes.ts'
import { companions } from './companions.ts'
import { type DaySums, daySums, sumBetween } from './day-sums.ts'
import { grouped } from './grouped.ts'
import { type Fetched, isRarePlace, type Movements, type Sent } from './movements.ts'
import { type DayValue, type PastRank, pastRanks } from './past-ranks.ts'
import type { Statistic } from './surpassing.ts'

/** Somebody sent what they did not collect, and somebody they work with collected what they did not need before. */
export interface HandOver extends Statistic {
  readonly sender: string
  readonly collector: string
  readonly destination: string
  readonly thing: string
  /** The longest window, in days; the amounts are those of it. */
  readonly windowDays: number
  readonly sent: Amount
  readonly collected: Amount
}

/** What somebody moved in a window, and how rare that is: one in so many person-days, by rank. */
export interface Amount {
  readonly bytes: number
  readonly days: number
  readonly oneIn: number
}

/** Windows over which sending is summed; collecting is, from {@link SLACK_DAYS} earlier. */
const WINDOWS = [7, 28] as const
const SLACK_DAYS = 7
/** Own windows of so long ago, and for so long back, are what somebody is used to. */
const LAG_DAYS = 28
const OWN_PAST_DAYS = 84
/** Registers are wrong now and then: what goes to a place they name counts for a tenth. */
const REGISTERED_SHARE = 0.1
/** Less in the longest window is no weights. */
const LEAST_BYTES = 250_000_000
/**
 * A day counts for ln(1 + bytes / unit), and a window for the sum of its days: a drip of many days outweighs the one
 * large upload that honest people make.
 */
const UNIT = 250_000_000
/** Neither half alone is a hand-over, however rare: each brings at most so many nats a window. */
const MOST_NATS = 12

/** How far back the movements reach that a day's values depend on. */
export const HAND_OVER_LOOK_BACK = 28 + 7 * 9 + LAG_DAYS + OWN_PAST_DAYS + 28 + SLACK_DAYS

/**
 * Measures hand-overs: for every day on which somebody sent to a rare place beyond their own past, the colleague whose
 * fresh collecting before it is the most surprising. The value is the surprise of both in nats, summed over the windows:
 * -ln of the chance of each by rank among other people's past, the collector's multiplied by how many there were to
 * choose from.
 */
export function handOvers(movements: Movements): HandOver[] {
  const people = isPersons(movements)
  const watched = watchedDays(movements)
  const mates = companions(movements)
  const sendings = sendingsOf({ ...movements, sent: movements.sent.filter(people) }, watched)
  const best = new Map<string, HandOver>()
  for (const kind of ['registry', 'lake'] as const) {
    const rows = movements.fetched.filter((row) => row.kind === kind && people(row))
    const collected = collectionsOf(rows, watched, movements.loggedFrom)
    for (const sending of sendings) {
      const others = (mates.get(sending.person) ?? []).filter((mate) => mate !== sending.person)
      for (const mate of others) {
        const found = handOver(sending, collected.get(mate), collected.get(sending.person), others.length)
        const key = JSON.stringify([sending.person, sending.day])
        if (found !== null && found.value > (best.get(key)?.value ?? 0)) best.set(key, found)
      }
    }
  }
  return [...best.values()]
}

function handOver(
  sending: Sending,
  collection: Collection | undefined,
  own: Collection | undefined,
  choices: number,
): HandOver | null {
  if (collection === undefined) return null
  const { day, person, destination } = sending
  const after = day - longest() - SLACK_DAYS
  const bytes = sumBetween(collection.fresh, after, day)
  if (bytes < LEAST_BYTES) return null
  const chances = collection.chancesOn(day)
  if (chances.every((chance) => choices * chance >= 1)) return null
  const thing = collection.largestThing(after, day)
  // Who collected the thing too has no need of anybody: that is the score's to judge.
  if (own !== undefined && own.bytesOf(thing, after, day) * 2 > bytes) return null
  const nats = [...sending.chances, ...chances.map((chance) => Math.min(1, choices * chance))].map((chance) =>
    Math.min(MOST_NATS, -Math.log(chance)),
  )
  return {
    subject: person,
    people: [person, collection.person].sort(),
    day,
    value: nats.reduce((sum, each) => sum + each, 0),
    sender: person,
    collector: collection.person,
    destination,
    thing,
    windowDays: longest(),
    sent: { bytes: sending.bytes, days: sending.days, oneIn: 1 / Math.min(...sending.chances) },
    collected: { bytes, days: collection.daysIn(after, day), oneIn: 1 / Math.min(...chances) },
  }
}

function longest(): number {
  return Math.max(...WINDOWS)
}

interface Sending {
  readonly person: string
  readonly day: number
  readonly destination: string
  readonly bytes: number
  readonly days: number
  /** P of the sending of each window. */
  readonly chances: readonly number[]
}

/** Every day on which somebody sent to a rare place, and how far it is beyond their own past there. */
function sendingsOf(movements: Movements, watched: ReadonlyMap<string, readonly number[]>): Sending[] {
  const isRare = (row: Sent) => isRarePlace(row, row.day - longest() + 1, movements)
  const places = [
    ...grouped(movements.sent, ({ person, destination }) => JSON.stringify([person, destination])).values(),
  ].map((rows) => ({
    rows,
    bytes: daySums(rows, dayOf, (row) => row.bytes),
    weights: daySums(rows, dayOf, weightOf),
  }))
  const ranked = WINDOWS.map((window) => {
    const beyondPast = ({ rows, weights }: (typeof places)[number], day: number) => {
      const usual = rows
        .filter((past) => past.day <= day - LAG_DAYS && past.day > day - LAG_DAYS - OWN_PAST_DAYS)
        .reduce((most, past) => Math.max(most, sumBetween(weights, past.day - window, past.day)), 0)
      return sumBetween(weights, day - window, day) - usual
    }
    const values = places.flatMap((place) =>
      place.rows.filter(isRare).map(({ person, day }) => ({ person, day, value: beyondPast(place, day) })),
    )
    return {
      beyondPast,
      rank: pastRanks(
        values.filter(({ value }) => value > 0),
        watched,
        movements.loggedFrom + longest(),
      ),
    }
  })
  return places.flatMap((place) =>
    place.rows.filter(isRare).flatMap(({ person, day, destination }) => {
      const bytes = sumBetween(place.bytes, day - longest(), day)
      if (bytes < LEAST_BYTES) return []
      const chances = ranked.map(({ beyondPast, rank }) =>
        chanceOf(rank, { person, day, value: beyondPast(place, day) }),
      )
      const days = place.bytes.days.filter((each) => each > day - longest() && each <= day).length
      return [{ person, day, destination, bytes, days, chances }]
    }),
  )
}

function chanceOf(rank: PastRank, asked: DayValue): number {
  return asked.value <= 0 ? 1 : rank(asked)
}

function dayOf({ day }: { readonly day: number }): number {
  return day
}

function weightOf({ bytes, standing }: Sent): number {
  return Math.log1p((bytes * (standing === '' ? 1 : REGISTERED_SHARE)) / UNIT)
}

interface Collection {
  readonly person: string
  readonly fresh: DaySums
  /** P of the fresh collecting before a day, for each window. */
  chancesOn(day: number): number[]
  bytesOf(thing: string, after: number, to: number): number
  daysIn(after: number, to: number): number
  largestThing(after: number, to: number): string
}

function collectionsOf(
  fetched: readonly Fetched[],
  watched: ReadonlyMap<string, readonly number[]>,
  loggedFrom: number,
): ReadonlyMap<string, Collection> {
  const people = [...grouped(fetched, ({ person }) => person)].map(([person, rows]) => {
    const fresh = daySums(rows, dayOf, (row) => row.fresh)
    const perDay = fresh.days.map((day) => ({ day, bytes: sumBetween(fresh, day - 1, day) }))
    const weights = daySums(perDay, dayOf, ({ bytes }) => Math.log1p(bytes / UNIT))
    return { person, rows, fresh, weights }
  })
  const ranks = WINDOWS.map((window) => {
    const values = people.flatMap(({ person, fresh, weights }) =>
      fresh.days.map((day) => ({ person, day, value: beyondUsual(weights, day, window, loggedFrom) })),
    )
    return pastRanks(
      values.filter(({ value }) => value > 0),
      watched,
      loggedFrom + longest(),
    )
  })
  return new Map(
    people.map(({ person, rows, fresh, weights }) => {
      const inside = (after: number, to: number) => rows.filter(({ day }) => day > after && day <= to)
      const collection: Collection = {
        person,
        fresh,
        chancesOn: (day) =>
          WINDOWS.map((window, at) =>
            chanceOf(ranks[at] as PastRank, {
              person,
              day,
              value: beyondUsual(weights, day, window, loggedFrom),
            }),
          ),
        bytesOf: (thing, after, to) =>
          inside(after, to).reduce((sum, row) => sum + (row.thing === thing ? row.bytes : 0), 0),
        daysIn: (after, to) =>
          new Set(
            inside(after, to)
              .filter((row) => row.fresh > 0)
              .map(dayOf),
          ).size,
        largestThing: (after, to) => {
          const byThing = [...grouped(inside(after, to), ({ thing }) => thing)].map(
            ([thing, of]) => [thing, of.reduce((sum, row) => sum + row.fresh, 0)] as const,
          )
          return (
            byThing.sort((left, right) => right[1] - left[1] || (left[0] < right[0] ? -1 : 1))[0]?.[0] ?? ''
          )
        },
      }
      return [person, collection]
    }),
  )
}

/** How far the fresh collecting before a day lies above the median of the person's own past windows. */
function beyondUsual(weights: DaySums, day: number, window: number, loggedFrom: number): number {
  const span = window + SLACK_DAYS
  const past: number[] = []
  for (let end = day - LAG_DAYS; end > day - LAG_DAYS - OWN_PAST_DAYS && end - span >= loggedFrom; end -= 7)
    past.push(sumBetween(weights, end - span, end))
  past.sort((left, right) => left - right)
  return sumBetween(weights, day - span, day) - (past[past.length >> 1] ?? 0)
}

/** Services pull and send every night; whoever stands behind one is judged by the score. */
function isPersons({ members }: Movements): (row: { readonly person: string }) => boolean {
  return ({ person }) => members.get(person)?.kind !== 'service'
}

function watchedDays(movements: Movements): ReadonlyMap<string, readonly number[]> {
  const rows = [...movements.sent, ...movements.fetched].filter(isPersons(movements))
  return new Map(
    [...grouped(rows, ({ person }) => person)].map(([person, of]) => [
      person,
      [...new Set(of.map(dayOf))].sort((left, right) => left - right),
    ]),
  )
}

/** What happened, in one sentence. */
export function handOverSentence(found: HandOver): string {
  const rarity = ({ oneIn }: Amount) => `one in ${formatCounted(oneIn, 'person-day')}`
  return (
    `${found.sender} sent ${formatBytes(found.sent.bytes)} on ${formatCounted(found.sent.days, 'day')} to ` +
    `${found.destination}, a place hardly used before (${rarity(found.sent)}), without having collected as much of it; ` +
    `${found.collector}, who works with them, read ${formatBytes(found.collected.bytes)} on ` +
    `${formatCounted(found.collected.days, 'day')} for the first time, mostly ${found.thing} (${rarity(found.collected)}).`
  )
}

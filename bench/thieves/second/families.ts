import { isWeekend } from './calendar.ts'
import { type Cast, pickTeam, pickThief } from './cast.ts'
import type { Destination } from './company/destinations.ts'
import type { Person } from './company/people.ts'
import type { Theft } from './theft.ts'

export const FAMILIES = ['A', 'B', 'B2', 'C', 'C2', 'D', 'D2', 'E', 'F', 'none'] as const
export type Family = (typeof FAMILIES)[number]

const GB = 1e9
/** What the loud thief takes in 34 days. */
const LOUD = { days: 34, calls: 712_000, weights: 140 * GB, data: 2_100 * GB } as const
const EARLIEST = 50

/** Who takes what share of a plan. */
interface Hands {
  readonly queries: Person
  readonly collects: Person
  readonly sends: Person
}

/** Lets the thieves of a family act; returns those who took part. */
export const PLANS: Readonly<Record<Family, (cast: Cast, theft: Theft) => Person[]>> = {
  none: () => [],
  A(cast, theft) {
    const from = cast.random.integer(EARLIEST, cast.days - LOUD.days - 2)
    const thief = pickThief(cast, from, from + LOUD.days)
    nightly(cast, theft, thief, from, LOUD.days, 1, cast.unknown)
    return [thief]
  },
  B: (cast, theft) => drip(cast, theft, 1 / 10, (from, to) => alone(pickThief(cast, from, to)), 1),
  B2: (cast, theft) =>
    drip(
      cast,
      theft,
      1 / 30,
      (from, to) => alone(pickThief(cast, from, to)),
      cast.random.between(0.35, 0.65),
    ),
  C(cast, theft) {
    const from = cast.random.integer(EARLIEST, cast.days - LOUD.days - 2)
    const thieves: Person[] = []
    const count = cast.random.integer(3, 5)
    for (let index = 0; index < count; index += 1) {
      thieves.push(pickThief(cast, from, from + LOUD.days, thieves))
    }
    for (const thief of thieves) nightly(cast, theft, thief, from, LOUD.days, 1 / count, cast.unknown)
    return thieves
  },
  C2: (cast, theft) =>
    drip(
      cast,
      theft,
      1 / 10,
      (from, to) => {
        const [queries, collects, sends] = pickTeam(cast, from, to)
        if (queries === undefined || collects === undefined || sends === undefined) throw new Error('no team')
        return { queries, collects, sends }
      },
      1,
    ),
  D(cast, theft) {
    const day = cast.random.integer(EARLIEST, cast.days - 8)
    const thief = pickThief(cast, day, day + 1)
    for (let hour = 22; hour < 29; hour += 1) {
      const bytes = theft.pull(thief, day, hour, (LOUD.weights * 1.001) / 6)
      theft.send(thief, day, hour + 0.5, cast.unknown, bytes)
    }
    return [thief]
  },
  D2(cast, theft) {
    const day = cast.random.integer(EARLIEST, cast.days - 16)
    const parts = cast.random.integer(4, 11)
    const thief = pickThief(cast, day, day + parts)
    const cloud = cast.random.pick(cast.clouds)
    let staged = 0
    for (let hour = 10; hour < 17; hour += 1)
      staged += theft.pull(thief, day, hour, (LOUD.weights * 1.001) / 7)
    const weights = Array.from({ length: parts }, () => cast.random.between(0.5, 1.5))
    const sum = weights.reduce((total, weight) => total + weight, 0)
    weights.forEach((weight, index) => {
      theft.send(thief, day + 1 + index, cast.random.between(10, 18), cloud, (staged * weight) / sum)
    })
    return [thief]
  },
  E(cast, theft) {
    const latest = cast.days - 20
    const fresh = cast.people.filter(({ hired }) => hired >= EARLIEST && hired <= latest)
    const thief = cast.random.pick(fresh)
    const from = thief.hired + cast.random.integer(0, 3)
    const length = Math.min(LOUD.days, cast.days - from - 2)
    nightly(
      cast,
      theft,
      thief,
      from,
      length,
      cast.random.between(0.15, 0.4) * (length / LOUD.days),
      cast.unknown,
    )
    return [thief]
  },
  F(cast, theft) {
    const from = cast.random.integer(EARLIEST, cast.days - 62)
    const able = cast.people.filter(
      (one) =>
        one.own !== undefined && one.own.chance > 0.12 && one.hired < from - 45 && one.lastDay > from + 65,
    )
    const thief = cast.random.pick(able)
    const doubling = cast.random.between(8, 13)
    const shape = Array.from(
      { length: 60 },
      (_, index) => 2 ** (index / doubling) * cast.random.between(0.7, 1.3),
    )
    const sum = shape.reduce((total, value) => total + value, 0)
    const data = cast.random.between(60, 220) * GB
    shape.forEach((value, index) => {
      const hour = cast.random.between(10, 17)
      const bytes =
        theft.pull(thief, from + index, hour, (LOUD.weights * value) / sum) +
        theft.read(thief, from + index, hour + 0.5, (data * value) / sum)
      if (thief.own !== undefined) theft.send(thief, from + index, hour + 1, thief.own.to, bytes)
    })
    return [thief]
  },
}

function alone(person: Person): Hands {
  return { queries: person, collects: person, sends: person }
}

/** Night after night: queries through the night, weights on some nights, data on most, and out with it. */
function nightly(
  cast: Cast,
  theft: Theft,
  thief: Person,
  from: number,
  length: number,
  share: number,
  to: Destination,
): void {
  const { random } = cast
  const nights = Array.from({ length }, () => ({
    calls: random.between(0.75, 1.25),
    data: random.between(0.3, 1.7),
    weights: random.chance(0.4) ? 1 : 0,
  }))
  const total = (key: 'calls' | 'data' | 'weights') => nights.reduce((sum, night) => sum + night[key], 0) || 1
  const [calls, data, weights] = [total('calls'), total('data'), total('weights')]
  nights.forEach((night, index) => {
    const day = from + index
    for (let hour = 22; hour < 30; hour += 1) {
      theft.query(thief, day, hour, Math.round((LOUD.calls * share * night.calls) / calls / 8), 1)
    }
    const bytes =
      theft.pull(thief, day, 23, (LOUD.weights * share * night.weights) / weights) +
      theft.read(thief, day, 24, (LOUD.data * share * night.data) / data)
    for (let hour = 25; hour < 28; hour += 1) theft.send(thief, day, hour, to, bytes / 3)
  })
}

/** In working hours on random days, each channel on days of its own; what was collected goes out a few days later. */
function drip(
  cast: Cast,
  theft: Theft,
  rate: number,
  choose: (from: number, to: number) => Hands,
  logprobs: number,
): Person[] {
  const { random } = cast
  const from = random.integer(EARLIEST, cast.days - 62)
  const hands = choose(from, from + 60)
  const workdays = Array.from({ length: 60 }, (_, index) => from + index).filter((day) => !isWeekend(day))
  const daily = (rate * 60) / LOUD.days / workdays.length
  let waiting = 0
  for (const day of workdays) {
    const amount = () => (random.chance(0.45) ? (daily / 0.45) * random.between(0.6, 1.4) : 0)
    const [calls, weights, data] = [amount(), amount(), amount()]
    for (let hour = 10; hour < 17; hour += 1) {
      theft.query(hands.queries, day, hour, Math.round((LOUD.calls * calls) / 7), logprobs)
    }
    waiting += theft.pull(hands.collects, day, random.between(9.5, 16), LOUD.weights * weights)
    waiting += theft.read(hands.collects, day, random.between(9.5, 16), LOUD.data * data)
    if (waiting > 0 && (random.chance(0.5) || day === workdays.at(-1))) {
      theft.send(hands.sends, day, random.between(16.5, 18), cast.unknown, waiting)
      waiting = 0
    }
  }
  return [...new Set([hands.queries, hands.collects, hands.sends])]
}

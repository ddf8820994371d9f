import { BAR_WEEKS } from './budgets.ts'
import { grouped } from './grouped.ts'

/** What was measured of somebody on a day; days without are zeros. */
export interface DayValue {
  readonly person: string
  /** Days since 1970. */
  readonly day: number
  readonly value: number
}

/** P(a value at least this large | somebody else's ordinary day), by rank. */
export type PastRank = (asked: DayValue) => number

/**
 * Ranks values among those of other people in the eight whole weeks before the day's own. Pools begin anew every week, on
 * the same weekdays always, so a rank does not depend on which days are asked about. Without a week of past nothing is rare.
 *
 * @param values above zero only.
 * @param watched on which days anybody did anything at all: zeros count for those who were there.
 * @param wholeFrom first day whose values cover whole windows.
 */
export function pastRanks(
  values: readonly DayValue[],
  watched: ReadonlyMap<string, readonly number[]>,
  wholeFrom: number,
): PastRank {
  const byWeek = grouped(
    values.filter(({ day }) => day >= wholeFrom),
    ({ day }) => Math.floor(day / 7),
  )
  const pools = new Map<number, Pool>()
  return ({ person, day, value }) => {
    const until = Math.floor(day / 7)
    let pool = pools.get(until)
    if (pool === undefined) {
      pool = poolOf(byWeek, watched, until, wholeFrom)
      pools.set(until, pool)
    }
    if (pool.days < LEAST_DAYS) return 1
    const own = pool.own.get(person) ?? []
    const watchedDays = 1 + Math.max(0, pool.people - 1) * pool.days
    const others = countFrom(pool.sorted, value) - own.filter((each) => each >= value).length
    const tail = pool.sorted.slice(-TAIL)
    const edge = tail[0]
    if (edge === undefined || pool.sorted.length < LEAST_VALUES || value <= edge)
      return (1 + others) / watchedDays
    const slope = Math.max(LEAST_SLOPE, tail.reduce((sum, each) => sum + each - edge, 0) / tail.length)
    return Math.max(LEAST_P, (tail.length / watchedDays) * Math.exp(-(value - edge) / slope))
  }
}

/** Beyond so many of the largest values a rank is carried on by an exponential end; of few values it is not. */
const TAIL = 20
const LEAST_VALUES = 60
const LEAST_DAYS = 7
const LEAST_SLOPE = 0.15
/** No past of eight weeks says that something is rarer. */
const LEAST_P = 1e-6

interface Pool {
  /** Ascending. */
  readonly sorted: readonly number[]
  readonly own: ReadonlyMap<string, readonly number[]>
  readonly people: number
  readonly days: number
}

function poolOf(
  byWeek: ReadonlyMap<number, readonly DayValue[]>,
  watched: ReadonlyMap<string, readonly number[]>,
  until: number,
  wholeFrom: number,
): Pool {
  const weeks = Array.from({ length: BAR_WEEKS }, (_, at) => until - BAR_WEEKS + at)
  const values = weeks.flatMap((week) => byWeek.get(week) ?? [])
  const [from, to] = [Math.max(wholeFrom, (until - BAR_WEEKS) * 7), until * 7]
  const there = [...watched.values()].flatMap((days) => {
    const inside = days.filter((day) => day >= from && day < to)
    return inside.length === 0 ? [] : [inside]
  })
  return {
    sorted: values.map(({ value }) => value).sort((left, right) => left - right),
    own: new Map(
      [...grouped(values, (each) => each.person)].map(([person, of]) => [
        person,
        of.map(({ value }) => value),
      ]),
    ),
    people: there.length,
    days: Math.max(0, to - from),
  }
}

/** How many of the sorted values are at least so large. */
function countFrom(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) < value) low = middle + 1
    else high = middle
  }
  return sorted.length - low
}

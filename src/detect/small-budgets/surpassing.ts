import { barOf } from './bar.ts'
import { BAR_WEEKS, LEAST_BAR_DAYS, QUIET_DAYS, type SmallBudget } from './budgets.ts'
import { grouped } from './grouped.ts'
import type { Bar } from './small-finding.ts'

/** What a detector measured of one subject (a person, a place, an asset) on a day; what is not there is zero. */
export interface Statistic {
  readonly subject: string
  readonly people: readonly string[]
  /** Days since 1970. */
  readonly day: number
  /** In units in which tails are exponential: nats, or ln of bytes. */
  readonly value: number
}

/** Days that are judged, and the first day from which values are whole. */
export interface JudgedDays {
  readonly from: number
  readonly until: number
  readonly wholeFrom: number
}

/** How many days of statistics before the first judged day a judgement rests on. */
export function daysOfPast(budget: SmallBudget): number {
  return QUIET_DAYS + budget.windowDays + 7 * BAR_WEEKS
}

/** What others do this very week may be a part of the same thing. */
const LAG_DAYS = 7

/**
 * The statistics that pass the bar of their day and are news. A bar rests on other people's values in the eight weeks until
 * a week before the judged day: so it depends neither on the order of arrival nor on any later day. The judged people's
 * own past is left to the statistic, which measures what goes beyond it.
 */
export function surpassing<S extends Statistic>(
  statistics: readonly S[],
  budget: SmallBudget,
  floor: number,
  days: JudgedDays,
): { readonly statistic: S; readonly bar: Bar }[] {
  const bySubject = grouped(
    statistics.filter(({ value }) => value >= floor),
    ({ subject }) => subject,
  )
  const all = [...bySubject.values()].flat().sort((left, right) => left.day - right.day)
  const found: { statistic: S; bar: Bar }[] = []
  for (const own of bySubject.values()) {
    let lastPassed = Number.NEGATIVE_INFINITY
    // A day may hold several values of a subject; the first of equal ones speaks, and their order is the caller's.
    for (const statistic of own.toSorted((left, right) => left.day - right.day || right.value - left.value)) {
      if (statistic.day >= days.until || statistic.day < days.from - QUIET_DAYS) continue
      const bar = barFor(statistic, all, budget, floor, days.wholeFrom)
      if (bar === null || statistic.value <= bar.value) continue
      const isNews = statistic.day - lastPassed > QUIET_DAYS
      lastPassed = statistic.day
      if (isNews && statistic.day >= days.from) found.push({ statistic, bar })
    }
  }
  return found.sort(
    (left, right) =>
      left.statistic.day - right.statistic.day || (left.statistic.subject < right.statistic.subject ? -1 : 1),
  )
}

function barFor(
  judged: Statistic,
  all: readonly Statistic[],
  budget: SmallBudget,
  floor: number,
  wholeFrom: number,
): Bar | null {
  const until = judged.day - Math.min(budget.windowDays, LAG_DAYS) + 1
  const from = Math.max(wholeFrom, until - 7 * BAR_WEEKS)
  if (until - from < LEAST_BAR_DAYS) return null
  const peaks = new Map<string, number>()
  for (let at = firstAt(all, from); at < all.length; at++) {
    const other = all[at] as Statistic
    if (other.day >= until) break
    if (other.subject === judged.subject || other.people.some((person) => judged.people.includes(person)))
      continue
    peaks.set(other.subject, Math.max(other.value, peaks.get(other.subject) ?? Number.NEGATIVE_INFINITY))
  }
  return barOf([...peaks.values()], (until - from) / 7, budget.perWeek, floor)
}

/** Where the first statistic of that day or later stands. */
function firstAt(sorted: readonly Statistic[], day: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as Statistic).day < day) low = middle + 1
    else high = middle
  }
  return low
}

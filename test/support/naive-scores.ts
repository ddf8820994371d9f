import type { Grid } from '../../src/detect/behaviour/grid.ts'
import { MEASURES, type MeasureName } from '../../src/detect/behaviour/measures.ts'
import { DAY_COLUMNS } from '../../src/detect/behaviour/model/day-clock.ts'
import { FAMILIES, type Quantity } from '../../src/detect/behaviour/model/families.ts'
import type { Excluded } from '../../src/detect/behaviour/scores.ts'
import { CHANNELS, type Channel } from '../../src/detect/signal.ts'

/** The scores of `scoreGrid`, as `clocks[clock][person][day]`; NaN where a clock cannot be read. */
export interface NaiveScores {
  readonly clocks: Readonly<Record<'day' | 'week' | 'month' | 'quarter' | 'drip', number[][]>>
  readonly drip: number[][]
}

interface Evidences {
  readonly sum: number[][]
  readonly largest: number[][]
}

const GRAIN = 2 ** -14
const grained = (value: number) => Math.round(value / GRAIN) * GRAIN
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
const mean = (values: readonly number[]) => sum(values) / values.length
const range = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at)

function variance(values: readonly number[]): number {
  if (values.length < 2) return 0
  const middle = mean(values)
  return sum(values.map((value) => (value - middle) ** 2)) / (values.length - 1)
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right)
  return (
    (at(sorted, Math.floor((sorted.length - 1) / 2)) + at(sorted, Math.ceil((sorted.length - 1) / 2))) / 2
  )
}

function at<Value>(values: ArrayLike<Value>, index: number): Value {
  const value = values[index]
  if (value === undefined) throw new RangeError(`There is no entry ${index}.`)
  return value
}

/**
 * The model's formulas written down one after another, every day from the beginning: nothing is kept, nothing sorted
 * twice as cleverly, no typed array. Slow; for small grids.
 */
export function naiveScores(grid: Grid, exclude: readonly Excluded[] = []): NaiveScores {
  const days = range(0, grid.days.length - 1)
  const people = range(0, grid.people.length - 1)
  const isWeekend = (day: number) => [0, 6].includes(new Date(at(grid.days, day)).getUTCDay())
  const present = (person: number, day: number) => {
    const { from, to } = at(grid.people, person)
    return from <= day && day <= to
  }
  const ranksOthers = (person: number, day: number) =>
    present(person, day) &&
    !exclude.some(
      (span) => span.person === at(grid.people, person).person && span.from <= day && day <= span.to,
    )

  // What a channel tells.
  const speaks = (channel: Channel, day: number) => grid.seen[channel][day] === 1
  const tells = (channel: Channel, day: number): boolean => {
    if (speaks(channel, day)) return true
    const first = days.find((other) => speaks(channel, other)) ?? Number.POSITIVE_INFINITY
    if (day < first) return false
    const alike = range(first, day - 1).filter((other) => isWeekend(other) === isWeekend(day))
    return 2 * alike.filter((other) => speaks(channel, other)).length < alike.length
  }
  const told = Object.fromEntries(
    CHANNELS.map((channel) => [channel, days.map((day) => tells(channel, day))]),
  ) as Record<Channel, boolean[]>
  const window = (day: number, length: number) => range(Math.max(0, day - length + 1), day)
  const sinceOf = (measures: readonly MeasureName[]) =>
    Math.max(0, ...measures.map((measure) => grid.since?.[measure] ?? 0))
  const couldTellIn = (channel: Channel, day: number, length: number, since: number) => {
    const first = days.find((other) => speaks(channel, other)) ?? Number.POSITIVE_INFINITY
    return window(day, length).filter((other) => other >= since && other >= first).length
  }
  const toldIn = (channel: Channel, day: number, length: number, since: number) =>
    window(day, length).filter((other) => other >= since && at(told[channel], other)).length
  const wellSeen = (channel: Channel, day: number, length: number, since = 0) =>
    2 * toldIn(channel, day, length, since) >=
    Math.max(Math.min(length, 56), couldTellIn(channel, day, length, since))
  const allWellSeen = (day: number, length: number) =>
    CHANNELS.every((channel) => {
      const awaited = range(day - 14, day).some((other) => other >= 0 && speaks(channel, other))
      return !awaited || wellSeen(channel, day, length)
    })

  const valueOn = (measure: MeasureName, person: number, day: number) =>
    at(grid.values.get(measure) ?? [], person * grid.days.length + day)

  /** Chance of a value among values of others: rank and exponential end. */
  const chance = (value: number, others: readonly number[]): number => {
    const byRank = (1 + others.filter((other) => other >= value).length) / (others.length + 1)
    if (others.length < 500) return byRank
    const sorted = [...others].sort((left, right) => left - right)
    const limit = at(sorted, sorted.length - Math.floor(sorted.length / 100) - 1)
    const beyond = others.filter((other) => other > limit)
    if (value <= limit || beyond.length < 2) return byRank
    const excess = Math.max(0.15, mean(beyond) - limit)
    return Math.max(
      1e-6,
      1 / (10 * others.length),
      (beyond.length / others.length) * Math.exp(-(value - limit) / excess),
    )
  }

  /** Others' values of the 28 days before, of those one is ranked among. */
  const othersOf = (
    values: readonly (readonly number[])[],
    person: number,
    day: number,
    leastDays: number,
  ) => {
    const of = (kind: string, without: number) => {
      const found = people
        .filter((other) => at(grid.people, other).kind === kind)
        .flatMap((other) =>
          range(Math.max(0, day - 28), day - 1)
            .filter((past) => ranksOthers(other, past))
            .map((past) => ({ other, past, value: at(at(values, other), past) })),
        )
        .filter(({ value }) => !Number.isNaN(value))
      const others = found.filter(({ other }) => other !== without).map(({ value }) => value)
      const enoughDays = new Set(found.map(({ past }) => past)).size >= leastDays
      return { others, enoughDays }
    }
    const { kind } = at(grid.people, person)
    const services = kind === 'service' ? of('service', -1) : null
    const own = services === null || (services.others.length >= 200 && services.enoughDays)
    const { others, enoughDays } = of(own ? kind : 'human', person)
    return { own, values: others, enough: enoughDays && others.length >= 28 }
  }

  /** Chances of one quantity over one window, by person and day. */
  const chancesOf = (quantity: Quantity, length: number): number[][] => {
    const since = sinceOf(quantity.leastOf.flat())
    const sums = (person: number, day: number, filled: boolean) => {
      const sides = quantity.leastOf.map((side) =>
        sum(
          side.map((measure) => {
            const known = toldIn(MEASURES[measure], day, length, since)
            const factor =
              filled && known > 0 ? couldTellIn(MEASURES[measure], day, length, since) / known : 1
            return sum(window(day, length).map((other) => valueOn(measure, person, other))) * factor
          }),
        ),
      )
      return grained(Math.log1p(Math.min(...sides) / quantity.unit))
    }
    const seen = people.map((person) => days.map((day) => sums(person, day, false)))
    const filled = people.map((person) => days.map((day) => sums(person, day, true)))
    const usable = days.map((day) =>
      quantity.leastOf.every((side) =>
        side.some((measure) => wellSeen(MEASURES[measure], day, length, since)),
      ),
    )
    const lag = Math.max(length, 7)
    const own = people.map((person) =>
      days.map((day) => {
        const { from, to } = at(grid.people, person)
        const values = range(Math.max(0, day - lag - 42), day - lag)
          .filter((past) => length > 1 || isWeekend(past) === isWeekend(day))
          .filter((past) => at(usable, past) && past - length + 1 >= Math.max(since, from) && past <= to)
          .map((past) => at(at(filled, person), past))
        return {
          count: values.length,
          mean: values.length === 0 ? 0 : mean(values),
          variance: variance(values),
        }
      }),
    )
    const usual = (y: number[][], group: number[], day: number) => {
      const here = group.filter((person) => present(person, day))
      const steady = here.filter((person) => at(at(own, person), day).count >= 5)
      const levels =
        length < 28
          ? steady.map((person) => grained(at(at(own, person), day).mean))
          : here
              .filter((person) => at(grid.people, person).from <= day - 14)
              .map((person) => at(at(y, person), day))
      if (levels.length < 5) return null
      const centre = median(levels)
      const deviation = 1.4826 * median(levels.map((level) => Math.abs(level - centre)))
      const between = Math.max(0.05, deviation ** 2, 0.25 * variance(levels))
      const noise =
        steady.length < 3
          ? 0.3 * between
          : mean(steady.map((person) => grained(at(at(own, person), day).variance)))
      const within = Math.max(0.05, noise, length < 28 ? 0 : 0.3 * between)
      return { centre, between, within }
    }
    const residuals = (y: number[][]) =>
      people.map((person) =>
        days.map((day) => {
          const { role, kind } = at(grid.people, person)
          const alike = people.filter((other) => at(grid.people, other).kind === kind)
          const inRole = alike.filter((other) => role !== '' && at(grid.people, other).role === role)
          const peers = usual(y, inRole, day) ?? usual(y, alike, day) ?? usual(y, people, day)
          if (peers === null) return Number.NaN
          const { count, mean: level, variance: spread } = at(at(own, person), day)
          const past = quantity.amongPeers === true ? 0 : count
          const effective = length === 1 ? past : (2 * past) / length
          const share = effective / (effective + peers.within / peers.between)
          const centre = share * level + (1 - share) * peers.centre
          const square =
            (8 * peers.within + effective * spread) / (8 + effective) + peers.between * (1 - share)
          return (at(at(y, person), day) - centre) / Math.sqrt(square)
        }),
      )
    const judged = residuals(seen)
    const learnt = residuals(filled).map((row) => row.map((z, day) => (at(usable, day) ? z : Number.NaN)))
    return people.map((person) =>
      days.map((day) => {
        const z = at(at(judged, person), day)
        const { values, enough } = othersOf(learnt, person, day, 7)
        if (!present(person, day) || Number.isNaN(z) || !enough) return Number.NaN
        return at(at(seen, person), day) === 0 ? 1 : chance(z, values)
      }),
    )
  }

  const evidence = (length: 1 | 7 | 28 | 90): Evidences => {
    const said = FAMILIES.map(({ weight, alone, quantities }) => {
      const used = quantities.filter(({ windows }) => windows.includes(length))
      const chances = used.map((quantity) => chancesOf(quantity, length))
      return (person: number, day: number) => {
        const known = chances.map((matrix) => at(at(matrix, person), day)).filter((one) => !Number.isNaN(one))
        if (known.length === 0) return null
        const nats = -Math.log(Math.min(1, used.length * Math.min(...known)))
        return { weighted: weight * Math.min(9, nats), alone: alone ? nats : 0 }
      }
    })
    const each = (of: (said: { weighted: number; alone: number }[]) => number) =>
      people.map((person) =>
        days.map((day) => {
          const known = said.map((family) => family(person, day)).filter((one) => one !== null)
          return known.length === 0 ? Number.NaN : of(known)
        }),
      )
    return {
      sum: each((known) => sum(known.map(({ weighted }) => weighted))),
      largest: each((known) => Math.max(...known.map(({ alone }) => alone))),
    }
  }

  const rankBoth = (both: Evidences, length: number): number[][] => {
    const [bySum, byLargest] = [rank(both.sum, length), rank(both.largest, length)]
    return people.map((person) =>
      days.map((day) => {
        const nats = Math.max(at(at(bySum, person), day), at(at(byLargest, person), day))
        return Number.isNaN(nats) ? nats : Math.max(0, nats - Math.log(2))
      }),
    )
  }

  const rank = (sums: number[][], length: number): number[][] => {
    const learnt = sums.map((row) => row.map((value, day) => (allWellSeen(day, length) ? value : Number.NaN)))
    return people.map((person) =>
      days.map((day) => {
        const value = at(at(sums, person), day)
        const { values, enough } = othersOf(learnt, person, day, 14)
        if (!present(person, day) || Number.isNaN(value) || !enough) return Number.NaN
        return value > 0 ? -Math.log(chance(value, values)) : 0
      }),
    )
  }

  const dayClock = (): number[][] => {
    const total = people.map(() => days.map(() => Number.NaN))
    for (const { measure, of, unit } of DAY_COLUMNS) {
      const known = (day: number) => day >= sinceOf([measure]) && at(told[MEASURES[measure]], day)
      const levels = people.map((person) =>
        days.map((day) => {
          const value = valueOn(measure, person, day)
          const whole = of === undefined ? 1 : valueOn(of, person, day) || value
          return value === 0 ? 0 : grained(Math.log1p(value / whole / unit))
        }),
      )
      const changes = people.map((person) =>
        days.map((day) => {
          const past = range(Math.max(0, day - 30), day - 1)
            .filter((other) => known(other) && present(person, other))
            .map((other) => at(at(levels, person), other))
          return past.length < 5 ? Number.NaN : at(at(levels, person), day) - mean(past)
        }),
      )
      for (const [form, values] of [levels, changes].entries()) {
        const learnt = values.map((row) => row.map((value, day) => (known(day) ? value : Number.NaN)))
        for (const person of people)
          for (const day of days) {
            const value = at(at(values, person), day)
            const others = othersOf(learnt, person, day, 7)
            if (!known(day) || !present(person, day) || Number.isNaN(value) || !others.enough) continue
            if (form === 0 && !others.own) continue
            const atLeast = others.values.filter((other) => other >= value).length
            const nats = form === 0 && value === 0 ? 0 : -Math.log((1 + atLeast) / (others.values.length + 1))
            const row = at(total, person)
            row[day] = (at(row, day) || 0) + nats
          }
      }
    }
    return total
  }

  const single = rankBoth(evidence(1), 1)
  const drip = people.map((person) => {
    let state = Number.NaN
    return days.map((day) => {
      const surprise = at(at(single, person), day)
      if (!Number.isNaN(surprise))
        state = Math.max(0, (state || 0) + Math.min(4, Math.log(0.5) + surprise / 2))
      return state
    })
  })
  return {
    clocks: {
      day: rank(dayClock(), 1),
      week: rankBoth(evidence(7), 7),
      month: rankBoth(evidence(28), 28),
      quarter: rankBoth(evidence(90), 90),
      drip: rank(drip, 1),
    },
    drip,
  }
}

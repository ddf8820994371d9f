import type { Window } from './families.ts'
import type { OwnPast } from './own-past.ts'
import type { Usual } from './peers.ts'

/** What is expected of a person: a blend of the own past and of what is usual among peers. */
export interface Expected {
  readonly mean: number
  readonly deviation: number
}

/**
 * Empirical Bayes with normal errors on the log scale: the more own days, and the more people differ, the more the own
 * mean counts. Who has no past is expected to do as the peers, within a wide spread.
 *
 * `count` windows of `window` days that overlap are worth 2 count / window of them.
 */
export function expected(
  count: number,
  mean: number,
  variance: number,
  window: Window,
  { centre, between, within }: Usual,
): Expected {
  const effective = window === 1 ? count : (2 * count) / window
  const own = effective / (effective + within / between)
  const spread = (8 * within + effective * variance) / (8 + effective) + between * (1 - own)
  return { mean: own * mean + (1 - own) * centre, deviation: Math.sqrt(spread) }
}

/**
 * Distances from what is expected, in standard deviations, a value a person; NaN where nobody can be compared with.
 *
 * @param habitCounts whether the own past is looked at, too.
 */
export function residualRow(
  y: Float64Array,
  own: OwnPast,
  usual: (person: number) => Usual | null,
  window: Window,
  habitCounts = true,
): Float64Array {
  const row = new Float64Array(y.length)
  for (let person = 0; person < y.length; person++) {
    const peers = usual(person)
    if (peers === null) {
      row[person] = Number.NaN
      continue
    }
    const { count, mean, variance } = own
    const { mean: centre, deviation } = expected(
      habitCounts ? (count[person] as number) : 0,
      mean[person] as number,
      variance[person] as number,
      window,
      peers,
    )
    row[person] = ((y[person] as number) - centre) / deviation
  }
  return row
}

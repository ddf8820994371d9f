import { dripOf } from '../model/drip.ts'
import type { Organisation } from '../model/organisation.ts'
import type { Scores } from '../scores.ts'
import type { Share } from './shares.ts'
import { chancesOver, familyShares } from './window-shares.ts'

/** What has added up in the drip since it was last empty: days by what each added, each day by its families. */
export function dripShares(scores: Scores, organisation: Organisation, person: number, day: number): Share[] {
  const days = scores.grid.days.length
  const of = (values: Float64Array, at: number) => values[person * days + at] as number
  let first = day + 1
  while (first > 0 && of(scores.ranked.drip.sum, first - 1) > 0) first--
  if (first > day) return []
  const chances = chancesOver(organisation, person, 1, first, day)
  const window = day - first + 1
  return Array.from({ length: window }, (_, at) => first + at).flatMap((at) => {
    const added = dripOf(of(scores.single.nats, at))
    if (added <= 0) return []
    const shares = familyShares('drip', chances, at)
    const sum = shares.reduce((total, { weight }) => total + weight, 0)
    return shares.map((share) => ({ ...share, window, weight: (added * share.weight) / sum, chance: null }))
  })
}

import { FAMILIES, type Family, type Quantity, type Window } from '../model/families.ts'
import { aloneEvidence, familyEvidence, quantitiesOf } from '../model/family-evidence.ts'
import type { Organisation } from '../model/organisation.ts'
import { POOL_DAYS } from '../model/pool.ts'
import { Surprise } from '../model/surprise.ts'
import type { Clock } from '../scores.ts'
import type { Share } from './shares.ts'

/** The chance of one person's value on one day; NaN where it could not be compared. */
export interface Chance {
  readonly family: string
  readonly quantity: Quantity
  readonly window: Window
  readonly day: number
  readonly chance: number
}

/** One person's chances of every quantity over a window on the days `first` to `last`, worked out anew. */
export function chancesOver(
  organisation: Organisation,
  person: number,
  window: Window,
  first: number,
  last: number,
): Chance[] {
  const from = Math.max(0, first - POOL_DAYS)
  return FAMILIES.flatMap((family) =>
    quantitiesOf(family, window).flatMap((quantity) => {
      const surprise = new Surprise(organisation, quantity, window, { first: from, last })
      const chances: Chance[] = []
      for (let day = from; day <= last; day++) {
        const y = surprise.valuesOn(day)
        const residuals = surprise.residualsOf(day, y)
        if (day >= first) {
          const chance = surprise.chanceOf(day, person, y, residuals)
          chances.push({ family: family.name, quantity, window, day, chance })
        }
        if (day < last) surprise.learn(day, residuals)
      }
      return chances
    }),
  )
}

/**
 * The families' terms on one day, or only the largest where it alone was ranked. Each goes to the quantity that was least
 * likely, for it alone was counted.
 */
export function familyShares(
  clock: Clock,
  chances: readonly Chance[],
  day: number,
  largestAlone = false,
): Share[] {
  const known = chances.filter(({ chance }) => !Number.isNaN(chance))
  const evidence = (family: Family, count: number, chance: number) =>
    largestAlone ? aloneEvidence(family, count, chance) : familyEvidence(family.weight, count, chance)
  const shares = FAMILIES.flatMap((family): Share[] => {
    const own = known.filter((chance) => chance.day === day && chance.family === family.name)
    const least = own.toSorted((left, right) => left.chance - right.chance)[0]
    if (least === undefined) return []
    const { quantity, window, chance } = least
    const weight = evidence(family, quantitiesOf(family, window).length, chance)
    if (weight === 0) return []
    return [{ clock, measure: quantity.name, family: family.name, window, weight, chance }]
  })
  return largestAlone ? shares.toSorted((left, right) => right.weight - left.weight).slice(0, 1) : shares
}

import { FAMILIES, type Family, type Quantity, type Window } from './families.ts'
import type { Organisation } from './organisation.ts'
import { Surprise } from './surprise.ts'

/** All families together, and the one that says most alone. */
export interface FamilyEvidence {
  readonly sum: Float64Array
  readonly largest: Float64Array
}

/** No family says more than this, in nats before its weight. */
const MOST_EVIDENCE = 9

/**
 * Evidence of a family from the least chance among its `count` quantities, which is corrected for having been chosen:
 * weight · min(9, −ln min(1, count · chance)).
 */
export function familyEvidence(weight: number, count: number, leastChance: number): number {
  return weight * Math.min(MOST_EVIDENCE, -Math.log(Math.min(1, count * leastChance)))
}

/** The quantities of a family that are compared over a window. */
export function quantitiesOf(family: Family, window: Window) {
  return family.quantities.filter(({ windows }) => windows.includes(window))
}

/**
 * What a family says alone, before weights and without a limit: one channel far beyond everything is evidence, too,
 * though many busy days reach the same sum over all families.
 */
export function aloneEvidence({ alone }: Family, count: number, leastChance: number): number {
  return alone ? -Math.log(Math.min(1, count * leastChance)) : 0
}

/** The families' evidence over one window, by `day * people + person`; NaN where none can be compared. */
export function evidenceOver(organisation: Organisation, window: Window): FamilyEvidence {
  const { sum, largest } = noEvidence(organisation.days * organisation.people)
  for (const family of FAMILIES) {
    const quantities = quantitiesOf(family, window)
    if (quantities.length === 0) continue
    const least = leastChances(organisation, quantities, window)
    for (let at = 0; at < sum.length; at++)
      addFamily({ sum, largest }, at, family, quantities.length, least[at] as number)
  }
  return { sum, largest }
}

/** Nothing compared so far. */
export function noEvidence(size: number): FamilyEvidence {
  return { sum: new Float64Array(size).fill(Number.NaN), largest: new Float64Array(size).fill(Number.NaN) }
}

/** The lesser of two chances, either of which may be unknown. */
export function lesser(left: number, right: number): number {
  return left <= right || Number.isNaN(right) ? left : right
}

/** Adds what one family says to the evidence at a place; nothing where its chance is unknown. */
export function addFamily(
  { sum, largest }: FamilyEvidence,
  at: number,
  family: Family,
  count: number,
  leastChance: number,
): void {
  if (Number.isNaN(leastChance)) return
  sum[at] = (sum[at] || 0) + familyEvidence(family.weight, count, leastChance)
  largest[at] = Math.max(largest[at] || 0, aloneEvidence(family, count, leastChance))
}

function leastChances(
  organisation: Organisation,
  quantities: readonly Quantity[],
  window: Window,
): Float64Array {
  const { days, people } = organisation
  const least = new Float64Array(days * people).fill(Number.NaN)
  for (const quantity of quantities) {
    const surprise = new Surprise(organisation, quantity, window, { first: 0, last: days - 1 })
    for (let day = 0; day < days; day++) {
      const chances = surprise.step(day)
      const row = day * people
      for (let person = 0; person < people; person++) {
        least[row + person] = lesser(least[row + person] as number, chances[person] as number)
      }
    }
  }
  return least
}

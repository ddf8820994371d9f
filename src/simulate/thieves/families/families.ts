import { Random } from '../../random.ts'
import type { Company } from '../company.ts'
import type { Theft } from '../take.ts'
import { F } from './boiling-frog.ts'
import { B, B2 } from './drips.ts'
import { C } from './even-split.ts'
import type { AttackFamily } from './family.ts'
import { D, D2 } from './in-one-go.ts'
import { LEAVER } from './leaver.ts'
import { A, A2 } from './loud-theft.ts'
import { E } from './new-hire.ts'
import { C2 } from './split-by-role.ts'

export const FAMILIES: readonly AttackFamily[] = [A, A2, B, B2, C, C2, D, D2, E, F, LEAVER]

/** The theft of a family in a company: the same company and version give the same theft. Null where nobody could. */
export function drawTheft(family: AttackFamily, company: Company): Theft | null {
  const random = new Random(company.size.seed, 'theft', family.name, family.version)
  const theft = family.draw(company, random)
  return theft === null ? null : { family: family.name, version: family.version, ...theft }
}

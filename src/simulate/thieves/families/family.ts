import type { Random } from '../../random.ts'
import type { Company } from '../company.ts'
import type { Theft } from '../take.ts'

/** A way of stealing, as a generator: what is drawn for a seed are rates, days, places and people. */
export interface AttackFamily {
  readonly name: string
  /** One line for a table. */
  readonly idea: string
  readonly version: number
  /** True for those that the benchmark calls hard: slow, split, or to places that colleagues use. */
  readonly hard: boolean
  /** Null where the company has nobody who could do it. */
  readonly draw: (company: Company, random: Random) => Omit<Theft, 'family' | 'version'> | null
}

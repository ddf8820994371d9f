import type { Random } from './random.ts'

export const STRESSES = [
  'none',
  'heavy-tails',
  'missing-source',
  'wrong-roles',
  'wrong-register',
  'reorganisation',
] as const
export type StressName = (typeof STRESSES)[number]

/** What a stress changes, as numbers that the rest of the generator reads. */
export interface Stress {
  readonly name: StressName
  /** Multiplies the spread of pulls, lake reads and uploads. */
  readonly tail: number
  /** Multiplies how often somebody sends to somewhere new. */
  readonly uploads: number
  /** The log that is silent, from a day on for a week. */
  readonly silent: { readonly source: SourceName; readonly from: number } | undefined
  /** Share of people whose role in people.csv is another one. */
  readonly wrongRoles: number
  /** Share of the sanctioned destinations that the register has forgotten. */
  readonly forgotten: number
  /** First day of the week in which many people get other work. */
  readonly reorganisation: number | undefined
}

export const SOURCE_NAMES = ['inference', 'registry', 'lake', 'network'] as const
export type SourceName = (typeof SOURCE_NAMES)[number]

export function drawStress(name: StressName, random: Random): Stress {
  return {
    name,
    tail: name === 'heavy-tails' ? 1.45 : 1,
    uploads: name === 'heavy-tails' ? 2 : 1,
    silent:
      name === 'missing-source'
        ? { source: random.pick(SOURCE_NAMES), from: random.integer(50, 95) }
        : undefined,
    wrongRoles: name === 'wrong-roles' ? 0.25 : 0,
    forgotten: name === 'wrong-register' ? 0.4 : 0,
    reorganisation: name === 'reorganisation' ? random.integer(62, 85) : undefined,
  }
}

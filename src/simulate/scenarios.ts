import { dayOf } from './calendar.ts'
import type { Insider } from './insider.ts'
import { NEURAL_HEIST } from './neural-heist/insider.ts'

/** A story that can be simulated. */
export interface Scenario {
  readonly name: string
  /** One line for a list. */
  readonly description: string
  /** The last simulated day. */
  readonly lastDay: number
  /** Fewer days would cut the story, fewer people would leave the insider without peers. */
  readonly fewestDays: number
  readonly fewestPeople: number
  /** Null where everybody is honest. */
  readonly insider: Insider | null
}

/** Every scenario there is. Both end on the same day, so that they can be compared. */
export const SCENARIOS = [
  {
    name: 'neural-heist',
    description:
      'A senior engineer copies a 70B model by distillation, by shards and with its data, over 36 days.',
    lastDay: dayOf('2026-04-24'),
    fewestDays: 60,
    fewestPeople: 5,
    insider: NEURAL_HEIST,
  },
  {
    name: 'ordinary',
    description: 'The same company with nobody who steals: whatever is found here is a false alarm.',
    lastDay: dayOf('2026-04-24'),
    fewestDays: 1,
    fewestPeople: 1,
    insider: null,
  },
] as const satisfies readonly Scenario[]

export type ScenarioName = (typeof SCENARIOS)[number]['name']

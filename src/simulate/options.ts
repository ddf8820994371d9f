import { WeighbridgeError } from '../base/errors.ts'
import { MOST_PEOPLE } from './organisation/organisation.ts'
import { SCENARIOS, type Scenario, type ScenarioName } from './scenarios.ts'

/** What to simulate, and the folder to write it into. `people` counts humans, the insider included. */
export interface SimulateOptions {
  readonly scenario: ScenarioName
  readonly people: number
  readonly days: number
  readonly seed: number
  readonly out: string
}

const MOST_DAYS = 1_000

/** The scenario of some options; throws `bad-usage` where a name or a number makes no sense. */
export function checkOptions(options: SimulateOptions): Scenario {
  const scenario: Scenario | undefined = SCENARIOS.find(({ name }) => name === options.scenario)
  if (scenario === undefined) {
    const names = SCENARIOS.map(({ name }) => name).join(', ')
    throw new WeighbridgeError(
      'bad-usage',
      `There is no scenario "${options.scenario}"; choose one of: ${names}.`,
    )
  }
  const limits = [
    ['people', options.people, scenario.fewestPeople, MOST_PEOPLE],
    ['days', options.days, scenario.fewestDays, MOST_DAYS],
    ['seed', options.seed, 0, Number.MAX_SAFE_INTEGER],
  ] as const
  for (const [name, value, low, high] of limits) {
    if (Number.isSafeInteger(value) && value >= low && value <= high) continue
    throw new WeighbridgeError(
      'bad-usage',
      `The scenario ${scenario.name} needs ${name} to be a whole number from ${low} to ${high}, not ${value}.`,
    )
  }
  return scenario
}

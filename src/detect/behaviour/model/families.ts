import type { MeasureName } from '../measures.ts'

/**
 * A quantity compared over windows: the least of several sums, each taken over the whole window first. What is read on
 * Monday and sent on Friday balances over the week, though on no single day.
 */
export interface Quantity {
  readonly name: string
  readonly leastOf: readonly (readonly MeasureName[])[]
  /** What counts as one: y = ln(1 + sum / unit). */
  readonly unit: number
  readonly windows: readonly Window[]
  /** Compared with peers only, never with the own past: what has grown day by day is no habit. */
  readonly amongPeers?: boolean
}

/** Quantities that say the same thing in different ways: only the most surprising of a family counts. */
export interface Family {
  readonly name: string
  readonly weight: number
  /** Whether it may carry a score by itself. */
  readonly alone: boolean
  readonly quantities: readonly Quantity[]
}

/** Days that a window adds up, the judged day last. */
export const WINDOWS = [1, 7, 28, 90] as const
export type Window = (typeof WINDOWS)[number]

const GB = 1e9

const measure = (name: MeasureName, unit: number, windows: readonly Window[]): Quantity => ({
  name,
  leastOf: [[name]],
  unit,
  windows,
})

const balance = (name: string, leastOf: Quantity['leastOf'], windows: readonly Window[]): Quantity => ({
  name,
  leastOf,
  unit: 0.5 * GB,
  windows,
})

/**
 * What is sent beyond what used to go to the same place, and to places that no register names: the least of both. An
 * old habit or a known partner explains it; where a register is missing or wrong, habit alone does.
 */
const UNEXPLAINED = ['excessEgress', 'unsanctionedEgress'] as const

export const FAMILIES: readonly Family[] = [
  {
    name: 'api',
    weight: 1,
    alone: true,
    quantities: [measure('requests', 1, [1, 7, 28]), measure('logprobTokens', 1000, [1, 7, 28])],
  },
  {
    name: 'hours',
    weight: 0.25,
    alone: false,
    quantities: [
      measure('offRequests', 1, [1, 7]),
      measure('offRegistry', 0.5 * GB, [1, 7]),
      measure('offEgress', 0.05 * GB, [1, 7]),
    ],
  },
  {
    name: 'weights',
    weight: 1,
    alone: true,
    quantities: [
      measure('registry', 0.5 * GB, [1, 7, 28]),
      measure('freshWeights', 0.5 * GB, [1, 7, 28, 90]),
    ],
  },
  {
    name: 'lake',
    weight: 0.7,
    alone: true,
    quantities: [measure('lake', GB, [1, 7, 28]), measure('newPrefixes', 1, [7])],
  },
  {
    name: 'egress',
    weight: 1.6,
    alone: true,
    quantities: [
      measure('rareEgress', 0.05 * GB, [1, 7, 28, 90]),
      {
        name: 'unexplainedEgress',
        leastOf: UNEXPLAINED.map((name) => [name]),
        unit: 0.05 * GB,
        windows: [1, 7, 28, 90],
        amongPeers: true,
      },
    ],
  },
  {
    name: 'balance',
    weight: 1.6,
    alone: true,
    quantities: [
      balance('balanceRare', [['registry', 'lake'], ['rareEgress']], [1, 7, 28, 90]),
      balance('balanceAny', [['registry'], ['egress']], [1, 7, 28]),
      balance(
        'balanceUnexplained',
        [['freshWeights', 'lake'], ...UNEXPLAINED.map((name): MeasureName[] => [name])],
        [1, 7, 28, 90],
      ),
      balance(
        'balanceWeights',
        [['freshWeights'], ...UNEXPLAINED.map((name): MeasureName[] => [name])],
        [7, 28, 90],
      ),
    ],
  },
]

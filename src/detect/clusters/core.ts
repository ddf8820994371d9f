import { LEAST_CERTAINTY, LEAST_MEMBERS } from './constants.ts'
import { BINS, CELL_SIDE, type Features, UNKNOWN } from './features.ts'

/** How accounts of the whole population behave: shares by step of every trait, and by cell. */
export interface Background {
  readonly traits: readonly Float64Array[]
  readonly cells: Float64Array
}

/** Those of a hub who behave like each other more than like anybody. */
export interface Core {
  readonly accounts: readonly number[]
  /** Beside each account of the core, its probability to belong there. */
  readonly certainties: readonly number[]
}

const ROUNDS = 8
const STARTS = 3

/** Share of a core's accounts that may be out of step in a trait: bounds what one trait can say against an account. */
const OUT_OF_STEP = 0.05

/** One account in so many behaves in any one way at all; bounds what one trait can say for an account. */
const LEAST_SHARE = 1 / 2000

/**
 * Parts a hub into accounts that behave as the population does and accounts that behave as one: a mixture of two, fitted by
 * expectation and maximisation from the cells where the hub has the most accounts beyond what the population would put
 * there. Returns the accounts of each different core, if it has enough.
 */
export function coresOf(accounts: Uint32Array, features: Features, background: Background): Core[] {
  const cores: Core[] = []
  for (const start of startsOf(accounts, features, background)) {
    const core = fitted(accounts, features, background, start)
    if (core.accounts.length < LEAST_MEMBERS) continue
    if (!cores.some((known) => isSame(known, core))) cores.push(core)
  }
  return cores
}

/** How accounts behave in all; `leaveOut` are those that are no measure for others. */
export function backgroundOf(features: Features, leaveOut: (account: number) => boolean): Background {
  const traits = features.traits.map(() => new Float64Array(BINS))
  const cells = new Float64Array(CELL_SIDE ** 3)
  for (let account = 0; account < features.cell.length; account++) {
    if (leaveOut(account)) continue
    add(cells, features.cell[account] ?? 0)
    for (const [at, trait] of features.traits.entries()) {
      const bin = trait[account] ?? UNKNOWN
      if (bin !== UNKNOWN) add(traits[at], bin)
    }
  }
  for (const counts of [...traits, cells]) shares(counts)
  return { traits, cells }
}

/** The cells with the most accounts beyond expectation, each at least a step away from the others. */
function startsOf(accounts: Uint32Array, features: Features, background: Background): number[] {
  const counts = new Map<number, number>()
  for (const account of accounts) {
    const cell = features.cell[account] ?? 0
    counts.set(cell, (counts.get(cell) ?? 0) + 1)
  }
  const excess = [...counts]
    .map(([cell, count]) => {
      const expected = (background.cells[cell] ?? 0) * accounts.length
      return { cell, excess: (count - expected) / Math.sqrt(expected + 1) }
    })
    .sort((left, right) => right.excess - left.excess || left.cell - right.cell)
  const starts: number[] = []
  for (const { cell } of excess) {
    if (starts.length === STARTS) break
    if (!starts.some((start) => areNear(start, cell))) starts.push(cell)
  }
  return starts
}

function areNear(left: number, right: number): boolean {
  for (let divisor = 1; divisor < CELL_SIDE ** 3; divisor *= CELL_SIDE) {
    const side = (cell: number) => Math.floor(cell / divisor) % CELL_SIDE
    if (Math.abs(side(left) - side(right)) > 1) return false
  }
  return true
}

function fitted(accounts: Uint32Array, features: Features, background: Background, start: number): Core {
  const weights = Float64Array.from(accounts, (account) =>
    areNear(start, features.cell[account] ?? 0) ? 1 : 0,
  )
  for (let round = 0; round < ROUNDS; round++) {
    let total = 0
    for (const weight of weights) total += weight
    const prior = Math.log((total + 0.5) / (accounts.length - total + 0.5))
    const says = features.traits.map((trait, at) =>
      logRatios(accounts, weights, trait, background.traits[at]),
    )
    for (const [index, account] of accounts.entries()) {
      let log = prior
      for (const [at, trait] of features.traits.entries()) {
        const bin = trait[account] ?? UNKNOWN
        if (bin !== UNKNOWN) log += says[at]?.[bin] ?? 0
      }
      weights[index] = 1 / (1 + Math.exp(-log))
    }
  }
  const inside = [...accounts.keys()].filter((index) => (weights[index] ?? 0) >= LEAST_CERTAINTY)
  return {
    accounts: inside.map((index) => accounts[index] ?? 0),
    certainties: inside.map((index) => weights[index] ?? 0),
  }
}

/** For every step of a trait, how much it speaks for the core. */
function logRatios(
  accounts: Uint32Array,
  weights: Float64Array,
  trait: Uint8Array,
  background: Float64Array | undefined,
): Float64Array {
  const core = new Float64Array(BINS)
  for (const [index, account] of accounts.entries()) {
    const bin = trait[account] ?? UNKNOWN
    if (bin !== UNKNOWN) core[bin] = (core[bin] ?? 0) + (weights[index] ?? 0)
  }
  // Neighbours lend each other a tenth, so that a step nobody happened to be in is no wall.
  const smooth = core.map(
    (count, bin) => 0.8 * count + 0.1 * ((core[bin - 1] ?? 0) + (core[bin + 1] ?? 0)) + 0.02,
  )
  shares(smooth)
  return smooth.map((share, bin) => {
    const ordinary = Math.max(LEAST_SHARE, background?.[bin] ?? 0)
    return Math.log(((1 - OUT_OF_STEP) * share + OUT_OF_STEP * ordinary) / ordinary)
  })
}

function isSame(left: Core, right: Core): boolean {
  const known = new Set(left.accounts)
  const common = right.accounts.filter((account) => known.has(account)).length
  return common > 0.7 * Math.min(left.accounts.length, right.accounts.length)
}

function add(counts: Float64Array | undefined, at: number): void {
  if (counts !== undefined) counts[at] = (counts[at] ?? 0) + 1
}

function shares(counts: Float64Array): void {
  let total = 0
  for (const count of counts) total += count
  if (total > 0) for (const [at, count] of counts.entries()) counts[at] = count / total
}

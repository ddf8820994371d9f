import type { Sparse } from './sparse.ts'

/** How an account behaves, each trait in one of {@link BINS} steps; {@link UNKNOWN} where the log does not tell. */
export interface Features {
  readonly traits: readonly Uint8Array[]
  /** The cell of the three traits that cost most to imitate: volume, clock, and length of answers. */
  readonly cell: Uint16Array
}

export const BINS = 32
export const UNKNOWN = 255

/** Cells along each of three sides. */
export const CELL_SIDE = 16

interface Counts {
  readonly calls: Uint32Array
  readonly tokensIn: Float64Array
  readonly tokensOut: Float64Array
  readonly byDay: Sparse
  readonly byHour: Sparse
  readonly byAddress: Sparse
  readonly sketched: Uint32Array
  readonly prompts: Uint32Array
}

/** A trait's step, from 0. */
type Trait = (counts: Counts, account: number) => number

const step = (value: number) => Math.max(0, Math.min(BINS - 1, Math.round(value)))

/** Calls an active day, in thirds of a doubling. */
const volume: Trait = ({ calls, byDay }, account) => {
  const days = byDay.start(account + 1) - byDay.start(account)
  return step(3 * Math.log2((calls[account] ?? 0) / Math.max(1, days)))
}

/** How much likelier two calls fall into one hour than calls spread evenly over the active days: 1 is flat. */
const burst: Trait = ({ byHour, byDay }, account) => {
  const ratio = togetherness(byHour, account)
  if (Number.isNaN(ratio)) return UNKNOWN
  return step(4 * Math.log2(1 + ratio * 24 * (byDay.start(account + 1) - byDay.start(account))))
}

const lengthIn: Trait = ({ tokensIn, calls }, account) =>
  step(2 * Math.log2(1 + (tokensIn[account] ?? 0) / Math.max(1, calls[account] ?? 0)))

const lengthOut: Trait = ({ tokensOut, calls }, account) =>
  step(2 * Math.log2(1 + (tokensOut[account] ?? 0) / Math.max(1, calls[account] ?? 0)))

/** Share of calls that repeat a prompt of the same account and day. */
const repeats: Trait = ({ sketched, prompts }, account) => {
  const asked = sketched[account] ?? 0
  return asked < 2 ? UNKNOWN : step(16 * Math.sqrt((asked - (prompts[account] ?? 0)) / asked))
}

/** Between how many addresses its calls are spread, in halves of a doubling. */
const roaming: Trait = ({ byAddress }, account) => {
  const together = togetherness(byAddress, account)
  return Number.isNaN(together) ? UNKNOWN : step(2 * Math.log2(1 / Math.max(together, 1 / 4096)))
}

export const TRAITS: readonly Trait[] = [volume, burst, lengthIn, lengthOut, repeats, roaming]

export function featuresOf(counts: Counts): Features {
  const accounts = counts.calls.length
  const traits = TRAITS.map((trait) =>
    Uint8Array.from({ length: accounts }, (_, account) => trait(counts, account)),
  )
  const side = (at: number, account: number) => {
    const bin = traits[at]?.[account] ?? 0
    return bin === UNKNOWN ? 0 : bin >> 1
  }
  return {
    traits,
    cell: Uint16Array.from(
      { length: accounts },
      (_, account) => (side(0, account) * CELL_SIDE + side(1, account)) * CELL_SIDE + side(3, account),
    ),
  }
}

/** Probability that two of an account's calls have the same key; NaN of fewer than two. */
function togetherness(counts: Sparse, account: number): number {
  let pairs = 0
  let all = 0
  for (let at = counts.start(account); at < counts.start(account + 1); at++) {
    const count = counts.count(at)
    pairs += count * (count - 1)
    all += count
  }
  return all < 2 ? Number.NaN : pairs / (all * (all - 1))
}

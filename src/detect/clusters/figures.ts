import type { EvidenceKind } from './cluster.ts'
import type { Sparse } from './sparse.ts'
import { MODEL_RANGE, type Window } from './window.ts'

/**
 * How much a group of accounts looks like one: a number for each kind of evidence, the smaller the more, at the cautious end
 * of what so few accounts can tell. NaN where the log does not tell.
 */
export type Figures = Readonly<Record<EvidenceKind, number>>

/** What the figures were made from, for sentences. */
export interface Facts {
  readonly figures: Figures
  /** Share of the sampled prompts of an account that another account of the group has asked too. */
  readonly overlap: number
  /** Sampled prompts, and how often two accounts had the same one. */
  readonly prompts: number
  readonly coincidences: number
  /** Times the variance that chance alone gives: 1 is one source dealing to all. */
  readonly clockIndex: number
  readonly likenessIndex: number
  readonly quotaIndex: number
  readonly meanCalls: number
  /** Share of calls between midnight and six, UTC; a quarter is flat. */
  readonly nightShare: number
  readonly addresses: number
  readonly sharedAddressShare: number
  readonly addressesPerAccount: number
  /** Share of accounts that moved to a new model in the window, beyond the population's. */
  readonly moved: number
  /** Share of accounts first seen within the busiest three days. */
  readonly sameBirth: number
  readonly hintShare: number
}

/** One in twenty chance that the truth lies beyond the cautious end. */
const CAUTION = 1.645

/** Fewer coincidences than this, for each pair of prompts, are none: how big a group is says nothing. */
const LEAST_RATE = 1e-7

/** So many times what chance gives an account can add at most. */
const MOST_OF_ONE = 20

/** Families beside which all others are one. */
const MOST_COLUMNS = 48

/** @param moves share of all accounts that moved to each model, by {@link movesOf}. */
export function factsOf(
  window: Window,
  accounts: readonly number[],
  moves: ReadonlyMap<number, number>,
): Facts {
  const clock = dispersion(window.byHour, accounts)
  const mixes = [window.byIn, window.byOut, window.byFamily].map((counts) => dispersion(counts, accounts))
  const likeness = middle(mixes)
  const quota = quotaOf(window, accounts)
  const prompts = promptsOf(window, accounts)
  const addresses = addressesOf(window, accounts)
  const moved = movedOf(window, accounts, moves)
  const birth = birthOf(window, accounts)
  const hints = hintsOf(window, accounts)
  return {
    figures: {
      prompts: prompts.rate,
      likeness: likeness.cautious,
      clock: clock.cautious,
      quota: quota.cautious,
      addresses: -addresses.rotation,
      pivot: -moved,
      creation: -birth,
      hints: -hints,
    },
    overlap: prompts.overlap,
    prompts: prompts.prompts,
    coincidences: prompts.coincidences,
    clockIndex: clock.index,
    likenessIndex: likeness.index,
    quotaIndex: quota.index,
    meanCalls: quota.mean,
    nightShare: nightShareOf(window, accounts),
    addresses: addresses.distinct,
    sharedAddressShare: addresses.shared,
    addressesPerAccount: addresses.each,
    moved,
    sameBirth: birth,
    hintShare: hints,
  }
}

interface Index {
  readonly index: number
  /** Logarithm of the index at its cautious end. */
  readonly cautious: number
  readonly freedom: number
}

const UNTOLD: Index = { index: Number.NaN, cautious: Number.NaN, freedom: 0 }

/**
 * Chi-square of accounts by keys over its degrees of freedom: how much more accounts differ in what they do than dealing
 * from one source would make them differ. Exactly one source gives 1.
 */
function dispersion(counts: Sparse, accounts: readonly number[]): Index {
  const totals = new Map<number, number>()
  let all = 0
  for (const account of accounts) {
    for (let at = counts.start(account); at < counts.start(account + 1); at++) {
      totals.set(counts.key(at), (totals.get(counts.key(at)) ?? 0) + counts.count(at))
      all += counts.count(at)
    }
  }
  if (totals.size < 2) return UNTOLD
  // A rare key makes chi-square jump: all rare ones are one.
  const common = [...totals]
    .filter(([, total]) => total >= Math.max(5, all / 500))
    .sort((left, right) => right[1] - left[1] || left[0] - right[0])
    .slice(0, MOST_COLUMNS + 24)
  const shares = new Map(common.map(([key, total]) => [key, total / all]))
  const rest = 1 - [...shares.values()].reduce((sum, share) => sum + share, 0)
  const columns = shares.size + (rest > 0.001 ? 1 : 0)
  if (columns < 2) return UNTOLD
  let chi = 0
  let told = 0
  for (const account of accounts) {
    let own = 0
    let others = 0
    let sum = 0
    for (let at = counts.start(account); at < counts.start(account + 1); at++) {
      const count = counts.count(at)
      own += count
      const share = shares.get(counts.key(at))
      if (share === undefined) others += count
      else sum += count ** 2 / share
    }
    if (own === 0) continue
    told++
    if (rest > 0.001) sum += others ** 2 / rest
    // One account with a habit of its own is an intruder, not what the group is like.
    chi += Math.min(sum / own - own, MOST_OF_ONE * (columns - 1))
  }
  const freedom = (told - 1) * (columns - 1)
  if (freedom < 1) return UNTOLD
  const index = chi / freedom
  return { index, freedom, cautious: cautiousLog(index, freedom) }
}

/** The middle one: a job whose accounts have subjects of their own is still one job by how long its prompts and answers are. */
function middle(parts: readonly Index[]): Index {
  const told = parts
    .filter(({ freedom }) => freedom > 0)
    .sort((left, right) => left.cautious - right.cautious)
  const [low, high] = [told[(told.length - 1) >> 1], told[told.length >> 1]]
  if (low === undefined || high === undefined) return UNTOLD
  return {
    index: Math.sqrt(Math.max(low.index, 0.01) * Math.max(high.index, 0.01)),
    cautious: (low.cautious + high.cautious) / 2,
    freedom: low.freedom,
  }
}

/** Calls an account and active day, the variance over the mean: 1 is chance, less is a quota. */
function quotaOf({ byDay }: Window, accounts: readonly number[]): Index & { readonly mean: number } {
  let days = 0
  let sum = 0
  let squares = 0
  for (const account of accounts) {
    for (let at = byDay.start(account); at < byDay.start(account + 1); at++) {
      days++
      sum += byDay.count(at)
      squares += byDay.count(at) ** 2
    }
  }
  const mean = sum / Math.max(1, days)
  if (days < 3) return { ...UNTOLD, mean }
  const index = (squares - days * mean ** 2) / (days - 1) / mean
  return { index, freedom: days - 1, cautious: cautiousLog(index, days - 1), mean }
}

function cautiousLog(index: number, freedom: number): number {
  return Math.log(Math.max(index, 0.05)) + CAUTION * Math.sqrt(2 / freedom)
}

/** How often two calls of different accounts have the same prompt, at most; and how far the sets overlap. */
function promptsOf({ sample }: Window, accounts: readonly number[]) {
  const askers = new Map<number, number>()
  let prompts = 0
  for (const account of accounts) {
    for (let at = sample.start(account); at < sample.start(account + 1); at++) {
      askers.set(sample.key(at), (askers.get(sample.key(at)) ?? 0) + 1)
      prompts++
    }
  }
  if (prompts < 2) return { rate: Number.NaN, overlap: Number.NaN, prompts, coincidences: 0 }
  let coincidences = 0
  let common = 0
  for (const count of askers.values()) {
    coincidences += (count * (count - 1)) / 2
    if (count > 1) common += count
  }
  const pairs = (prompts * (prompts - 1)) / 2
  const most = coincidences + 2 * Math.sqrt(coincidences + 1) + 1
  return {
    rate: Math.log(Math.max(LEAST_RATE, most / pairs)),
    overlap: common / prompts,
    prompts,
    coincidences,
  }
}

/** How much accounts pass through many addresses that other accounts of the group use too. One shared address is an office. */
function addressesOf({ byAddress }: Window, accounts: readonly number[]) {
  const users = new Map<number, number>()
  for (const account of accounts)
    for (let at = byAddress.start(account); at < byAddress.start(account + 1); at++)
      users.set(byAddress.key(at), (users.get(byAddress.key(at)) ?? 0) + 1)
  let rotation = 0
  let shared = 0
  let each = 0
  for (const account of accounts) {
    let all = 0
    let common = 0
    let squares = 0
    for (let at = byAddress.start(account); at < byAddress.start(account + 1); at++) {
      const count = byAddress.count(at)
      all += count
      squares += count ** 2
      if ((users.get(byAddress.key(at)) ?? 0) > 1) common += count
    }
    if (all === 0) continue
    each += all ** 2 / squares
    shared += common / all
    rotation += (common / all) * (1 - squares / all ** 2)
  }
  const of = Math.max(1, accounts.length)
  return { rotation: rotation / of, shared: shared / of, each: each / of, distinct: users.size }
}

/** A model is an account's new one when it has most of the calls of the last day it was active, and few of those before. */
function newModelOf({ byModel }: Window, account: number): number | null {
  let last = -1
  const end = byModel.start(account + 1)
  for (let at = byModel.start(account); at < end; at++)
    last = Math.max(last, Math.floor(byModel.key(at) / MODEL_RANGE))
  let lastCalls = 0
  let earlierCalls = 0
  const models = new Map<number, { now: number; before: number }>()
  for (let at = byModel.start(account); at < end; at++) {
    const model = byModel.key(at) % MODEL_RANGE
    const counts = models.get(model) ?? { now: 0, before: 0 }
    const isNow = Math.floor(byModel.key(at) / MODEL_RANGE) === last
    if (isNow) counts.now += byModel.count(at)
    else counts.before += byModel.count(at)
    if (isNow) lastCalls += byModel.count(at)
    else earlierCalls += byModel.count(at)
    models.set(model, counts)
  }
  if (earlierCalls < 3 || lastCalls < 3) return null
  for (const [model, { now, before }] of models)
    if (now >= 0.25 * lastCalls && before <= 0.1 * earlierCalls) return model
  return null
}

/** Of all accounts, the share that moved to each model in the window. */
export function movesOf(window: Window): Map<number, number> {
  const moves = new Map<number, number>()
  for (let account = 0; account < window.accounts.length; account++) {
    const model = newModelOf(window, account)
    if (model !== null) moves.set(model, (moves.get(model) ?? 0) + 1 / window.accounts.length)
  }
  return moves
}

function movedOf(window: Window, accounts: readonly number[], moves: ReadonlyMap<number, number>): number {
  const moved = new Map<number, number>()
  for (const account of accounts) {
    const model = newModelOf(window, account)
    if (model !== null) moved.set(model, (moved.get(model) ?? 0) + 1 / accounts.length)
  }
  let most = 0
  for (const [model, share] of moved) most = Math.max(most, share - (moves.get(model) ?? 0))
  return most
}

/** Share of accounts first seen within the three days in which most of them were; those that were always there count as not. */
function birthOf({ firstSeen }: Window, accounts: readonly number[]): number {
  const births = new Map<number, number>()
  for (const account of accounts) {
    const day = firstSeen[account] ?? 0
    if (day > 0) births.set(day, (births.get(day) ?? 0) + 1)
  }
  let most = 0
  for (const day of births.keys())
    most = Math.max(
      most,
      [0, 1, 2].reduce((sum, later) => sum + (births.get(day + later) ?? 0), 0),
    )
  return most / Math.max(1, accounts.length)
}

/** Share of accounts that have a given hint in common with another account of the group; NaN where none is given. */
function hintsOf({ hints }: Window, accounts: readonly number[]): number {
  const holders = new Map<number, number>()
  for (const account of accounts)
    for (let at = hints.start(account); at < hints.start(account + 1); at++)
      holders.set(hints.key(at), (holders.get(hints.key(at)) ?? 0) + 1)
  if (holders.size === 0) return Number.NaN
  let joined = 0
  for (const account of accounts) {
    for (let at = hints.start(account); at < hints.start(account + 1); at++) {
      if ((holders.get(hints.key(at)) ?? 0) < 2) continue
      joined++
      break
    }
  }
  return joined / accounts.length
}

function nightShareOf({ byHour }: Window, accounts: readonly number[]): number {
  let night = 0
  let all = 0
  for (const account of accounts) {
    for (let at = byHour.start(account); at < byHour.start(account + 1); at++) {
      all += byHour.count(at)
      if (byHour.key(at) % 24 < 6) night += byHour.count(at)
    }
  }
  return night / Math.max(1, all)
}

import type { HubKind } from './cluster.ts'
import { LEAST_MEMBERS } from './constants.ts'
import { UNKNOWN } from './features.ts'
import type { Sparse } from './sparse.ts'
import { MODEL_RANGE, type Window } from './window.ts'

/** Accounts that have one thing in common: only within a hub are accounts compared, so that cost grows with accounts. */
export interface Hub {
  readonly kind: HubKind
  /** What they have in common, as a text that is the same tomorrow. */
  readonly name: string
  readonly accounts: Uint32Array
}

/** Hubs of at least {@link LEAST_MEMBERS} accounts. An account is in as many as it has prompt families and addresses. */
export function hubsOf(window: Window): Hub[] {
  return [
    ...groups('template', window, (account) => keysOf(window.byFamily, account)),
    ...groups('address', window, (account) => keysOf(window.byAddress, account)),
    ...groups('behaviour', window, (account) => behavioursOf(window, account)),
  ]
}

function groups(kind: HubKind, window: Window, keysOfAccount: (account: number) => Iterable<number>): Hub[] {
  const sizes = new Map<number, number>()
  for (let account = 0; account < window.accounts.length; account++)
    for (const key of keysOfAccount(account)) sizes.set(key, (sizes.get(key) ?? 0) + 1)
  const open = new Map<number, { accounts: Uint32Array; filled: number }>()
  for (const [key, size] of sizes)
    if (size >= LEAST_MEMBERS) open.set(key, { accounts: new Uint32Array(size), filled: 0 })
  for (let account = 0; account < window.accounts.length; account++) {
    for (const key of keysOfAccount(account)) {
      const hub = open.get(key)
      if (hub !== undefined) hub.accounts[hub.filled++] = account
    }
  }
  return [...open]
    .map(([key, { accounts }]) => ({ kind, name: `${kind}:${key}`, accounts }))
    .sort((left, right) => (left.name < right.name ? -1 : 1))
}

function* keysOf(counts: Sparse, account: number): Generator<number> {
  for (let at = counts.start(account); at < counts.start(account + 1); at++) yield counts.key(at)
}

/** Whose prompts have families is sought by them. */
const MOST_IN_FAMILIES = 0.2

/** Of the others: volume, clock, length of answers and model, coarsely, on two grids half a step apart: a group lies within a cell of one. */
function* behavioursOf({ features, byModel, byFamily, calls }: Window, account: number): Generator<number> {
  let inFamilies = 0
  for (let at = byFamily.start(account); at < byFamily.start(account + 1); at++)
    inFamilies += byFamily.count(at)
  if (inFamilies > MOST_IN_FAMILIES * (calls[account] ?? 0)) return
  const sides = [0, 1, 3].map((trait) => features.traits[trait]?.[account] ?? UNKNOWN)
  if (sides.includes(UNKNOWN)) return
  let model = 0
  let most = 0
  for (let at = byModel.start(account); at < byModel.start(account + 1); at++) {
    if (byModel.count(at) <= most) continue
    most = byModel.count(at)
    model = byModel.key(at) % MODEL_RANGE
  }
  for (const shift of [0, 2]) {
    const cell = sides.reduce((key, bin) => key * 16 + ((bin + shift) >> 2), shift)
    yield model * 16384 + cell
  }
}

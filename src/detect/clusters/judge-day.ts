import type { EvidenceKind, HubKind } from './cluster.ts'
import {
  LEAST_KINDS,
  LEAST_NATS_OF_A_KIND,
  LEAST_NATS_OF_ESSENTIAL,
  MOST_LIKENESS_INDEX,
  MOST_OVERLAP,
} from './constants.ts'
import { backgroundOf, coresOf } from './core.ts'
import { type Facts, factsOf, movesOf } from './figures.ts'
import { hubsOf } from './hubs.ts'
import { type DayReference, type Reference, sumOf } from './reference.ts'
import type { Window } from './window.ts'

/** Accounts found to act as one on a day. */
export interface Group {
  /** Indexes into the window's accounts, and beside each its certainty. */
  readonly accounts: readonly number[]
  readonly certainties: readonly number[]
  readonly kind: HubKind
  readonly facts: Facts
  readonly nats: Readonly<Record<EvidenceKind, number>>
  readonly evidence: number
  readonly threshold: number
  readonly comparedWith: number
}

export interface JudgedDay {
  readonly groups: readonly Group[]
  readonly leaves: DayReference
}

/** Without these there is no cluster, whatever else there is; what the log does not tell cannot be asked for. */
const ESSENTIAL: readonly EvidenceKind[] = ['prompts', 'likeness']

/** How much of the smaller of two groups lies in the other one where both are one cluster. */
const LEAST_COMMON = 0.3

/** In so many of the hubs of a cluster that an account lies in it has to be found alike. */
const LEAST_AGREEING = 0.5

/** Where so much of a group is known to be a cluster, it says nothing of what is ordinary. */
const MOST_KNOWN = 0.3

interface Candidate extends Group {
  /** Everybody of the hub it was found in. */
  readonly among: Uint32Array
}

/**
 * Seeks accounts that act as one.
 *
 * @param reference null while too few days were seen: then nothing is found, and the day only says what is ordinary.
 * @param known accounts of clusters found earlier.
 * @param withhold kinds of evidence not to be asked, to see what they carry.
 */
export function judgeDay(
  window: Window,
  reference: Reference | null,
  known: ReadonlySet<string>,
  withhold: readonly EvidenceKind[] = [],
): JudgedDay {
  const isKnown = Uint8Array.from(window.accounts, (account) => (known.has(account) ? 1 : 0))
  const own = backgroundOf(window.features, (account) => isKnown[account] === 1)
  const background = reference?.background ?? own
  const moves = movesOf(window)
  const seen: { kind: HubKind; name: string; accounts: readonly number[]; facts: Facts }[] = []
  const candidates: Candidate[] = []
  for (const hub of hubsOf(window)) {
    for (const [at, core] of coresOf(hub.accounts, window.features, background).entries()) {
      const facts = factsOf(window, core.accounts, moves)
      const name = `${hub.name}:${at}`
      seen.push({ kind: hub.kind, name, accounts: core.accounts, facts })
      const group = reference === null ? null : judge(hub.kind, facts, reference, withhold)
      if (group !== null) candidates.push({ ...core, ...group, among: hub.accounts, kind: hub.kind, facts })
    }
  }
  const groups = reference === null ? [] : merge(window, candidates, reference, moves, withhold)
  for (const group of groups) for (const account of group.accounts) isKnown[account] = 1
  const ordinary = seen.filter(
    ({ accounts, facts }) =>
      !(facts.overlap > MOST_OVERLAP) &&
      accounts.filter((account) => isKnown[account] === 1).length < MOST_KNOWN * accounts.length,
  )
  return {
    groups,
    leaves: {
      background: backgroundOf(window.features, (account) => isKnown[account] === 1),
      groups: ordinary.map(({ kind, name, facts }) => ({ kind, name, figures: facts.figures })),
    },
  }
}

/** What is said of a group; null where that opens no cluster. */
function judge(
  kind: HubKind,
  facts: Facts,
  reference: Reference,
  withhold: readonly EvidenceKind[],
): Pick<Group, 'nats' | 'evidence' | 'threshold' | 'comparedWith'> | null {
  const asked = { ...reference.nats(kind, facts.figures) }
  for (const evidence of withhold) asked[evidence] = Number.NaN
  // An overlap that is no accident speaks against one job in shards, whatever else looks alike.
  if (!withhold.includes('prompts') && facts.overlap > MOST_OVERLAP) return null
  // One distribution, dealt without repeats, is what makes a job of it: the rest only says who runs it.
  for (const essential of ESSENTIAL) if (asked[essential] < LEAST_NATS_OF_ESSENTIAL) return null
  if (!withhold.includes('likeness') && facts.likenessIndex > MOST_LIKENESS_INDEX) return null
  const evidence = sumOf(asked)
  const threshold = reference.threshold(kind)
  const spoke = Object.values(asked).filter((nats) => nats >= LEAST_NATS_OF_A_KIND).length
  if (evidence < threshold || spoke < LEAST_KINDS) return null
  return { nats: asked, evidence, threshold, comparedWith: reference.groups(kind) }
}

/** Makes one group of candidates that share accounts; an account belongs to it by the certainties of all it is found in. */
function merge(
  window: Window,
  candidates: readonly Candidate[],
  reference: Reference,
  moves: ReadonlyMap<number, number>,
  withhold: readonly EvidenceKind[],
): Group[] {
  const parent = candidates.map((_, at) => at)
  const root = (at: number): number => (parent[at] === at ? at : root(parent[at] ?? at))
  const common = new Map<number, number>()
  const of = new Map<number, number[]>()
  for (const [at, { accounts }] of candidates.entries()) {
    for (const account of accounts) {
      const others = of.get(account) ?? []
      for (const other of others) {
        const pair = other * candidates.length + at
        common.set(pair, (common.get(pair) ?? 0) + 1)
      }
      others.push(at)
      of.set(account, others)
    }
  }
  for (const [pair, count] of common) {
    const [left, right] = [Math.floor(pair / candidates.length), pair % candidates.length]
    const [one, two] = [candidates[left], candidates[right]]
    if (one === undefined || two === undefined) continue
    if (count >= LEAST_COMMON * Math.min(one.accounts.length, two.accounts.length))
      parent[root(left)] = root(right)
  }
  const parts = new Map<number, Candidate[]>()
  for (const [at, candidate] of candidates.entries())
    parts.set(root(at), [...(parts.get(root(at)) ?? []), candidate])
  const groups: { part: Candidate[]; group: Group; grew: boolean }[] = []
  const bySize = [...parts.values()].map((part) => ({
    part,
    group: joined(window, part, reference, moves, withhold),
  }))
  bySize.sort((left, right) => right.group.accounts.length - left.group.accounts.length)
  for (const next of bySize) {
    const one = groups.find(({ group }) => isOneSource(window, group, next.group, moves))
    if (one === undefined) groups.push({ ...next, grew: false })
    else {
      one.part.push(...next.part)
      one.grew = true
    }
  }
  return groups.map(({ part, group, grew }) =>
    grew ? joined(window, part, reference, moves, withhold) : group,
  )
}

/**
 * Whether two groups, put together, still look like one source: accounts of one job that no single hub holds, e.g. because
 * every call takes another address.
 */
function isOneSource(window: Window, one: Group, two: Group, moves: ReadonlyMap<number, number>): boolean {
  const together = factsOf(window, [...drawn(one.accounts), ...drawn(two.accounts)], moves)
  const more = (index: 'likenessIndex' | 'clockIndex' | 'quotaIndex') =>
    together[index] / Math.max(1, one.facts[index], two.facts[index])
  return (
    (['likenessIndex', 'clockIndex', 'quotaIndex'] as const).every((index) => !(more(index) > MOST_MORE)) &&
    !(together.overlap > MOST_OVERLAP)
  )
}

/** Two groups are one source while pooling them makes them differ at most so many times more. */
const MOST_MORE = 1.25

/** Accounts spread evenly over a list, at most {@link DRAWN} of them. */
function drawn(accounts: readonly number[]): number[] {
  const every = Math.max(1, accounts.length / DRAWN)
  return Array.from(
    { length: Math.min(DRAWN, accounts.length) },
    (_, at) => accounts[Math.floor(at * every)] ?? 0,
  )
}

const DRAWN = 300

function joined(
  window: Window,
  part: readonly Candidate[],
  reference: Reference,
  moves: ReadonlyMap<number, number>,
  withhold: readonly EvidenceKind[],
): Group {
  const strongest = part.reduce((best, next) => (next.evidence > best.evidence ? next : best))
  const found = new Map<number, { sum: number; times: number }>()
  for (const { accounts, certainties: own } of part) {
    for (const [at, account] of accounts.entries()) {
      const { sum, times } = found.get(account) ?? { sum: 0, times: 0 }
      found.set(account, { sum: sum + (own[at] ?? 0), times: times + 1 })
    }
  }
  // Who lies in many hubs has many chances to look alike in one: where it did not, it counts as not.
  const looked = new Map<number, number>()
  for (const among of new Set(part.map((one) => one.among)))
    for (const account of among) if (found.has(account)) looked.set(account, (looked.get(account) ?? 0) + 1)
  const certainties = new Map<number, number>()
  for (const [account, { sum, times }] of found)
    if (times >= LEAST_AGREEING * (looked.get(account) ?? 1)) certainties.set(account, sum / times)
  const accounts = [...certainties.keys()].sort((left, right) => left - right)
  const facts = factsOf(window, accounts, moves)
  const together = judge(strongest.kind, facts, reference, withhold)
  // What was found one by one stays found where looking at all of it at once says less.
  if (together === null) return strongest
  return {
    accounts,
    certainties: accounts.map((account) => certainties.get(account) ?? 0),
    kind: strongest.kind,
    facts,
    ...together,
  }
}

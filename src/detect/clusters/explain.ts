import { formatCount } from '../../base/bytes.ts'
import { EVIDENCE_KINDS, type Evidence, type EvidenceKind } from './cluster.ts'
import { LEAST_NATS_OF_A_KIND } from './constants.ts'
import type { Facts } from './figures.ts'
import type { Group } from './judge-day.ts'

/** What a cluster is in words. */
export interface Explanation {
  readonly kinds: readonly Evidence[]
  readonly cannotSee: readonly EvidenceKind[]
  readonly sentence: string
  readonly notUnusual: readonly string[]
  readonly innocent: readonly string[]
}

/** What is told of a kind: with its numbers, in few words, and where nothing is unusual about it. */
interface Words {
  readonly found: (facts: Facts) => string
  readonly short: string
  readonly ordinary: (facts: Facts) => string
  readonly unseen: string
}

const times = (value: number) => (value < 10 ? value.toFixed(2) : formatCount(Math.round(value)))
const percent = (share: number) => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`

const WORDS: Readonly<Record<EvidenceKind, Words>> = {
  prompts: {
    found: ({ prompts, coincidences, overlap }) =>
      `of ${formatCount(prompts)} sampled prompts two accounts had the same one ${formatCount(coincidences)} times (${percent(overlap)} are shared): their sets of prompts are disjoint, where people who use one template meet by chance`,
    short: "never repeat each other's prompts",
    ordinary: ({ overlap }) =>
      `their prompts overlap as those of other groups do (${percent(overlap)} are shared)`,
    unseen: 'the log holds no prompts, or a group this small shows too few of them',
  },
  likeness: {
    found: ({ likenessIndex }) =>
      `what they ask differs from account to account ${times(likenessIndex)} times as much as dealing from one pile would make it differ (1 is one pile)`,
    short: 'draw from one pile of work',
    ordinary: ({ likenessIndex }) =>
      `what they ask differs from account to account (${times(likenessIndex)} times chance)`,
    unseen: 'there is too little to compare what they ask',
  },
  clock: {
    found: ({ clockIndex, nightShare }) =>
      `their hours differ ${times(clockIndex)} times as much as one clock would make them differ, with ${percent(nightShare)} of calls between 0 and 6 UTC (a quarter is round the clock)`,
    short: 'keep one clock',
    ordinary: ({ clockIndex }) => `each keeps hours of its own (${times(clockIndex)} times chance)`,
    unseen: 'there are too few calls to compare hours',
  },
  quota: {
    found: ({ quotaIndex, meanCalls }) =>
      `each makes nearly the same number of calls: ${times(meanCalls)} an active day, with ${times(quotaIndex)} times the variance of chance`,
    short: 'take equal shares',
    ordinary: ({ quotaIndex }) =>
      `how much they call differs as among others (${times(quotaIndex)} times chance)`,
    unseen: 'there are too few days to compare how much they call',
  },
  addresses: {
    found: ({ addresses, sharedAddressShare, addressesPerAccount }) =>
      `they take turns on ${formatCount(addresses)} addresses: each is spread over ${times(addressesPerAccount)}, and ${percent(sharedAddressShare)} of calls come from one that another account uses too`,
    short: 'take turns on the same addresses',
    ordinary: ({ addressesPerAccount, sharedAddressShare }) =>
      `their addresses are like those of others (${times(addressesPerAccount)} each, ${percent(sharedAddressShare)} of calls from a shared one)`,
    unseen: 'the log holds no addresses',
  },
  pivot: {
    found: ({ moved }) =>
      `${percent(moved)} moved to the same model in these days, beyond what everybody did`,
    short: 'changed to one model together',
    ordinary: () => 'they did not change models together',
    unseen: 'the log names no models',
  },
  creation: {
    found: ({ sameBirth }) => `${percent(sameBirth)} were first seen within the same three days`,
    short: 'appeared together',
    ordinary: () => 'they did not appear together',
    unseen: 'the log begins too late to tell when accounts appeared',
  },
  hints: {
    found: ({ hintShare }) =>
      `${percent(hintShare)} share a payment, organisation or device with another of them`,
    short: 'share payments or organisations',
    ordinary: () => 'they share no more payments or organisations than others',
    unseen: 'nobody has said which payments or organisations accounts belong to',
  },
}

/** Honest work that looks like this: what it would have in common with the group, and the question that settles it. */
const INNOCENT: readonly { readonly fits: (group: Group) => boolean; readonly question: string }[] = [
  {
    fits: () => true,
    question:
      'A registered evaluation dealt over many accounts: is there a suite with this name in the register, and who started it?',
  },
  {
    fits: ({ nats }) => !(nats.addresses < LEAST_NATS_OF_A_KIND),
    question:
      'End users of one product behind its way out: do the addresses belong to one customer, and does it declare an application?',
  },
  {
    fits: ({ nats }) => nats.clock >= LEAST_NATS_OF_A_KIND,
    question:
      'A scheduled job of one product that every customer runs: does its maker publish a schedule, and do the customers exist?',
  },
  {
    fits: ({ nats }) => nats.creation >= LEAST_NATS_OF_A_KIND,
    question: 'A reseller, a company or a course that opened its accounts together: who pays for them?',
  },
]

export function explain(group: Group, members: number): Explanation {
  const { facts, nats } = group
  const kinds = EVIDENCE_KINDS.filter((kind) => !Number.isNaN(nats[kind])).map((kind) => ({
    kind,
    nats: Math.round(nats[kind] * 100) / 100,
    sentence: nats[kind] >= LEAST_NATS_OF_A_KIND ? WORDS[kind].found(facts) : WORDS[kind].ordinary(facts),
  }))
  const loud = kinds.filter((kind) => kind.nats >= LEAST_NATS_OF_A_KIND)
  const unseen = EVIDENCE_KINDS.filter((kind) => Number.isNaN(nats[kind]))
  return {
    kinds: [...kinds].sort((left, right) => right.nats - left.nats),
    cannotSee: unseen,
    sentence: `These ${formatCount(members)} accounts ${listed(loud.map(({ kind }) => WORDS[kind].short))}.`,
    notUnusual: [
      ...kinds.filter((kind) => kind.nats < LEAST_NATS_OF_A_KIND).map(({ sentence }) => sentence),
      ...unseen.map((kind) => `cannot see: ${WORDS[kind].unseen}`),
    ],
    innocent: INNOCENT.filter(({ fits }) => fits(group)).map(({ question }) => question),
  }
}

/**
 * Words as a sentence lists them.
 *
 * @example listed(['a', 'b', 'c']) // => 'a, b and c'
 */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

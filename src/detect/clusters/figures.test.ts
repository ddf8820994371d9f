import { expect, test } from 'vitest'
import { featuresOf } from './features.ts'
import { factsOf } from './figures.ts'
import { Dice } from './random.fixture.ts'
import { natsOf } from './reference.ts'
import { Sparse } from './sparse.ts'
import type { Window } from './window.ts'

interface Made {
  readonly hours: readonly number[]
  readonly addresses: readonly number[]
  readonly prompts: readonly number[]
}

/** A window of one day of accounts made by hand; what is not given is the same for all. */
function windowOf(made: readonly Made[]): Window {
  const sparse = (keysOf: (one: Made) => readonly number[]) => {
    const counts = new Sparse()
    for (const one of made) {
      const sum = new Map<number, number>()
      for (const key of keysOf(one)) sum.set(key, (sum.get(key) ?? 0) + 1)
      counts.add([...sum.keys()], [...sum.values()])
    }
    return counts
  }
  const numbers = made.map(({ hours }) => hours.length)
  const counts = {
    calls: Uint32Array.from(numbers),
    tokensIn: Float64Array.from(numbers),
    tokensOut: Float64Array.from(numbers),
    byDay: sparse(({ hours }) => hours.map(() => 0)),
    byHour: sparse(({ hours }) => hours),
    byAddress: sparse(({ addresses }) => addresses),
    sketched: Uint32Array.from(numbers),
    prompts: Uint32Array.from(numbers),
  }
  return {
    day: '2026-03-01',
    days: 1,
    accounts: made.map((_, at) => `a${at}`),
    ...counts,
    byIn: sparse(() => []),
    byOut: sparse(() => []),
    byModel: sparse(() => []),
    byFamily: sparse(({ prompts }) => prompts.map((prompt) => prompt % 7)),
    sample: sparse(({ prompts }) => prompts),
    hints: sparse(() => []),
    firstSeen: new Int32Array(made.length),
    features: featuresOf(counts),
  }
}

const dice = new Dice('figures')
const all = (count: number) => Array.from({ length: count }, (_, at) => at)
const drawn = (count: number, below: number) => all(count).map(() => dice.below(below))

test('accounts dealt from one source differ as much as chance; each with hours of its own, far more', () => {
  const none = new Map<number, number>()
  const one = windowOf(
    all(300).map((at) => ({
      hours: drawn(26, 24),
      addresses: drawn(26, 50),
      prompts: all(26).map((own) => 26 * at + own),
    })),
  )
  const facts = factsOf(one, all(300), none)
  expect(facts.clockIndex).toBeGreaterThan(0.9)
  expect(facts.clockIndex).toBeLessThan(1.1)
  expect(facts.likenessIndex).toBeLessThan(1.1)
  expect(facts.quotaIndex).toBe(0)
  expect(facts.coincidences).toBe(0)
  expect(facts.figures.addresses).toBeLessThan(-0.9)
  const own = windowOf(
    all(300).map(() => ({
      hours: drawn(26, 3).map((hour) => hour + 7 * dice.below(2)),
      addresses: [1],
      prompts: drawn(26, 40),
    })),
  )
  const office = all(300)
  const others = windowOf(
    office.map(() => {
      const start = dice.below(20)
      return {
        hours: drawn(5 + dice.below(60), 3).map((hour) => hour + start),
        addresses: [1, 1, 1],
        prompts: drawn(26, 40),
      }
    }),
  )
  expect(factsOf(others, office, none).clockIndex).toBeGreaterThan(3)
  expect(factsOf(others, office, none).quotaIndex).toBeGreaterThan(5)
  expect(factsOf(own, office, none).overlap).toBeGreaterThan(0.9)
  // One address that all share is an office, and no taking of turns.
  expect(factsOf(own, office, none).figures.addresses).toBeCloseTo(0)
})

test('what the log does not tell is no figure', () => {
  const silent = windowOf(all(20).map(() => ({ hours: [1, 2], addresses: [], prompts: [] })))
  const { figures } = factsOf(silent, all(20), new Map())
  expect([figures.prompts, figures.likeness, figures.hints]).toEqual([Number.NaN, Number.NaN, Number.NaN])
})

test('evidence is a rank, carried on beyond the alikest twentieth, and never more than its most', () => {
  const ordinary = all(1000).map((at) => at / 100)
  expect(natsOf(5, ordinary)).toBeCloseTo(Math.log(2), 1)
  expect(natsOf(0.5, ordinary)).toBeCloseTo(Math.log(20), 1)
  expect(natsOf(-100, ordinary)).toBe(7)
  expect(natsOf(1, ordinary.slice(0, 10))).toBeNaN()
})

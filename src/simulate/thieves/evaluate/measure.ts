import { FAMILIES } from '../families/families.ts'
import type { StoredRanks } from '../run/stored-ranks.ts'
import type { TheftTruth } from '../theft-truth.ts'
import { caseCount, fitThreshold, weeksOf } from './cases.ts'
import { firstAbove, type Outcome, outcomeOf } from './found.ts'
import { bootstrapMean, type Figure, quantile, wilson } from './intervals.ts'

/** Cases a week for 180 people. */
export const BUDGETS = [0.25, 0.5, 1, 2, 5] as const
export type Budget = (typeof BUDGETS)[number]
/** The budget that the table is about. */
export const MAIN_BUDGET: Budget = 1

/** A company after one detector has looked at it. */
export interface LookedAt {
  readonly seed: number
  readonly ordinary: StoredRanks
  readonly thefts: readonly { readonly truth: TheftTruth; readonly ranks: StoredRanks }[]
  /** People who gave notice, and the index of that day. */
  readonly notices: readonly { readonly person: string; readonly day: number }[]
}

export interface FamilyResult {
  readonly family: string
  readonly runs: number
  readonly within1: Figure
  readonly within7: Figure
  readonly within30: Figure
  /** Null where fewer than half were found. */
  readonly medianDays: number | null
  readonly gone: Figure
  /** Share found within 30 days, by budget. */
  readonly within30At: Readonly<Record<string, number>>
  /** Found in 60 days when read again at the threshold of five cases a week. */
  readonly lookedBack: Figure
  readonly outcomes: readonly Outcome[]
  /** Highest score of the thieves in the first 30 days: 10th, 50th, 90th percentile over the runs. */
  readonly highest: readonly [number, number, number]
}

export interface DetectorResult {
  readonly name: string
  readonly thresholds: Readonly<Record<string, number>>
  readonly falseCases: readonly FalseCases[]
  readonly families: readonly FamilyResult[]
  /** Hard families found within 30 days. */
  readonly hard: { readonly found: number; readonly of: number }
  readonly gone: Figure
  readonly lookBack: LookBack | null
  readonly secondsACompany: number
}

export interface FalseCases {
  readonly nominal: number
  readonly cases: number
  readonly aWeek: number
  readonly interval: readonly [number, number]
}

/** Re-reading the 60 days before a resignation at the threshold of five cases a week. */
export interface LookBack {
  readonly honestResignations: number
  readonly falseAResignation: number
}

/** Where a detector says what it found, any finding counts, at whatever budget. */
export const ANY_FINDING = Object.fromEntries(BUDGETS.map((budget) => [budget, 0.5]))

export function thresholdsOf(calibration: readonly StoredRanks[]): Record<string, number> {
  return Object.fromEntries(BUDGETS.map((budget) => [budget, fitThreshold(calibration, budget)]))
}

/** Everything the table says of a detector. */
export function measure(
  name: string,
  thresholds: Readonly<Record<string, number>>,
  companies: readonly LookedAt[],
): DetectorResult {
  const main = thresholds[MAIN_BUDGET] ?? Number.POSITIVE_INFINITY
  const families = FAMILIES.flatMap(({ name: family }) => {
    const runs = companies.flatMap(({ seed, thefts }) =>
      thefts.filter(({ truth }) => truth.family === family).map((theft) => ({ seed, ...theft })),
    )
    return runs.length === 0 ? [] : [familyResult(family, runs, thresholds)]
  })
  const hard = new Set(FAMILIES.filter((family) => family.hard && family.name !== 'L').map((it) => it.name))
  const hardOutcomes = families.filter(({ family }) => hard.has(family)).flatMap(({ outcomes }) => outcomes)
  const counted = families.filter(({ family }) => family !== 'L')
  return {
    name,
    thresholds,
    falseCases: BUDGETS.map((nominal) =>
      falseCases(
        nominal,
        thresholds[nominal] ?? main,
        companies.map(({ ordinary }) => ordinary),
      ),
    ),
    families,
    hard: { found: hardOutcomes.filter(within(30)).length, of: hardOutcomes.length },
    gone: bootstrapMean(
      companies.map(({ seed }) =>
        counted.flatMap(({ outcomes }) => outcomes.filter((it) => it.seed === seed).map(({ gone }) => gone)),
      ),
    ),
    lookBack: lookBack(companies, thresholds[5] ?? main),
    secondsACompany: quantile(
      companies.map(({ ordinary }) => ordinary.seconds),
      0.5,
    ),
  }
}

const within = (days: number) => (outcome: Outcome) => outcome.days !== null && outcome.days <= days

function familyResult(
  family: string,
  runs: readonly { seed: number; truth: TheftTruth; ranks: StoredRanks }[],
  thresholds: Readonly<Record<string, number>>,
): FamilyResult {
  const at = (budget: Budget) =>
    runs.map(({ seed, ranks, truth }) =>
      outcomeOf(seed, ranks, truth, thresholds[budget] ?? Number.POSITIVE_INFINITY),
    )
  const outcomes = at(MAIN_BUDGET)
  const share = (days: number) => wilson(outcomes.filter(within(days)).length, outcomes.length)
  const days = outcomes.map((outcome) => outcome.days ?? Number.POSITIVE_INFINITY)
  const median = quantile(days, 0.5)
  const highest = runs.map(({ ranks, truth }) => highestOf(ranks, ranks.grid.days.indexOf(truth.firstDay)))
  return {
    family,
    runs: runs.length,
    within1: share(1),
    within7: share(7),
    within30: share(30),
    medianDays: Number.isFinite(median) ? median : null,
    gone: bootstrapMean(outcomes.map(({ gone }) => [gone])),
    within30At: Object.fromEntries(
      BUDGETS.map((budget) => [budget, at(budget).filter(within(30)).length / runs.length]),
    ),
    lookedBack: wilson(at(5).filter(within(60)).length, runs.length),
    outcomes,
    highest: [quantile(highest, 0.1), quantile(highest, 0.5), quantile(highest, 0.9)],
  }
}

function highestOf({ grid, total, judged }: StoredRanks, from: number): number {
  const days = grid.days.length
  let highest = 0
  for (let person = 0; person < grid.people.length; person++)
    for (let day = from; day < Math.min(days, from + 30); day++)
      if (judged[person * days + day] === 1) highest = Math.max(highest, total[person * days + day] ?? 0)
  return highest
}

/** Cases among ordinary people, with Poisson's interval by the normal approximation of its root. */
export function falseCases(
  nominal: number,
  threshold: number,
  companies: readonly StoredRanks[],
): FalseCases {
  const weeks = companies.reduce((sum, ranks) => sum + weeksOf(ranks), 0)
  const cases = companies.reduce((sum, ranks) => sum + caseCount(ranks, threshold), 0)
  const root = Math.sqrt(cases)
  const interval = [
    Math.max(0, root - 0.98) ** 2 / weeks,
    (Math.sqrt(cases + 1) + 0.98) ** 2 / weeks,
  ] as const
  return { nominal, cases, aWeek: cases / weeks, interval }
}

const LOOK_BACK_DAYS = 60

function lookBack(companies: readonly LookedAt[], threshold: number): LookBack | null {
  let resignations = 0
  let found = 0
  for (const { ordinary, notices } of companies)
    for (const { person, day } of notices) {
      const at = ordinary.grid.people.findIndex((one) => one.person === person)
      if (at < 0) continue
      const days = ordinary.grid.days.length
      const own = {
        ...ordinary,
        grid: { people: [{ person }], days: ordinary.grid.days },
        total: ordinary.total.subarray(at * days, (at + 1) * days),
        judged: ordinary.judged.subarray(at * days, (at + 1) * days),
      }
      resignations += 1
      if (firstAbove(own, day - LOOK_BACK_DAYS, threshold, day + 1) !== null) found += 1
    }
  return resignations === 0
    ? null
    : { honestResignations: resignations, falseAResignation: found / resignations }
}

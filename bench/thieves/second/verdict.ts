import type { Truth } from './truth.ts'

/** One line of a scorer: how unusual a person's day is. */
export interface Score {
  readonly person: string
  readonly day: string
  readonly score: number
}

/** A company with its truth and what a scorer said of it. */
export interface Run {
  readonly name: string
  readonly truth: Truth
  readonly scores: readonly Score[]
}

export interface Case {
  readonly person: string
  readonly day: string
}

const FIRST_COUNTED = 42
const CASE_DAYS = 14

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
}

/** The cases a threshold opens: one a person for 14 days, counted from day 42 on. */
export function casesAt({ scores, truth }: Run, threshold: number): Case[] {
  const above = scores
    .filter(({ score, day }) => score >= threshold && daysBetween(truth.firstDay, day) >= FIRST_COUNTED)
    .sort((left, right) => left.day.localeCompare(right.day))
  const open = new Map<string, string>()
  return above.flatMap(({ person, day }) => {
    const last = open.get(person)
    if (last !== undefined && daysBetween(last, day) < CASE_DAYS) return []
    open.set(person, day)
    return [{ person, day }]
  })
}

/** False cases a week for 180 people; in a company with thieves those of everybody else. */
export function falseCasesAWeek(runs: readonly Run[], threshold: number): number {
  let cases = 0
  let weeks = 0
  for (const run of runs) {
    cases += casesAt(run, threshold).filter(({ person }) => !run.truth.attackers.includes(person)).length
    weeks += (((run.truth.days - FIRST_COUNTED) / 7) * run.truth.people) / 180
  }
  return weeks === 0 ? 0 : cases / weeks
}

/** The least threshold that keeps ordinary companies within the budget. */
export function fitThreshold(ordinary: readonly Run[], casesAWeek: number): number {
  const values = [...new Set(ordinary.flatMap(({ scores }) => scores.map(({ score }) => score)))]
  values.sort((left, right) => right - left)
  let threshold = Number.POSITIVE_INFINITY
  for (const value of values) {
    if (falseCasesAWeek(ordinary, value) > casesAWeek) break
    threshold = value
  }
  return threshold
}

/** How a theft came out. `delay` in days since the first act, undefined when nobody was found. */
export interface Outcome {
  readonly name: string
  readonly kind: string
  readonly delay: number | undefined
  /** Share of the stolen bytes that were outside at the end of the day of detection. */
  readonly gone: number
  /** Highest score of a thief from the first act on. */
  readonly highest: number
}

export function outcome(run: Run, threshold: number): Outcome {
  const { truth } = run
  const firstAct = truth.firstAct ?? ''
  const found = casesAt(run, threshold).find(
    ({ person, day }) => truth.attackers.includes(person) && day >= firstAct,
  )
  const sent = (until: string) =>
    truth.hours.filter(({ day }) => day <= until).reduce((sum, { sentBytes }) => sum + sentBytes, 0)
  const all = sent('9999')
  const theirs = run.scores.filter(({ person, day }) => truth.attackers.includes(person) && day >= firstAct)
  return {
    name: run.name,
    kind: truth.kind,
    delay: found === undefined ? undefined : daysBetween(firstAct, found.day),
    gone: found === undefined || all === 0 ? 1 : sent(found.day) / all,
    highest: theirs.reduce((most, { score }) => Math.max(most, score), Number.NEGATIVE_INFINITY),
  }
}

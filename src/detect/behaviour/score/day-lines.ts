import { CHANNELS, type Channel } from '../../signal.ts'
import { CLOCKS, type Clock, type Explanation, type Scores } from '../scores.ts'
import { casesOf } from './cases-of.ts'
import { judgedPeople } from './judged-people.ts'
import { defaultCasesPerWeek, THRESHOLDS, thresholdFor } from './thresholds.ts'

/** What lines and cases are made of. */
export type Scored = Pick<Scores, 'grid' | 'total' | 'clocks' | 'judged'> & {
  /** Detectors with budgets of their own that named a person on a day. */
  readonly found?: ReadonlyMap<number, readonly string[]>
}

/** What is written of one person and day. */
export type DayLine = JudgedLine | UnjudgedLine

export interface JudgedLine {
  readonly person: string
  /** YYYY-MM-DD. */
  readonly day: string
  /** Nats, to six digits behind the point. */
  readonly score: number
  readonly judged: true
  readonly threshold: number
  /** Does a case open on this day? One a person and 14 days. */
  readonly opens: boolean
  /** The smallest budget of the table, in cases a week for 180 people, at which this day opens a case. */
  readonly casesPerWeek: number | null
  readonly clocks: Readonly<Record<Clock, number>>
  /** Detectors with budgets of their own that name the person on this day: they raise the score above the clocks' sum. */
  readonly found?: readonly string[]
  /** Channels without a single line on this day. */
  readonly cannotSee: readonly Channel[]
  /** What the score is the sum of; only on days that open a case, where it was asked for. */
  readonly points?: Explanation['points']
}

/** Too little history, too few others, or too much that cannot be seen. */
export interface UnjudgedLine {
  readonly person: string
  readonly day: string
  readonly score: 0
  readonly judged: false
  readonly cannotSee: readonly Channel[]
}

export interface LineOptions {
  /** False cases a week allowed among all people; without it one for 180 people. */
  readonly casesPerWeek?: number | undefined
  /** First and last day to give, YYYY-MM-DD. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  /** What the score of a day is the sum of, for days that open a case. */
  readonly pointsOf?: ((person: string, day: string) => Explanation['points']) | undefined
}

/** The threshold of each day, in nats: what it costs depends on how many people were judged. */
export function thresholdsOf(scores: Scored, casesPerWeek?: number): (day: number) => number {
  const people = judgedPeople(scores)
  return (day) => {
    const judged = Math.max(1, people[day] ?? 0)
    return thresholdFor(casesPerWeek ?? defaultCasesPerWeek(judged), judged)
  }
}

/** One line for every person and day they were here, by day, then person. */
export function* dayLines(
  scores: Scored,
  { casesPerWeek, from, to, pointsOf }: LineOptions = {},
): Generator<DayLine> {
  const { grid, total, clocks, judged, found } = scores
  const days = grid.days.length
  const thresholdOf = thresholdsOf(scores, casesPerWeek)
  const placeOf = ({ person, day }: { person: number; day: number }) => person * days + day
  const opening = new Set(casesOf(scores, thresholdOf).map(placeOf))
  const smallest = new Map<number, number>()
  for (const { casesPerWeek: budget, nats } of THRESHOLDS.toReversed())
    for (const open of casesOf(scores, nats)) smallest.set(placeOf(open), budget)
  for (const [day, date] of grid.days.entries()) {
    if ((from !== undefined && date < from) || (to !== undefined && date > to)) continue
    const cannotSee = CHANNELS.filter((channel) => grid.seen[channel][day] !== 1)
    for (const [at, { person, from: first, to: last }] of grid.people.entries()) {
      if (day < first || day > last) continue
      const place = at * days + day
      if (judged[place] !== 1) {
        yield { person, day: date, score: 0, judged: false, cannotSee }
        continue
      }
      yield {
        person,
        day: date,
        score: rounded(total[place] ?? 0),
        judged: true,
        threshold: rounded(thresholdOf(day)),
        opens: opening.has(place),
        casesPerWeek: smallest.get(place) ?? null,
        clocks: roundedClocks(clocks, place),
        cannotSee,
        ...(found?.has(place) === true ? { found: found.get(place) ?? [] } : {}),
        ...(pointsOf !== undefined && opening.has(place) ? { points: pointsOf(person, date) } : {}),
      }
    }
  }
}

/** Nats to six digits behind the point: the rest is the machine's. */
export function rounded(nats: number): number {
  return Math.round(nats * 1e6) / 1e6
}

/** The clocks of one place, rounded. */
export function roundedClocks(clocks: Scores['clocks'], place: number): Record<Clock, number> {
  return Object.fromEntries(CLOCKS.map((clock) => [clock, rounded(clocks[clock][place] ?? 0)])) as Record<
    Clock,
    number
  >
}

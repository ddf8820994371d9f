import { thresholdFor } from '../behaviour/score/thresholds.ts'
import type { Scores } from '../behaviour/scores.ts'
import { SMALL_BUDGETS } from '../small-budgets/budgets.ts'
import type { SmallFinding, SmallRule } from '../small-budgets/small-finding.ts'

/** Scores that also know what the detectors with budgets of their own found. */
export interface RaisedScores extends Scores {
  /** Which of them spoke of a person on a day, by `person * days.length + day`. */
  readonly found: ReadonlyMap<number, readonly SmallRule[]>
}

/** A decoy has no honest use: its finding counts like one in so many weeks. */
const RAREST_PER_WEEK = 0.01

/**
 * Puts findings and scores on one scale, for whoever ranks days: both are bought with false cases a week, so a finding
 * lifts the days of those it names to the score that costs as many, and no day falls.
 *
 * @param people among whom the false cases are counted.
 */
export function raisedBy(scores: Scores, findings: readonly SmallFinding[], people: number): RaisedScores {
  const { grid } = scores
  const total = scores.total.slice()
  const found = new Map<number, SmallRule[]>()
  const places = new Map(grid.people.map(({ person }, at) => [person, at]))
  for (const { rule, people: named, windowEnd } of findings) {
    const day = grid.days.indexOf(dayBefore(windowEnd))
    const nats = thresholdFor(Math.max(RAREST_PER_WEEK, SMALL_BUDGETS[rule].perWeek), people)
    for (const person of day < 0 ? [] : named) {
      const at = places.get(person)
      const place = (at ?? 0) * grid.days.length + day
      if (at === undefined || scores.judged[place] !== 1) continue
      total[place] = Math.max(total[place] ?? 0, nats)
      found.set(place, [...(found.get(place) ?? []), rule])
    }
  }
  return { ...scores, total, found }
}

function dayBefore(time: string): string {
  return new Date(Date.parse(time) - 1).toISOString().slice(0, 10)
}

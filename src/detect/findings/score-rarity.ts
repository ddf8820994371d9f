import type { Scores } from '../behaviour/scores.ts'

/** Days of other people that a score is ranked among. */
const PAST_DAYS = 28

/** P(a score at least this high | somebody else's day of the last 28), by rank: 1 in 5,000 where none of 4,999 was. */
export function scoreRarity({ grid, total, judged }: Scores, person: number, day: number): number {
  const days = grid.days.length
  const score = total[person * days + day] ?? 0
  const { kind } = grid.people[person] ?? { kind: 'human' }
  let others = 0
  let atLeast = 0
  for (const [other, { kind: othersKind }] of grid.people.entries()) {
    if (other === person || othersKind !== kind) continue
    for (let at = Math.max(0, day - PAST_DAYS); at < day; at += 1) {
      if (judged[other * days + at] !== 1) continue
      others += 1
      if ((total[other * days + at] ?? 0) >= score) atLeast += 1
    }
  }
  return (1 + atLeast) / (1 + others)
}

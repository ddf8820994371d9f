import type { Scores } from '../scores.ts'

/** How many people could be judged on each day. */
export function judgedPeople({ grid, judged }: Pick<Scores, 'grid' | 'judged'>): Uint32Array {
  const days = grid.days.length
  const counts = new Uint32Array(days)
  for (let at = 0; at < judged.length; at += 1)
    counts[at % days] = (counts[at % days] ?? 0) + (judged[at] ?? 0)
  return counts
}

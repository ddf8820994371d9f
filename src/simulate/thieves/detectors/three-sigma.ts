import type { MeasureName } from '../../../detect/behaviour/measures.ts'
import { countedDays, type Detector } from './detector.ts'

const DAYS = 30
/** With the least deviation of each: who never did a thing has none. */
const WATCHED = [
  ['requests', 10],
  ['offRequests', 10],
  ['logprobTokens', 10_000],
  ['registry', 5e8],
  ['lake', 1e9],
  ['egress', 5e7],
  ['topEgress', 5e7],
  ['rareEgress', 5e7],
] as const satisfies readonly (readonly [MeasureName, number])[]

/** A day above the mean of one's own 30 clean days, in standard deviations: the largest over eight measures. */
export const THREE_SIGMA: Detector = {
  name: '3 sigma',
  about: 'largest z over eight measures, against the person’s own 30 days before, kept clean of the theft',
  code: [new URL(import.meta.url)],
  async run({ grid, theftFrom }) {
    const days = grid.days.length
    const judged = countedDays(grid)
    const total = new Float64Array(judged.length)
    for (const [name, least] of WATCHED) {
      const values = grid.values.get(name) ?? new Float64Array(judged.length)
      for (let at = 0; at < judged.length; at++) {
        if (judged[at] === 0) continue
        const day = at % days
        const until = Math.min(day, theftFrom ?? day)
        const own = values.subarray(at - day + Math.max(0, until - DAYS), at - day + until)
        total[at] = Math.max(total[at] ?? 0, zOf(values[at] ?? 0, own, least))
      }
    }
    return { total, judged }
  },
}

function zOf(value: number, past: Float64Array, least: number): number {
  const mean = past.reduce((sum, one) => sum + one, 0) / Math.max(1, past.length)
  const variance = past.reduce((sum, one) => sum + (one - mean) ** 2, 0) / Math.max(1, past.length - 1)
  return (value - mean) / Math.max(Math.sqrt(variance), least)
}

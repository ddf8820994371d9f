import { findSmall } from '../../../detect/small-budgets/find-small.ts'
import { dayOf } from '../../calendar.ts'
import { countedDays, type Detector, HISTORY_DAYS } from './detector.ts'

/**
 * The detectors with budgets of their own, as one row: a finding on a day ranks 1 for everybody it names. There is no
 * threshold to fit: its false cases are what they are.
 */
export const SMALL_BUDGETS: Detector = {
  name: 'small budgets',
  about: 'src/detect/small-budgets: findings with budgets of their own, no threshold fitted',
  code: [new URL('../../../detect/small-budgets/', import.meta.url)],
  findings: true,
  async run({ analytics, grid }) {
    const days = grid.days.length
    const judged = countedDays(grid)
    const total = new Float64Array(judged.length)
    const [from, last] = [grid.days[HISTORY_DAYS], grid.days.at(-1)]
    if (from === undefined || last === undefined) return { total, judged }
    const until = new Date((dayOf(last) + 1) * 86_400_000).toISOString().slice(0, 10)
    const { findings } = await findSmall(analytics, { from, until })
    const places = new Map(grid.people.map(({ person }, at) => [person, at]))
    for (const { people, windowEnd } of findings) {
      const day = dayOf(windowEnd.slice(0, 10)) - 1 - dayOf(grid.days[0] ?? '')
      for (const person of people) {
        const at = places.get(person)
        if (at !== undefined && day >= 0 && day < days) total[at * days + day] = 1
      }
    }
    return { total, judged }
  },
}

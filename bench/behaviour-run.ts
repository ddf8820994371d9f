/**
 * One timed run in a process of its own: `scores PEOPLE DAYS` scores a made-up grid, `ecod PEOPLE DAYS` ranks the day
 * clock's columns as the reference does, `explain PEOPLE DAYS` explains the last day's largest score. Prints one JSON line.
 */
import { explain } from '../src/detect/behaviour/explain/explain.ts'
import type { Grid } from '../src/detect/behaviour/grid.ts'
import { scoreGrid } from '../src/detect/behaviour/model/score.ts'
import { madeUpGrid } from '../test/support/made-up-grid.ts'
import { ecodDays } from './ecod.ts'

const RUNS: Readonly<Record<string, (grid: Grid) => () => unknown>> = {
  scores: (grid) => () => scoreGrid(grid),
  ecod: (grid) => () => ecodDays(grid),
  explain: (grid) => {
    const scores = scoreGrid(grid)
    const last = grid.days.length - 1
    const people = grid.people.toSorted((left, right) => totalOf(right.person) - totalOf(left.person))
    function totalOf(person: string): number {
      const at = grid.people.findIndex((one) => one.person === person)
      return scores.total[at * grid.days.length + last] ?? 0
    }
    return () => explain(scores, people[0]?.person ?? '', grid.days[last] ?? '')
  },
}

const [run = '', people = '', days = ''] = process.argv.slice(2)
const work = RUNS[run]?.(madeUpGrid(Number(people), Number(days)))
const began = performance.now()
const cpuBefore = process.cpuUsage()
work?.()
const cpu = process.cpuUsage(cpuBefore)
console.log(
  JSON.stringify({
    seconds: (performance.now() - began) / 1000,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    peakRssMiB: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
)

import { rounded } from './median.ts'
import { runAlone } from './run-alone.ts'

interface Run {
  readonly seconds: number
  readonly cpuSeconds: number
  readonly peakRssMiB: number
}

/**
 * Scoring everybody's days with all clocks, explaining one of them, and how time and memory grow with twice the people
 * and with twice the days. Made-up grids; every run in a process of its own.
 *
 * `npm run bench -- behaviour [people] [days]`
 */
export async function benchBehaviour(people = 180, days = 120): Promise<object> {
  const run = (what: string, some: number, long: number) =>
    runAlone<Run>('behaviour-run.ts', [what, String(some), String(long)])
  const whole = run('scores', people, days)
  const reference = run('ecod', people, days)
  const halfPeople = run('scores', Math.ceil(people / 2), days)
  const halfDays = run('scores', people, Math.ceil(days / 2))
  const against = (other: Run) => ({
    timeRatio: rounded(whole.cpuSeconds / other.cpuSeconds),
    memoryRatio: rounded(whole.peakRssMiB / other.peakRssMiB),
  })
  return {
    bench: 'behaviour',
    reference: 'ECOD, one clock, each pool sorted anew for every day; TypeScript, same grid, same run',
    people,
    days,
    scores: whole,
    explainOne: run('explain', people, days),
    ecod: reference,
    againstEcod: against(reference),
    growth: { twiceThePeople: against(halfPeople), twiceTheDays: against(halfDays) },
    bars: { '180 x 120': '10 s', '5000 x 365': '300 s and 4096 MiB' },
  }
}

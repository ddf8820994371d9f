import { OPENING } from '../src/cases/opening.ts'
import { runOrganisations } from './run-organisations.ts'

/** False cases a week for 180 people that the threshold may cost. */
const BUDGET = 0.05

/**
 * Fits the threshold at which joined evidence opens a case, on simulated ordinary organisations only: how many cases
 * each threshold would open where nobody steals, and the least one within the false-case budget. Synthetic: it says
 * nothing about a real company.
 *
 * `npm run bench -- calibrate [first seed] [organisations] [people] [days]`
 */
export async function benchCalibrate(firstSeed = 151, count = 16, people = 40, days = 60): Promise<object> {
  const runs = [...runOrganisations({ scenario: 'ordinary', firstSeed, count, people, days })]
  const weeks = runs.reduce((sum, run) => sum + run.personWeeks, 0) / 180
  const thresholds = (runs[0]?.casesAt ?? []).map(({ nats }, at) => {
    const cases = runs.reduce((sum, run) => sum + (run.casesAt[at]?.cases ?? 0), 0)
    return { nats, falseCases: cases, aWeek: Math.round((1000 * cases) / weeks) / 1000 }
  })
  return {
    bench: 'calibrate',
    reference: 'simulated ordinary organisations, where every case is a false one',
    seeds: [firstSeed, firstSeed + count - 1],
    weeksOf180People: Math.round(10 * weeks) / 10,
    thresholds,
    budgetAWeek: BUDGET,
    fittedNats: thresholds.find(({ aWeek }) => aWeek <= BUDGET)?.nats ?? null,
    inForce: OPENING.nats,
  }
}

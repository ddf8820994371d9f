import type { OrganisationRun } from './organisation-run.ts'
import { runOrganisations } from './run-organisations.ts'

/**
 * Looks for the insider of `neural-heist`, seed by seed: whose cases open, through which channels, and how many hours
 * of log time after the first act the thief's was signalled and opened. Synthetic.
 *
 * `npm run bench -- insider [first seed] [organisations] [people] [days]`
 */
export async function benchInsider(firstSeed = 1, count = 5, people = 40, days = 60): Promise<object> {
  const runs = [...runOrganisations({ scenario: 'neural-heist', firstSeed, count, people, days })]
  const organisations = runs.map(outcome)
  return {
    bench: 'insider',
    reference: 'the simulation’s own truth',
    organisations,
    asPromised: organisations.filter((it) => it.asPromised).length,
    of: count,
    falseCases: organisations.reduce((sum, it) => sum + it.falseCases, 0),
  }
}

/** One case, the thief's, through all four channels, opened within a day of the first act. */
function outcome(run: OrganisationRun) {
  const hours = (time: string) =>
    Math.round((10 * (Date.parse(time) - Date.parse(run.truth.firstAct ?? ''))) / 3_600_000) / 10
  const own = run.cases.filter((found) => found.person === run.truth.thief)
  const thief = own.map((found) => ({
    signalledAfterHours: hours(found.firstSignal),
    openedAfterHours: hours(found.openedAt),
    nats: Math.round(10 * found.evidence) / 10,
    channels: found.channels,
  }))
  const [only] = thief
  return {
    seed: run.seed,
    thief,
    falseCases: run.cases.length - own.length,
    asPromised: run.cases.length === 1 && only?.channels.length === 4 && only.openedAfterHours <= 24,
    detectSeconds: run.detectSeconds,
  }
}

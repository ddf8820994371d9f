/**
 * Looks for the insider of `neural-heist`: `FIRST_SEED COUNT [PEOPLE DAYS [FOLDER]]`. Prints, seed by seed, every case,
 * and for the thief's how long after the first act it was signalled and opened, in hours of log time. Synthetic.
 */
import { runOrganisations } from './run-organisations.ts'

const [firstSeed = '1', count = '5', people = '40', days = '60', keep] = process.argv.slice(2)
let failures = 0
for (const run of runOrganisations({
  scenario: 'neural-heist',
  firstSeed: Number(firstSeed),
  count: Number(count),
  people: Number(people),
  days: Number(days),
  keep,
})) {
  const hours = (time: string) => (Date.parse(time) - Date.parse(run.truth.firstAct ?? '')) / 3_600_000
  for (const found of run.cases) {
    const whose = found.person === run.truth.thief ? 'the thief' : `ORDINARY ${found.person}`
    console.log(
      `seed ${run.seed}: ${whose}, first signal ${hours(found.firstSignal).toFixed(1)} h, case ${hours(found.openedAt).toFixed(1)} h after the first act, ${found.evidence.toFixed(1)} nats, ${found.channels.join(' + ')}`,
    )
  }
  const [only] = run.cases
  const good =
    run.cases.length === 1 &&
    only?.person === run.truth.thief &&
    only.channels.length === 4 &&
    hours(only.openedAt) <= 24
  if (!good) failures += 1
}
console.log(failures === 0 ? 'as promised on every seed' : `NOT as promised on ${failures} seeds`)
process.exitCode = failures === 0 ? 0 : 1

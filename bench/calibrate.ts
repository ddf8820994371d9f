/**
 * Fits the threshold at which joined evidence opens a case, on ordinary organisations only: `FIRST_SEED COUNT
 * [PEOPLE DAYS [FOLDER]]`. Prints how many cases each threshold would open where nobody steals, and the least one
 * within the false-case budget. Synthetic: it says nothing about a real company.
 */
import { OPENING } from '../src/cases/opening.ts'
import { runOrganisations } from './run-organisations.ts'

/** False cases a week for 180 people. */
const BUDGET = 0.05

const [firstSeed = '121', count = '24', people = '40', days = '60', keep] = process.argv.slice(2)
const totals = new Map<number, number>()
let weeks = 0
for (const run of runOrganisations({
  scenario: 'ordinary',
  firstSeed: Number(firstSeed),
  count: Number(count),
  people: Number(people),
  days: Number(days),
  keep,
})) {
  weeks += run.personWeeks / 180
  for (const { nats, cases } of run.casesAt) totals.set(nats, (totals.get(nats) ?? 0) + cases)
  const highest = run.casesAt.filter(({ cases }) => cases > 0).at(-1)?.nats ?? 0
  console.log(
    `seed ${run.seed}: cases up to ${highest.toFixed(1)} nats, signals ${JSON.stringify(run.signals)}, detected in ${run.detectSeconds.toFixed(1)} s`,
  )
}
console.log(`\n${weeks.toFixed(1)} weeks of 180 ordinary people\nnats  cases  a week`)
for (const [nats, cases] of totals)
  console.log(`${nats.toFixed(1).padStart(4)}  ${String(cases).padStart(5)}  ${(cases / weeks).toFixed(3)}`)
const fitted = [...totals].find(([, cases]) => cases / weeks <= BUDGET)?.[0]
console.log(
  `\nleast threshold within ${BUDGET} false cases a week: ${fitted ?? 'none'}; in force: ${OPENING.nats}`,
)

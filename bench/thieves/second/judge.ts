import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { FAMILIES } from './families.ts'
import type { Truth } from './truth.ts'
import {
  casesAt,
  falseCasesAWeek,
  fitThreshold,
  type Outcome,
  outcome,
  type Run,
  type Score,
} from './verdict.ts'

/**
 * Judges a folder of runs: NAME.truth.json with NAME.scores.jsonl beside it, as
 * `weighbridge score --logs NAME --out NAME.scores.jsonl` writes them. Runs without scores are named and left out.
 */
const { values } = parseArgs({
  options: {
    runs: { type: 'string' },
    budget: { type: 'string', default: '1' },
    threshold: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
if (values.runs === undefined) {
  console.error('judge: --runs names the folder with the truths and the scores')
  process.exit(2)
}
const runs = readRuns(values.runs)
const budget = Number(values.budget)
const calm = runs.filter(({ truth }) => truth.kind === 'none' && truth.stress === 'none')
const threshold = values.threshold === undefined ? fitThreshold(calm, budget) : Number(values.threshold)
const outcomes = runs.filter(({ truth }) => truth.kind !== 'none').map((run) => outcome(run, threshold))
const stresses = [...new Set(runs.map(({ truth }) => truth.stress))]
const report = {
  budget,
  threshold,
  ordinary: calm.map(({ name }) => name),
  families: FAMILIES.filter((family) => family !== 'none').map((family) =>
    familyRow(
      family,
      outcomes.filter(({ kind }) => kind === family),
    ),
  ),
  falseCases: [
    { of: 'ordinary, fitted', a_week: falseCasesAWeek(calm, threshold) },
    {
      of: 'bystanders of thefts',
      a_week: falseCasesAWeek(
        runs.filter(({ truth }) => truth.kind !== 'none' && truth.stress === 'none'),
        threshold,
      ),
    },
    ...stresses
      .filter((stress) => stress !== 'none')
      .map((stress) => ({
        of: stress,
        a_week: falseCasesAWeek(
          runs.filter(({ truth }) => truth.stress === stress),
          threshold,
        ),
      })),
  ],
  runs: outcomes,
  coverage: runs.map(coverage),
}

if (values.json) console.log(JSON.stringify(report, null, 2))
else print()

function readRuns(folder: string): Run[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.truth.json'))
    .sort()
    .flatMap((file) => {
      const name = file.slice(0, -'.truth.json'.length)
      const scored = join(folder, `${name}.scores.jsonl`)
      if (!existsSync(scored)) {
        console.error(`judge: ${name} has no ${name}.scores.jsonl and is left out`)
        return []
      }
      const truth = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Truth
      return [{ name, truth, scores: readScores(scored) }]
    })
}

function readScores(file: string): Score[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, index) => {
      const { person, day, score } = JSON.parse(line)
      if (typeof person === 'string' && typeof day === 'string' && Number.isFinite(score)) {
        return { person, day: day.slice(0, 10), score }
      }
      throw new Error(
        `${file}, line ${index + 1}: person, day and a finite score are wanted, not ${line.slice(0, 200)}`,
      )
    })
}

function familyRow(family: string, its: readonly Outcome[]) {
  const within = (days: number) => its.filter(({ delay }) => delay !== undefined && delay <= days).length
  const delays = its.map(({ delay }) => delay ?? Number.POSITIVE_INFINITY).sort((left, right) => left - right)
  // With as many found as not, the middle lies between a number and never.
  const low = delays[Math.floor((delays.length - 1) / 2)] ?? Number.POSITIVE_INFINITY
  const median = (low + (delays[Math.floor(delays.length / 2)] ?? Number.POSITIVE_INFINITY)) / 2
  return {
    family,
    runs: its.length,
    within1: within(1),
    within7: within(7),
    within30: within(30),
    medianDays: median === Number.POSITIVE_INFINITY ? null : median,
    gone: its.length === 0 ? null : its.reduce((sum, { gone }) => sum + gone, 0) / its.length,
  }
}

/** How much a scorer said at all: people it never named, and the days it spoke of. */
function coverage(run: Run) {
  const people = new Set(run.scores.map(({ person }) => person))
  const days = run.scores.map(({ day }) => day).sort()
  const cases = casesAt(run, threshold).length
  return {
    name: run.name,
    people: people.size,
    first: days[0],
    last: days.at(-1),
    lines: run.scores.length,
    cases,
  }
}

function print(): void {
  const share = (value: number | null) => (value === null ? '' : `${(100 * value).toFixed(1)} %`)
  console.log(
    `threshold ${threshold} for ${budget} case(s) a week per 180 people, from ${report.ordinary.join(', ')}\n`,
  )
  console.log('|family|runs|within 1 d|7 d|30 d|median days|bytes gone|\n|---|---|---|---|---|---|---|')
  for (const row of report.families) {
    console.log(
      `|${row.family}|${row.runs}|${row.within1}|${row.within7}|${row.within30}|${row.medianDays ?? '–'}|${share(row.gone)}|`,
    )
  }
  console.log('\n|false cases|a week per 180 people|\n|---|---|')
  for (const row of report.falseCases) console.log(`|${row.of}|${row.a_week.toFixed(2)}|`)
  console.log('\n|run|days to detection|bytes gone|highest score of a thief|\n|---|---|---|---|')
  for (const run of report.runs) {
    console.log(`|${run.name}|${run.delay ?? '–'}|${share(run.gone)}|${run.highest.toFixed(2)}|`)
  }
}

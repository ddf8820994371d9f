import { BUDGETS, type DetectorResult, type FamilyResult } from '../evaluate/measure.ts'
import type { BenchResult } from './bench-thieves.ts'

/** One table of the report: rows of cells. */
export interface Table {
  readonly title: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** The result as tables, for a terminal and for the page in docs/. */
export function benchTables(result: BenchResult): Table[] {
  const names = result.families.map(({ name }) => name)
  const tables: Table[] = [
    {
      title: `Found at one false case a week for 180 people: share within 1 / 7 / 30 days, median days, % of the bytes gone`,
      head: ['detector', 'false/wk', ...names, 'hard', 'gone %'],
      rows: [
        ...result.detectors.map((detector) => [
          detector.name,
          number(detector.falseCases.find(({ nominal }) => nominal === 1)?.aWeek ?? Number.NaN, 2),
          ...names.map((name) => cell(detector.families.find(({ family }) => family === name))),
          `${detector.hard.found}/${detector.hard.of}`,
          interval(detector),
        ]),
        ...result.cannotRun.map(({ name, why }) => [name, `not run: ${why}`, ...names.map(() => ''), '', '']),
      ],
    },
    {
      title: 'False cases a week for 180 people: realised against nominal',
      head: ['detector', ...BUDGETS.map(String)],
      rows: result.detectors.map((detector) => [
        detector.name,
        ...detector.falseCases.map(
          ({ aWeek, interval: [low, high] }) => `${number(aWeek, 2)} [${number(low, 2)}, ${number(high, 2)}]`,
        ),
      ]),
    },
  ]
  const [main] = result.detectors
  if (main === undefined) return tables
  tables.push(
    {
      title: `${main.name}: share found within 30 days, by budget`,
      head: ['cases a week', 'threshold', ...names],
      rows: BUDGETS.map((budget) => [
        String(budget),
        number(main.thresholds[budget] ?? Number.NaN, 2),
        ...names.map((name) =>
          number(main.families.find(({ family }) => family === name)?.within30At[budget] ?? Number.NaN, 2),
        ),
      ]),
    },
    {
      title: `${main.name}: the thieves’ highest score of the first 30 days (10th, 50th, 90th percentile of the runs), and looked back at five a week`,
      head: ['family', 'runs', 'p10', 'p50', 'p90', 'found in 60 days at 5 a week'],
      rows: main.families.map(({ family, runs, highest, lookedBack }) => [
        family,
        String(runs),
        ...highest.map((score) => number(score, 1)),
        figure(lookedBack),
      ]),
    },
  )
  if (result.stresses.length > 0)
    tables.push({
      title: `${main.name} under stress, threshold not refitted: false cases a week at nominal 1, and found within 30 days`,
      head: ['stress', 'false/wk', 'interval', 'found', 'what'],
      rows: result.stresses.map(({ stress, about, falseCases, within30 }) => [
        stress,
        number(falseCases.aWeek, 2),
        falseCases.interval.map((end) => number(end, 2)).join(' – '),
        Object.entries(within30)
          .map(([name, share]) => `${name} ${number(share, 2)}`)
          .join(', '),
        about,
      ]),
    })
  return tables
}

/** What stands beside the tables, one sentence each. */
export function benchSentences(result: BenchResult): string[] {
  const [main] = result.detectors
  const sentences = [
    `${result.organisations} companies (set ${result.set}) of ${result.people} people and ${result.days} days; thresholds from ${result.calibration} ordinary ones.`,
  ]
  if (result.hourly !== null)
    sentences.push(
      `D by the hour (${result.hourly.runs} runs): ${figure(result.hourly.gone)} of the weights are gone at the end of the hour that is above the threshold.`,
    )
  if (main?.lookBack)
    sentences.push(
      `Look-back: ${number(main.lookBack.falseAResignation, 2)} false cases a resignation (${main.lookBack.honestResignations} honest ones).`,
    )
  return sentences
}

function cell(result: FamilyResult | undefined): string {
  if (result === undefined) return ''
  const { within1, within7, within30, medianDays, gone } = result
  const shares = [within1, within7, within30].map(({ value }) => number(value, 2)).join('/')
  return `${shares} ${medianDays === null ? '–' : `${medianDays}d`} ${number(100 * gone.value, 0)}`
}

function interval({ gone }: DetectorResult): string {
  return `${number(100 * gone.value, 1)} [${number(100 * gone.low, 0)}, ${number(100 * gone.high, 0)}]`
}

function figure({ value, low, high }: { value: number; low: number; high: number }): string {
  return `${number(value, 2)} [${number(low, 2)}, ${number(high, 2)}]`
}

function number(value: number, digits: number): string {
  return Number.isFinite(value) ? value.toFixed(digits) : '–'
}

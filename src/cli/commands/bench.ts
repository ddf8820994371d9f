import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Command, Option } from 'commander'
import { formatCount } from '../../base/bytes.ts'
import { WeighbridgeError } from '../../base/errors.ts'
import { DETECTORS } from '../../simulate/thieves/detectors/detectors.ts'
import { drawTheft, FAMILIES } from '../../simulate/thieves/families/families.ts'
import { benchSentences, benchTables } from '../../simulate/thieves/run/bench-text.ts'
import {
  type BenchOptions,
  type BenchResult,
  benchThieves,
} from '../../simulate/thieves/run/bench-thieves.ts'
import { lookAtCompany, stressNamed } from '../../simulate/thieves/run/look-at-company.ts'
import type { Work } from '../../simulate/thieves/run/work.ts'
import { SETS } from '../../simulate/thieves/sets.ts'
import { NO_STRESS, STRESSES } from '../../simulate/thieves/stress.ts'
import { writeCompany } from '../../simulate/thieves/write-logs.ts'
import { type CliCommand, DEFAULT_DATA } from '../command.ts'
import { note, print, printJson, textTable } from '../output.ts'
import { wholeNumber } from '../whole-number.ts'

interface Options {
  readonly set: BenchOptions['set']
  readonly organisations: number
  readonly calibration: number
  readonly people: number
  readonly days: number
  readonly families?: string
  readonly detectors?: string
  readonly stresses?: string
  readonly stressed: number
  readonly quick?: true
  readonly cache: string
  readonly python?: string
  readonly peer?: string
  readonly jobs: number
  readonly out?: string
  readonly json?: true
  readonly company?: string
  readonly write?: string
  readonly seed: number
}

/** What `--quick` sets: whether everything works, not how well. */
const QUICK = { organisations: 2, calibration: 2, stressed: 1, days: 92, people: 60 }

export const bench: CliCommand = {
  register(program: Command) {
    program
      .command('bench')
      .description('measure the detectors on made-up companies')
      .command('thieves')
      .description(
        'who finds the thief, how soon, and at how many false cases: nine ways of stealing, and baselines',
      )
      .addOption(
        new Option('--set <name>', 'which companies; those of test are for the final figures')
          .choices(['development', 'test'])
          .default('test'),
      )
      .option('--organisations <n>', 'companies with thieves', wholeNumber, 16)
      .option('--calibration <n>', 'ordinary companies that thresholds are fitted on', wholeNumber, 16)
      .option('--people <n>', 'people in each', wholeNumber, 180)
      .option('--days <n>', 'days of each', wholeNumber, 126)
      .option('--families <names>', `some of ${FAMILIES.map(({ name }) => name).join(',')} (default: all)`)
      .option('--detectors <names>', `some of ${DETECTORS.map(({ name }) => name).join(', ')} (default: all)`)
      .option(
        '--stresses <names>',
        `some of ${STRESSES.map(({ name }) => name).join(',')}, or none (default: all)`,
      )
      .option('--stressed <n>', 'companies that each stress is tried on', wholeNumber, 4)
      .option('--quick', 'two small companies: whether everything works')
      .option(
        '--cache <dir>',
        'folder that keeps companies and scores: a run goes on where one ended',
        cacheFolder(),
      )
      .option('--python <program>', 'Python with scikit-learn and PyOD, for the baselines of others')
      .option('--peer <file>', 'the script of those baselines, test/peers/outliers.py')
      .option('--jobs <n>', 'companies looked at side by side', wholeNumber, 2)
      .option('--out <file>', 'write the result as JSON there, too')
      .option('--json', 'print JSON instead of text')
      .option(
        '--write <dir>',
        'measure nothing: write one company as log files into DIR/organisation, and what was done into DIR/truth.json; with the first of --families as thief, under the first of --stresses',
      )
      .option('--seed <n>', 'which company is written', wholeNumber, SETS.development)
      .addOption(new Option('--company <work>').hideHelp())
      .action(run)
  },
}

function cacheFolder(): string {
  return process.env['WEIGHBRIDGE_BENCH_KEEP'] ?? join(DEFAULT_DATA, 'bench')
}

async function run(given: Options): Promise<void> {
  if (given.company !== undefined) return lookAtCompany(JSON.parse(given.company) as Work)
  const options = { ...given, ...(given.quick ? QUICK : {}) }
  if (options.write !== undefined) return writeOne(options, options.write)
  const began = performance.now()
  let done = 0
  const result = await benchThieves(
    {
      ...options,
      families: chosen(options.families, FAMILIES, 'family'),
      detectors: chosen(options.detectors, DETECTORS, 'detector'),
      stresses: options.stresses === 'none' ? [] : chosen(options.stresses, STRESSES, 'stress'),
      peer:
        options.python === undefined || options.peer === undefined
          ? null
          : { python: options.python, script: options.peer },
    },
    {
      command: [
        process.execPath,
        ...process.execArgv,
        process.argv[1] ?? '',
        'bench',
        'thieves',
        '--company',
      ],
      jobs: options.jobs,
      onDone: ({ seed, stress }, seconds) => {
        done += 1
        if (seconds > 2)
          note(
            `${done}: company ${seed}${stress === 'none' ? '' : ` under ${stress}`} in ${seconds.toFixed(0)} s; ${((performance.now() - began) / 60_000).toFixed(1)} min so far`,
          )
      },
    },
  )
  if (options.out !== undefined) write(options.out, result)
  if (options.json) printJson(result)
  else show(result)
}

/** One company as anybody's logs: for `weighbridge score --logs`, and for detectors of others. */
async function writeOne(options: Options, out: string): Promise<void> {
  const [family] = options.families === undefined ? [] : chosen(options.families, FAMILIES, 'family')
  const [under] =
    options.stresses === undefined || options.stresses === 'none' ? [] : options.stresses.split(',')
  const stress = stressNamed(under ?? NO_STRESS.name)
  const company = stress.company(options)
  const known = FAMILIES.find(({ name }) => name === family)
  const theft = known === undefined ? null : drawTheft(known, company)
  if (known !== undefined && theft === null)
    throw new WeighbridgeError(
      'bad-usage',
      `Nobody in the company ${options.seed} could do ${known.name}; choose another --seed or more --people.`,
    )
  const { folder, truth, lines } = await writeCompany(company, theft, stress, out)
  print(`${formatCount(lines)} lines in ${folder}; what was done is in ${truth}.`)
  print(`Score them with: weighbridge score --logs ${folder}`)
}

function chosen(
  names: string | undefined,
  all: readonly { readonly name: string }[],
  kind: string,
): string[] {
  const known = all.map(({ name }) => name)
  if (names === undefined) return known
  const wanted = names.split(',').map((name) => name.trim())
  const stranger = wanted.find((name) => !known.includes(name))
  if (stranger === undefined) return wanted
  throw new WeighbridgeError(
    'bad-usage',
    `There is no ${kind} "${stranger}"; choose some of: ${known.join(', ')}.`,
  )
}

function write(file: string, result: BenchResult): void {
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`)
}

function show(result: BenchResult): void {
  for (const sentence of benchSentences(result)) print(sentence)
  for (const { title, head, rows } of benchTables(result)) {
    print(`\n${title}`)
    print(
      textTable(
        head.map((name) => ({ title: name })),
        rows,
      ),
    )
  }
}

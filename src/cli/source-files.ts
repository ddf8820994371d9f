import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { headerOf, recognise } from '../activity/sources/recognise.ts'
import { loadSources, OWN_SOURCES, readSource } from '../activity/sources/registry.ts'
import { outcomeOf, runSourceTests } from '../activity/sources/run-source-tests.ts'
import type { Source } from '../activity/sources/source.ts'
import { formatCounted } from '../base/bytes.ts'
import { messageOf, WeighbridgeError } from '../base/errors.ts'
import type { AnalyticsStore } from '../store/analytics/analytics-store.ts'
import type { CommonOptions } from './command.ts'
import { print, printJson } from './output.ts'
import { withStores } from './with-stores.ts'

/** How many lines of a log are shown. */
const SHOWN_LINES = 20

/** Runs a source file's own tests and prints what came of each; true where all passed. */
export async function testSource(file: string, { data, json }: CommonOptions): Promise<boolean> {
  const source = sourceIn(file)
  if (source.tests.length === 0) {
    throw new WeighbridgeError(
      'bad-input',
      `${file} has no tests; add at least one: a line, and the row it must become.`,
    )
  }
  const results = await withEngine((analytics) => runSourceTests(analytics, source, loadSources(data)))
  for (const [at, result] of results.entries()) {
    if (json) printJson({ test: at + 1, ...result })
    else {
      print(`${result.passed ? 'pass' : 'FAIL'}  test ${at + 1}: ${shortened(result.line)}`)
      for (const difference of result.differences) print(`      ${difference}`)
    }
  }
  const failed = results.filter(({ passed }) => !passed).length
  if (!json) print(`${formatCounted(results.length, 'test')}, ${failed} failed.`)
  return failed === 0
}

/** Shows what a source file makes of the first lines of a log; true where it recognises the log and rejects none. */
export async function showLog(file: string, log: string, { data, json }: CommonOptions): Promise<boolean> {
  const source = sourceIn(file)
  const lines = textOf(log)
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .slice(0, SHOWN_LINES)
  const header = headerOf(source, lines)
  const others = loadSources(data).filter(({ name }) => name !== source.name)
  const taken = recognise(lines, [source, ...others])
  let rejected = 0
  await withEngine(async (analytics) => {
    for (const line of lines) {
      const outcome = await outcomeOf(analytics, source, { line, header })
      if (outcome.reason !== '' && outcome.expected === 0) rejected += 1
      if (json) printJson({ line, ...outcome })
      else if (outcome.reason === '')
        print(`${outcome.activity}  ${JSON.stringify(shownValues(outcome.values))}`)
      else
        print(`${outcome.expected === 1 ? 'passed over' : 'rejected'}  ${outcome.reason}: ${shortened(line)}`)
    }
  })
  if (!json) {
    print(
      taken?.name === source.name
        ? `\nRecognised as ${source.name}; ${rejected} of ${formatCounted(lines.length, 'line')} rejected.`
        : `\nNot recognised as ${source.name} but as ${taken?.name ?? 'no known format'}; mend recognise.`,
    )
  }
  return taken?.name === source.name && rejected === 0
}

/** Tests a source file and copies it to where `ingest` looks; true where its tests passed. */
export async function addSource(file: string, options: CommonOptions): Promise<boolean> {
  const source = sourceIn(file)
  if (!(await testSource(file, options))) return false
  const folder = join(options.data, OWN_SOURCES)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(join(folder, `${source.name}.yaml`), textOf(file))
  if (!options.json) print(`"ingest" now takes ${source.name}.`)
  return true
}

function sourceIn(file: string): Source {
  return readSource(textOf(file), file)
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new WeighbridgeError('not-found', `${file} cannot be read: ${messageOf(error)}.`, { cause: error })
  }
}

/** An engine of its own, so that a test works while another command has the data open. */
async function withEngine<Result>(run: (analytics: AnalyticsStore) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'weighbridge-'))
  try {
    return await withStores(folder, ({ analytics }) => run(analytics))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What a line said; what it left open is left out. */
function shownValues(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).filter(
      ([, value]) => value !== '' && value !== null && value !== 0 && value !== false,
    ),
  )
}

function shortened(line: string): string {
  const printable = line.replaceAll(/\p{Cc}|\p{Cf}/gu, '\uFFFD')
  return printable.length > 160 ? `${printable.slice(0, 160)}…` : printable
}

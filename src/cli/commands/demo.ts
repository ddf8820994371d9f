import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { ingest } from '../../activity/intake/ingest.ts'
import { formatBytes, formatCount } from '../../base/bytes.ts'
import { WeighbridgeError } from '../../base/errors.ts'
import { caseReader } from '../../cases/read-cases.ts'
import { simulate } from '../../simulate/simulate.ts'
import type { Stores } from '../../store/stores.ts'
import { caseTable, caseText } from '../case-text.ts'
import { type CliCommand, type CommonOptions, withCommonOptions } from '../command.ts'
import { note, print, printJson } from '../output.ts'
import { progressLine } from '../progress.ts'
import { runDetection } from '../run-detection.ts'
import { DEFAULT_PORT, serveUntilStopped } from '../serving.ts'
import { wholeNumber } from '../whole-number.ts'
import { withStores } from '../with-stores.ts'
import { port } from './serve.ts'

interface Options extends CommonOptions {
  readonly once?: true
  readonly people: number
  readonly days: number
  readonly seed: number
  readonly port: number
}

export const demo: CliCommand = {
  register(program: Command) {
    withCommonOptions(program.command('demo'))
      .description('an invented company, its logs, and the theft in them: as text, then in the browser')
      .option('--once', 'end after the text; start no server')
      .option('--people <n>', 'how many people work there', wholeNumber, 40)
      .option('--days <n>', 'how many days the logs span', wholeNumber, 60)
      .option('--seed <n>', 'another seed is another company', wholeNumber, 1)
      .option('--port <n>', 'port of the console; 0 takes any free one', port, DEFAULT_PORT)
      .action(runDemo)
  },
}

/** Everything real but the company: the logs are written, taken, judged and shown as anybody's would be. */
async function runDemo(options: Options): Promise<void> {
  const began = performance.now()
  const logs = join(options.data, 'demo', 'logs')
  const data = join(options.data, 'demo', 'data')
  await withFreshStores(data, async (stores) => {
    const say = options.json ? () => undefined : note
    say(`Writing the logs of ${options.people} invented people over ${options.days} days to ${logs} …`)
    await rm(logs, { recursive: true, force: true })
    const { bytes } = await simulate({ ...options, scenario: 'neural-heist', out: logs })
    say(`Taking ${formatBytes(bytes)} of logs …`)
    const taken = await takeAll(stores, logs)
    say(`Judging ${formatCount(taken.lines)} lines …`)
    await runDetection(stores, { queries: 'all' })
    const seconds = Math.round((performance.now() - began) / 100) / 10
    await show(stores, options, { ...taken, seconds })
    if (options.once) return
    await serveUntilStopped(stores, { port: options.port, data }, ({ url }) => {
      print(`\nThe same in the browser: ${url} (Ctrl-C ends it). Your own logs: npx weighbridge ingest PATH`)
    })
  })
}

async function takeAll(stores: Stores, logs: string): Promise<{ lines: number; rejected: number }> {
  const progress = progressLine(process.stderr)
  let lines = 0
  let rejected = 0
  for await (const result of ingest(stores, [join(logs, 'directory'), join(logs, 'logs')], {
    onPlan: progress.plan,
    onProgress: progress.update,
  })) {
    if (result.error !== undefined)
      throw new WeighbridgeError('bad-input', `${result.file}: ${result.error}.`)
    lines += result.lines
    rejected += result.rejected
  }
  progress.clear()
  return { lines, rejected }
}

async function show(
  stores: Stores,
  options: Options,
  totals: { lines: number; rejected: number; seconds: number },
): Promise<void> {
  const reader = caseReader(stores)
  const cases = await reader.list()
  if (options.json) {
    const [people] = await stores.analytics.query<{ count: number }>(
      "SELECT count() AS count FROM person WHERE kind = 'human'",
    )
    printJson({
      cases: cases.map(({ person, channels, firstSignal, firstActivity, assets, signals }) => ({
        person,
        channels,
        firstSignal,
        firstActivity,
        assets: assets.map(({ asset, share }) => ({ asset, share })),
        signals,
      })),
      people: people?.count ?? 0,
      ...totals,
    })
    return
  }
  print(caseTable(cases))
  for (const { id } of cases) {
    const found = await reader.show(id)
    if (found !== null) print(`\n${caseText(found)}`)
  }
  print(
    `\n${formatCount(totals.lines)} lines, ${formatCount(totals.rejected)} rejected, ${totals.seconds} s. The company, its people and its logs are invented.`,
  )
}

/** The demonstration's own folder starts empty; the user's data beside it is not touched. */
async function withFreshStores(data: string, run: (stores: Stores) => Promise<void>): Promise<void> {
  // Opened once before it is emptied: another demonstration that still runs is refused instead of destroyed.
  await withStores(data, async () => undefined)
  await rm(data, { recursive: true, force: true })
  await withStores(data, run)
}

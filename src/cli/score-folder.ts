import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ingest } from '../activity/intake/ingest.ts'
import type { FileResult } from '../activity/intake/result.ts'
import { rebuildRollUps } from '../activity/roll-ups/rebuild.ts'
import { formatCount, formatCounted } from '../base/bytes.ts'
import { messageOf, WeighbridgeError } from '../base/errors.ts'
import { explain } from '../detect/behaviour/explain/explain.ts'
import { readLoggedDays } from '../detect/behaviour/features/logged-days.ts'
import { casesOf, LEARNING_DAYS } from '../detect/behaviour/score/cases-of.ts'
import { dayLines, thresholdsOf } from '../detect/behaviour/score/day-lines.ts'
import { hourLines } from '../detect/behaviour/score/hour-lines.ts'
import { scoreInstallation } from '../detect/behaviour/score/score-installation.ts'
import type { Scores } from '../detect/behaviour/scores.ts'
import { type RaisedScores, raisedBy } from '../detect/findings/raised-by.ts'
import { daysBefore } from '../detect/judge.ts'
import { CHANNELS } from '../detect/signal.ts'
import { findSmall } from '../detect/small-budgets/find-small.ts'
import type { AnalyticsStore } from '../store/analytics/analytics-store.ts'
import { openStores, type Stores } from '../store/stores.ts'
import type { ScoreCommandOptions } from './commands/score.ts'
import { EXIT } from './exit-codes.ts'
import { note } from './output.ts'
import { progressLine } from './progress.ts'

/** How many files that were not read are named. */
const NAMED = 20
const LINES_AT_A_TIME = 1000

/** Takes a folder's logs, scores everybody, and writes the scores; what there is to say besides goes to standard error. */
export async function scoreFolder(options: ScoreCommandOptions): Promise<void> {
  await withDataFolder(options.data, async (stores) => {
    const results = await takeFolder(stores, options)
    const logs = results.filter(({ source, lines }) => source !== null && lines > 0)
    if (logs.length === 0)
      throw new WeighbridgeError(
        'bad-input',
        `No log in ${options.logs} was recognised; "weighbridge sources" lists the known formats.`,
      )
    await rebuildRollUps(stores)
    const scores = await withFindings(stores.analytics, await scoreInstallation(stores.analytics))
    const lines =
      options.clock === 'hour'
        ? hourLines(stores.analytics, scores, options)
        : dayLines(scores, { ...options, pointsOf: options.explain && pointsOf(scores) })
    await write(lines, options.out)
    summarise(results, scores, options)
    const { stray } = await readLoggedDays(stores.analytics)
    if (stray.length > 0)
      note(
        `Left out ${formatCounted(stray.length, 'day')} far from all others, such as ${stray[0]}: a wrong clock.`,
      )
    if (results.some(({ error }) => error !== undefined)) process.exitCode = EXIT.failed
  })
}

/** What the detectors with budgets of their own found counts as well. */
async function withFindings(analytics: AnalyticsStore, scores: Scores): Promise<RaisedScores> {
  const { days, people: all } = scores.grid
  const [first, last] = [days[0], days.at(-1)]
  if (first === undefined || last === undefined) return raisedBy(scores, [], 1)
  const { findings } = await findSmall(analytics, { from: first, until: daysBefore(last, -1) })
  return raisedBy(scores, findings, all.filter(({ kind }) => kind === 'human').length)
}

function pointsOf(scores: Scores) {
  return (person: string, day: string) => explain(scores, person, day).points
}

/** A folder of the user's, or one that is gone afterwards, also where the command is stopped. */
async function withDataFolder(
  data: string | undefined,
  run: (stores: Stores) => Promise<void>,
): Promise<void> {
  const temporary = data === undefined ? mkdtempSync(join(tmpdir(), 'weighbridge-score-')) : null
  const remove = () => temporary !== null && rmSync(temporary, { recursive: true, force: true })
  process.once('exit', remove)
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => process.exit(EXIT.interrupted))
  const stores = await openStores(data ?? temporary ?? '', { inFolder: temporary !== null })
  try {
    await run(stores)
  } finally {
    await stores.close()
    remove()
  }
}

async function takeFolder(stores: Stores, { logs, data }: ScoreCommandOptions): Promise<FileResult[]> {
  const progress = progressLine(process.stderr)
  const results: FileResult[] = []
  const taking = ingest(stores, [logs], {
    ...(data === undefined ? {} : { dataDir: data }),
    onPlan: progress.plan,
    onProgress: progress.update,
  })
  for await (const result of taking) results.push(result)
  progress.clear()
  return results
}

async function write(
  lines: Iterable<object> | AsyncIterable<object>,
  out: string | undefined,
): Promise<void> {
  const pieces = Readable.from(inPieces(lines))
  if (out === undefined) {
    await pipeline(pieces, process.stdout, { end: false })
    return
  }
  try {
    await pipeline(pieces, createWriteStream(out))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error
    throw new WeighbridgeError('bad-usage', `The scores cannot be written to ${out}: ${messageOf(error)}.`)
  }
}

async function* inPieces(lines: Iterable<object> | AsyncIterable<object>): AsyncGenerator<string> {
  let piece: string[] = []
  for await (const line of lines) {
    if (piece.push(JSON.stringify(line)) < LINES_AT_A_TIME) continue
    yield `${piece.join('\n')}\n`
    piece = []
  }
  if (piece.length > 0) yield `${piece.join('\n')}\n`
}

function summarise(
  results: readonly FileResult[],
  scores: Scores,
  { casesPerWeek }: ScoreCommandOptions,
): void {
  const { grid, judged } = scores
  const sum = (pick: (result: FileResult) => number) =>
    results.reduce((total, result) => total + pick(result), 0)
  const faults = sum(({ rejected, passedOver }) => rejected - passedOver)
  note(
    `${formatCounted(results.length, 'file')}, ${formatCount(sum(({ lines }) => lines))} lines: ${formatCount(faults)} rejected, ${formatCount(sum(({ passedOver }) => passedOver))} passed over.`,
  )
  nameFiles(results)
  for (const { file, ignoredColumns } of results)
    if (ignoredColumns !== undefined) note(`Not used of ${file}: ${ignoredColumns.join(', ')}.`)
  if (!results.some(({ source }) => source === 'people'))
    note('There is no people.csv: everybody is compared with the whole organisation, in UTC.')
  const cases = casesOf(scores, thresholdsOf(scores, casesPerWeek))
  const accused = new Set(cases.map(({ person }) => person)).size
  note(
    `${people(grid.people.length)}, ${formatCounted(grid.days.length, 'day')}: ${formatCount(judged.reduce((count, one) => count + one, 0))} person-days judged, ${formatCounted(cases.length, 'case')} of ${people(accused)}.`,
  )
  if (grid.days.length <= LEARNING_DAYS)
    note(`No case can open within the first ${LEARNING_DAYS} days of logs: scores need a past.`)
  for (const channel of CHANNELS) {
    const silent = grid.seen[channel].reduce((count, one) => count + 1 - one, 0)
    if (silent === grid.days.length) note(`Cannot see ${channel}: there is not one line of it.`)
    else if (silent > 0)
      note(`Cannot see ${channel} on ${formatCounted(silent, 'day')} of ${grid.days.length}.`)
  }
}

function people(count: number): string {
  return count === 1 ? '1 person' : `${formatCount(count)} people`
}

function nameFiles(results: readonly FileResult[]): void {
  const unread = results.flatMap(({ file, error, skipped }) => {
    const why = error ?? skipped
    return why === undefined ? [] : [`Not read: ${file}: ${why}`]
  })
  for (const line of unread.slice(0, NAMED)) note(line)
  if (unread.length > NAMED) note(`… and ${formatCount(unread.length - NAMED)} more files were not read.`)
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import type { DirectorySource } from '../../activity/directory/directory-source.ts'
import { hrisSource } from '../../activity/directory/hris.ts'
import { readHrisMapping } from '../../activity/directory/hris-mapping.ts'
import { bucketPlace } from '../../activity/intake/bucket/take-bucket.ts'
import { follow } from '../../activity/intake/follow/follow.ts'
import { ingest } from '../../activity/intake/ingest.ts'
import type { FileResult } from '../../activity/intake/result.ts'
import { rebuildRollUps } from '../../activity/roll-ups/rebuild.ts'
import { formatCount, formatCounted } from '../../base/bytes.ts'
import { messageOf, WeighbridgeError } from '../../base/errors.ts'
import type { Stores } from '../../store/stores.ts'
import { type CliCommand, type CommonOptions, withCommonOptions } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { note, print, printJson } from '../output.ts'
import { progressLine } from '../progress.ts'
import { withStores } from '../with-stores.ts'

/** Seconds between two passes of `--follow` where none are named. */
const DEFAULT_EVERY = 5

interface Options extends CommonOptions {
  readonly source?: string
  readonly mapping?: string
  readonly follow?: true
  readonly every: number
}

export const ingestCommand: CliCommand = {
  register(program: Command) {
    withCommonOptions(program.command('ingest'))
      .description(
        'take log files and directory files: files, folders, globs, s3://BUCKET/PREFIX, or - for standard input',
      )
      .argument('<path...>', 'what to take')
      .option('--source <name>', 'read everything as this source instead of recognising it')
      .option('--mapping <file>', 'read everything as an export of the HR system, as this YAML file says')
      .option('--follow', 'go on reading files as they grow, until Ctrl-C')
      .option(
        '--every <seconds>',
        'with --follow: bring everything up to date this often',
        seconds,
        DEFAULT_EVERY,
      )
      .action(async (paths: string[], options: Options) => {
        // Wrong options and mappings are told before any store is opened.
        const directory = hrisOf(options)
        refuseToFollowBuckets(paths, options)
        await withStores(options.data, async (stores) => {
          const taken =
            options.follow === true
              ? followAll(stores, paths, options)
              : ingestAll(stores, paths, options, directory)
          if (!(await taken)) process.exitCode = EXIT.failed
        })
      })
  },
}

/** Reads an option's value as a time in seconds. */
function seconds(text: string): number {
  const value = Number(text)
  if (value > 0 && value <= 86_400) return value
  throw new InvalidArgumentError('It must be a number of seconds, up to 86400.')
}

function refuseToFollowBuckets(paths: readonly string[], { follow }: Options): void {
  const place = paths.find((path) => bucketPlace(path) !== null)
  if (follow !== true || place === undefined) return
  throw new WeighbridgeError(
    'bad-usage',
    `${place} is a bucket, which is not followed; take it again every few minutes, e.g. from cron: what was taken is not fetched anew.`,
  )
}

/** The format that `--mapping` describes, if it is given. */
function hrisOf({ mapping, source, follow }: Options): DirectorySource | undefined {
  if (mapping === undefined) return undefined
  if (source !== undefined || follow === true)
    throw new WeighbridgeError('bad-usage', 'Give --mapping without --source and --follow.')
  return hrisSource(readHrisMapping(readText(mapping), mapping))
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new WeighbridgeError('not-found', `The mapping ${file} cannot be read: ${messageOf(error)}.`)
  }
}

/** Takes everything, printing each result as it comes, and brings the roll-ups up to date. True where all went well. */
async function ingestAll(
  stores: Stores,
  paths: readonly string[],
  options: Options,
  directory: DirectorySource | undefined,
): Promise<boolean> {
  const progress = progressLine(process.stderr)
  const results: FileResult[] = []
  const taking = ingest(stores, paths, {
    source: options.source,
    directory,
    dataDir: options.data,
    onPlan: progress.plan,
    onProgress: progress.update,
    stdin: { stream: process.stdin, spool: join(options.data, 'stdin.spool') },
  })
  for await (const result of taking) {
    results.push(result)
    progress.clear()
    show(result, options)
  }
  await rebuildRollUps(stores)
  if (!options.json) summarise(results)
  return results.every((result) => result.error === undefined)
}

/** Takes what is written until the process is told to end; what is printed is in the roll-ups already. */
async function followAll(stores: Stores, paths: readonly string[], options: Options): Promise<boolean> {
  const progress = progressLine(process.stderr)
  const stop = new AbortController()
  // A second signal ends the process at once.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  let first = true
  let well = true
  const following = follow(stores, paths, {
    source: options.source,
    dataDir: options.data,
    everyMs: options.every * 1000,
    onProgress: (now) => (first ? progress.update(now) : undefined),
    signal: stop.signal,
  })
  for await (const results of following) {
    first = false
    await rebuildRollUps(stores)
    progress.clear()
    for (const result of results) {
      if (result.error !== undefined) well = false
      show(result, options)
    }
  }
  return well
}

function show(result: FileResult, options: Options): void {
  if (options.json) {
    const { passedOver, ...rest } = result
    printJson(passedOver === 0 ? rest : result)
  } else print(describe(result))
}

function describe(result: FileResult): string {
  if (result.error !== undefined && result.source === null)
    return `${result.file}: not taken, ${result.error}`
  if (result.skipped !== undefined) return `${result.file}: skipped, ${result.skipped}`
  if (result.source === null) return `${result.file}: empty`
  const parts = [
    `${formatCount(result.accepted)} taken`,
    ...(faults(result) > 0 ? [`${formatCount(faults(result))} rejected`] : []),
    ...(result.passedOver > 0 ? [`${formatCount(result.passedOver)} passed over`] : []),
    ...(result.duplicates > 0 ? [`${formatCount(result.duplicates)} taken before`] : []),
  ]
  return `${result.file}: ${result.source}, ${parts.join(', ')} of ${formatCount(result.lines)} lines in ${result.seconds.toFixed(1)} s${result.error === undefined ? '' : `; ${result.error}`}`
}

/** Rejected lines that are at fault. */
function faults({ rejected, passedOver }: FileResult): number {
  return rejected - passedOver
}

function summarise(results: readonly FileResult[]): void {
  const sum = (pick: (result: FileResult) => number) =>
    formatCount(results.reduce((total, result) => total + pick(result), 0))
  print(
    `${sum((result) => result.lines)} lines in ${formatCounted(results.length, 'file')}: ${sum((result) => result.accepted)} taken, ${sum(faults)} rejected, ${sum((result) => result.passedOver)} passed over, ${sum((result) => result.duplicates)} taken before.`,
  )
  if (results.some((result) => faults(result) > 0))
    note('"weighbridge rejects" shows each rejected line with its reason.')
}

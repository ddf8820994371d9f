import { join } from 'node:path'
import type { Command } from 'commander'
import { ingest } from '../../activity/intake/ingest.ts'
import type { FileResult } from '../../activity/intake/result.ts'
import { rebuildRollUps } from '../../activity/roll-ups/rebuild.ts'
import { formatCount, formatCounted } from '../../base/bytes.ts'
import type { Stores } from '../../store/stores.ts'
import { type CliCommand, type CommonOptions, withCommonOptions } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { note, print, printJson } from '../output.ts'
import { progressLine } from '../progress.ts'
import { withStores } from '../with-stores.ts'

interface Options extends CommonOptions {
  readonly source?: string
}

export const ingestCommand: CliCommand = {
  register(program: Command) {
    withCommonOptions(program.command('ingest'))
      .description('take log files and directory files: files, folders, globs, or - for standard input')
      .argument('<path...>', 'what to take')
      .option('--source <name>', 'read everything as this source instead of recognising it')
      .action(async (paths: string[], options: Options) => {
        await withStores(options.data, async (stores) => {
          const results = await ingestAll(stores, paths, options)
          if (results.some((result) => result.error !== undefined)) process.exitCode = EXIT.failed
        })
      })
  },
}

/** Takes everything, printing each result as it comes, and brings the roll-ups up to date. */
async function ingestAll(stores: Stores, paths: readonly string[], options: Options): Promise<FileResult[]> {
  const progress = progressLine(process.stderr)
  const results: FileResult[] = []
  const taking = ingest(stores, paths, {
    source: options.source,
    dataDir: options.data,
    onPlan: progress.plan,
    onProgress: progress.update,
    stdin: { stream: process.stdin, spool: join(options.data, 'stdin.spool') },
  })
  for await (const result of taking) {
    results.push(result)
    progress.clear()
    if (options.json) printJson(result)
    else print(describe(result))
  }
  await rebuildRollUps(stores)
  if (!options.json) summarise(results)
  return results
}

function describe(result: FileResult): string {
  if (result.error !== undefined) return `${result.file}: not taken, ${result.error}`
  if (result.skipped !== undefined) return `${result.file}: skipped, ${result.skipped}`
  if (result.source === null) return `${result.file}: empty`
  const parts = [
    `${formatCount(result.accepted)} taken`,
    ...(result.rejected > 0 ? [`${formatCount(result.rejected)} rejected`] : []),
    ...(result.duplicates > 0 ? [`${formatCount(result.duplicates)} taken before`] : []),
  ]
  return `${result.file}: ${result.source}, ${parts.join(', ')} of ${formatCount(result.lines)} lines in ${result.seconds.toFixed(1)} s`
}

function summarise(results: readonly FileResult[]): void {
  const sum = (pick: (result: FileResult) => number) =>
    formatCount(results.reduce((total, result) => total + pick(result), 0))
  print(
    `${sum((result) => result.lines)} lines in ${formatCounted(results.length, 'file')}: ${sum((result) => result.accepted)} taken, ${sum((result) => result.rejected)} rejected, ${sum((result) => result.duplicates)} taken before.`,
  )
  if (results.some((result) => result.rejected > 0))
    note('"weighbridge rejects" shows each rejected line with its reason.')
}

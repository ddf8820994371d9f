import type { Command } from 'commander'
import { formatCounted } from '../../base/bytes.ts'
import type { FilledPart } from '../../store/transfer/fill-analytics.ts'
import { moveToServers } from '../../store/transfer/move.ts'
import { type CliCommand, type CommonOptions, withCommonOptions } from '../command.ts'
import { print, printJson } from '../output.ts'

interface Options extends CommonOptions {
  readonly toAnalytics?: string
  readonly toRecords?: string
  readonly replace?: true
  readonly dryRun?: true
}

export const move: CliCommand = {
  register(program: Command) {
    withCommonOptions(program.command('move'))
      .description('copy what a data folder holds to servers, proved row for row; the folder stays as it is')
      .option('--to-analytics <url>', 'ClickHouse server or cluster, as in WEIGHBRIDGE_ANALYTICS')
      .option('--to-records <url>', 'PostgreSQL database, as in WEIGHBRIDGE_RECORDS')
      .option('--dry-run', 'only say what would be moved; no server is spoken to')
      .option('--replace', 'remove for good what the servers hold first')
      .action(async ({ toAnalytics, toRecords, replace, dryRun, ...options }: Options) => {
        const show = (value: object, line: string) => (options.json ? printJson(value) : print(line))
        await moveToServers({
          dataDir: options.data,
          toAnalytics,
          toRecords,
          replace: replace ?? false,
          dryRun: dryRun ?? false,
          onPart: (part) => show(part, partLine(part, dryRun)),
          onRecords: (table) =>
            show(table, `${table.name}: ${formatCounted(table.rows, 'row')}, hash ${table.hash}`),
        })
        if (options.json) return
        if (dryRun) {
          print('Nothing was moved, and no server was spoken to.')
          return
        }
        print(
          `All of it is there, row for row, and ${options.data} is as it was. From now on start Weighbridge with:`,
        )
        if (toAnalytics !== undefined) print(`export WEIGHBRIDGE_ANALYTICS='${withoutPassword(toAnalytics)}'`)
        if (toRecords !== undefined) print(`export WEIGHBRIDGE_RECORDS='${withoutPassword(toRecords)}'`)
        const secret = [toAnalytics, toRecords].some(
          (url) => url !== undefined && withoutPassword(url) !== url,
        )
        if (secret) print('Put the passwords where PASSWORD stands.')
      })
  },
}

/** One part of a table, as it came. */
export function partLine({ table, partition, rows, hash, wasThere }: FilledPart, dryRun?: true): string {
  const state = dryRun ? 'to move' : wasThere ? 'was there' : 'came whole'
  return `${table} ${partition}: ${formatCounted(rows, 'row')}, hash ${hash}, ${state}`
}

/** A URL to show: without the password, which may also stand behind the question mark. */
function withoutPassword(url: string): string {
  return url
    .replace(/^([a-z]+:\/\/[^:/?#@]*:)[^@]*@/i, '$1PASSWORD@')
    .replace(/([?&](?:password|sslpassword)=)[^&#]*/gi, '$1PASSWORD')
}

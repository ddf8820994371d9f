import type { Command } from 'commander'
import { formatBytes, formatCount } from '../../base/bytes.ts'
import { simulate } from '../../simulate/simulate.ts'
import type { CliCommand } from '../command.ts'
import { print, printJson } from '../output.ts'
import { wholeNumber } from '../whole-number.ts'

export const simulateCommand: CliCommand = {
  register(program: Command) {
    program
      .command('simulate')
      .description('write the logs of an invented company, with or without a thief in it')
      .option('--scenario <name>', 'what happens: neural-heist or ordinary', 'neural-heist')
      .option('--people <n>', 'how many people work there', wholeNumber, 40)
      .option('--days <n>', 'how many days the logs span', wholeNumber, 60)
      .option('--seed <n>', 'the same seed writes the same bytes', wholeNumber, 1)
      .requiredOption('--out <dir>', 'folder to write to')
      .option('--json', 'print JSON instead of text')
      .action(async ({ json, ...options }: Parameters<typeof simulate>[0] & { json?: true }) => {
        const summary = await simulate(options)
        if (json) {
          printJson(summary)
          return
        }
        print(
          `${formatCount(summary.lines)} lines (${formatBytes(summary.bytes)}) of ${summary.people} people over ${summary.days} days in ${options.out}.`,
        )
        print(`Take them with: weighbridge ingest ${options.out}/directory ${options.out}/logs`)
      })
  },
}

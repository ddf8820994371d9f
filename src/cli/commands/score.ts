import { type Command, InvalidArgumentError, Option } from 'commander'
import { instantOf } from '../../activity/directory/time.ts'
import type { CliCommand } from '../command.ts'
import { scoreFolder } from '../score-folder.ts'

export interface ScoreCommandOptions {
  readonly logs: string
  readonly data?: string
  readonly out?: string
  readonly clock: 'day' | 'hour'
  readonly from?: string
  readonly to?: string
  readonly casesPerWeek?: number
  readonly explain?: true
}

export const scoreCommand: CliCommand = {
  register(program: Command) {
    program
      .command('score')
      .description('score every person and day of a folder of logs with people.csv, as JSON lines')
      .requiredOption('--logs <dir>', 'folder of log files and directory files, read with all below it')
      .option('--data <dir>', 'folder that keeps the data; without it a temporary one')
      .option('--out <file>', 'write the lines there instead of to standard output')
      .addOption(
        new Option('--clock <which>', 'one line a person and day, or a person and hour')
          .choices(['day', 'hour'])
          .default('day'),
      )
      .option('--from <day>', 'first day to write, e.g. 2026-03-10; scores rest on all days before', day)
      .option('--to <day>', 'last day to write', day)
      .option('--cases-per-week <n>', 'false cases allowed a week (default: one for 180 people)', rate)
      .option('--explain', 'with the points of each signal, on days that open a case')
      .action(scoreFolder)
  },
}

function day(text: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(text) && instantOf(text)?.startsWith(text)) return text
  throw new InvalidArgumentError('It must be a day such as 2026-03-10.')
}

function rate(text: string): number {
  const value = Number(text)
  if (value > 0 && Number.isFinite(value)) return value
  throw new InvalidArgumentError('It must be a number above 0.')
}

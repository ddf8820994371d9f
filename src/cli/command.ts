import type { Command } from 'commander'

/** One command: how it is called and what it does. Adding one is a file in `commands/` and a line in `main.ts`. */
export interface CliCommand {
  /** Adds the command, with its options and its action, to the program. */
  register(program: Command): void
}

/** Options every command takes. */
export interface CommonOptions {
  readonly data: string
  readonly json?: true
}

/** The data folder where none is named. */
export const DEFAULT_DATA = '.weighbridge'

/** Adds `--data` and `--json`. */
export function withCommonOptions(command: Command): Command {
  return command
    .option('--data <dir>', 'folder that holds the data', process.env['WEIGHBRIDGE_DATA'] ?? DEFAULT_DATA)
    .option('--json', 'print JSON lines instead of text')
}

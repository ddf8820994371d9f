import { userInfo } from 'node:os'
import type { Command } from 'commander'
import { projectRegister } from '../activity/directory/register/project.ts'
import { WeighbridgeError } from '../base/errors.ts'
import type { Deciding } from '../store/records/decisions.ts'
import type { CommonOptions } from './command.ts'
import { note } from './output.ts'
import { withStores } from './with-stores.ts'

/** Options of every command that decides something. */
export interface DecidingOptions extends CommonOptions, Deciding {}

/** Adds `--reason` and `--by`. */
export function withDeciding(command: Command): Command {
  return command
    .requiredOption('--reason <text>', 'why; it is kept with the decision')
    .option('--by <name>', 'who decides', userInfo().username)
}

/** Lets a decision about destinations take effect, or says when it will. */
export async function applyRegister({ data }: CommonOptions): Promise<void> {
  try {
    await withStores(data, projectRegister)
  } catch (error) {
    if (!(error instanceof WeighbridgeError) || error.code !== 'data-in-use') throw error
    note('It is recorded; the server that has the data open applies it with its next run of the rules.')
  }
}

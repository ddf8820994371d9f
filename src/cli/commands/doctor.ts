import type { Command } from 'commander'
import { type CliCommand, type CommonOptions, withCommonOptions } from '../command.ts'
import { examine } from '../examine.ts'
import { EXIT } from '../exit-codes.ts'
import { print, printJson, textTable } from '../output.ts'
import { withStores } from '../with-stores.ts'

export const doctor: CliCommand = {
  register(program: Command) {
    withCommonOptions(program.command('doctor'))
      .description('say what works, what is missing, and what the detectors cannot see')
      .action(async (options: CommonOptions) => {
        const findings = await withStores(options.data, (stores) => examine(stores, options.data))
        if (options.json) for (const finding of findings) printJson(finding)
        else {
          print(
            textTable(
              [{ title: 'finding' }, { title: 'check' }, { title: 'what' }],
              findings.map(({ finding, check, what }) => [finding, check, what]),
            ),
          )
        }
        if (findings.some(({ finding }) => finding === 'fail')) process.exitCode = EXIT.failed
      })
  },
}

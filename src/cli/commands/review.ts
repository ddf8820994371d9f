import type { Command } from 'commander'
import { caseReader } from '../../cases/read-cases.ts'
import { type CliCommand, type CommonOptions, withCommonOptions } from '../command.ts'
import { print, printJson } from '../output.ts'
import { reviewText } from '../review-text.ts'
import { wholeNumber } from '../whole-number.ts'
import { withStores } from '../with-stores.ts'

export const review: CliCommand = {
  register(program: Command) {
    withCommonOptions(program.command('review'))
      .description("what one person took over the last days, each figure beside the team's")
      .requiredOption('--person <id>', 'who')
      .option('--days <n>', 'how many days, counted back from the last logged one', wholeNumber, 90)
      .action(async (options: CommonOptions & { person: string; days: number }) => {
        const found = await withStores(options.data, (stores) =>
          caseReader(stores).review(options.person, options.days),
        )
        if (options.json) printJson(found)
        else print(reviewText(found))
      })
  },
}

import { type Command, Option } from 'commander'
import { giveVerdict } from '../../cases/give-verdict.ts'
import { VERDICTS, type VerdictKind } from '../../detect/feedback/verdicts.ts'
import { type CliCommand, withCommonOptions } from '../command.ts'
import { type DecidingOptions, withDeciding } from '../deciding.ts'
import { print, printJson } from '../output.ts'
import { withRecords } from '../with-records.ts'

interface Options extends DecidingOptions {
  readonly is: VerdictKind
}

/** Says what a case turned out to be. */
export const verdict: CliCommand = {
  register(program: Command) {
    withDeciding(withCommonOptions(program.command('verdict')))
      .description('say what a case turned out to be, and close it')
      .argument('<case>', 'id of the case, or the beginning of one, or the person')
      .addOption(
        new Option(
          '--is <what>',
          Object.entries(VERDICTS)
            .map(([name, { title }]) => `${name}: ${title}`)
            .join('; '),
        )
          .choices(Object.keys(VERDICTS))
          .makeOptionMandatory(),
      )
      .action(async (which: string, { is, by, reason, ...options }: Options) => {
        const decision = await withRecords(options, (records) =>
          giveVerdict(records, which, is, { by, reason }),
        )
        if (options.json) {
          printJson(decision)
          return
        }
        const { person } = decision.detail as { person: string }
        print(
          `Case ${decision.subject} (${person}) is closed: ${VERDICTS[is].title} (decision ${decision.id}).`,
        )
        print(VERDICTS[is].effect)
        if (is === 'honest') {
          print(
            'If it went to a place that is allowed: "weighbridge destinations" shows those not in the register,',
          )
          print('"weighbridge destinations add ADDRESS --standing vendor --reason TEXT" sanctions one.')
        }
      })
  },
}

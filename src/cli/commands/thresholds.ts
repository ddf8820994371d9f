import type { Command } from 'commander'
import { describeDecision, effectOf } from '../../detect/feedback/describe-decision.ts'
import { refitThreshold } from '../../detect/feedback/refit.ts'
import { revertThreshold, thresholdHistory } from '../../detect/feedback/threshold.ts'
import { type CliCommand, type CommonOptions, withCommonOptions } from '../command.ts'
import { type DecidingOptions, withDeciding } from '../deciding.ts'
import { decisionTable } from '../decision-text.ts'
import { print, printJson } from '../output.ts'
import { withRecords } from '../with-records.ts'
import { withStores } from '../with-stores.ts'

/** The threshold of the score: how it came about, and going back. */
export const thresholds: CliCommand = {
  register(program: Command) {
    const command = withCommonOptions(program.command('thresholds'))
      .description('show how the threshold of the score came about')
      .action(history)
    const options = <Given extends CommonOptions>(sub: Command): Given => sub.optsWithGlobals<Given>()
    withCommonOptions(command.command('history'))
      .description('the same')
      .action((_own: CommonOptions, sub: Command) => history(options(sub)))
    withDeciding(withCommonOptions(command.command('refit')))
      .description('fit it to the budget on the last 8 ordinary weeks of scores')
      .action((_own: CommonOptions, sub: Command) => refit(options<DecidingOptions>(sub)))
    withDeciding(withCommonOptions(command.command('revert')))
      .description('go back to the threshold before the last change')
      .action((_own: CommonOptions, sub: Command) => revert(options<DecidingOptions>(sub)))
  },
}

async function history(options: CommonOptions): Promise<void> {
  const changes = await withRecords(options, thresholdHistory)
  if (options.json) for (const change of changes) printJson(change)
  else
    print(
      changes.length === 0
        ? 'The threshold is the one that the program begins with.'
        : decisionTable(changes.map(({ decision }) => decision)),
    )
}

async function refit({ by, reason, ...options }: DecidingOptions): Promise<void> {
  const change = await withStores(options.data, ({ analytics, records }) =>
    refitThreshold(analytics, records, { by, reason }),
  )
  if (options.json) printJson(change)
  else
    print(
      `Decision ${change.decision.id}: ${describeDecision(change.decision)}. ${effectOf(change.decision)}`,
    )
}

async function revert({ by, reason, ...options }: DecidingOptions): Promise<void> {
  const now = await withRecords(options, (records) => revertThreshold(records, { by, reason }))
  if (options.json) printJson({ threshold: now?.threshold ?? null })
  else
    print(
      `The threshold is ${now === null ? 'the one that the program begins with' : `${now.threshold.toFixed(2)} nats`}.`,
    )
}

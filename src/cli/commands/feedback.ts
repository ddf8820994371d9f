import type { Command } from 'commander'
import { formatCount } from '../../base/bytes.ts'
import { undoDecision } from '../../cases/give-verdict.ts'
import { describeDecision, rate } from '../../detect/feedback/describe-decision.ts'
import { readFeedback } from '../../detect/feedback/read-feedback.ts'
import { decisionsIn } from '../../store/records/decisions.ts'
import { type CliCommand, type CommonOptions, withCommonOptions } from '../command.ts'
import { applyRegister, type DecidingOptions, withDeciding } from '../deciding.ts'
import { decisionTable } from '../decision-text.ts'
import { print, printJson } from '../output.ts'
import { wholeNumber } from '../whole-number.ts'
import { withRecords } from '../with-records.ts'
import { withStores } from '../with-stores.ts'

/** Everything people decided, and taking it back. */
export const feedback: CliCommand = {
  register(program: Command) {
    const command = withCommonOptions(program.command('feedback'))
      .description('list every decision, and how many cases turned out false')
      .action(list)
    withDeciding(withCommonOptions(command.command('undo')))
      .description('take a decision back; what held before it holds again')
      .argument('<number>', 'of the decision', wholeNumber)
      .action((number: number, _own: CommonOptions, sub: Command) =>
        takeBack(number, sub.optsWithGlobals<DecidingOptions>()),
      )
  },
}

async function list(options: CommonOptions): Promise<void> {
  const { told, decisions } = await withStores(options.data, async ({ analytics, records }) => ({
    told: await readFeedback(analytics, records),
    decisions: await decisionsIn(records),
  }))
  if (options.json) {
    for (const decision of told.decisions) printJson(decision)
    return
  }
  print(decisions.length === 0 ? 'Nobody has decided anything yet.' : decisionTable(decisions))
  const { budget, realised, threshold } = told
  print()
  print(
    `Budget: ${rate(budget.casesAWeek)}${budget.isDefault ? ` (the default for ${formatCount(budget.people)} people)` : ''}.`,
  )
  print(
    threshold === null
      ? 'The threshold is the one that the program begins with.'
      : `The threshold is ${threshold.nats.toFixed(2)} nats, fitted to ${threshold.weeks.length} ordinary weeks.`,
  )
  print(
    `In ${realised.weeks} weeks: ${realised.honest} cases of honest work (${rate(realised.falseCasesAWeek)}), ${realised.otherwise} with another verdict, ${realised.undecided} without one.`,
  )
}

async function takeBack(number: number, { by, reason, ...options }: DecidingOptions): Promise<void> {
  const undone = await withRecords(options, (records) => undoDecision(records, number, { by, reason }))
  if (options.json) printJson(undone)
  else print(`Undone: ${describeDecision(undone)}.`)
  if (undone.kind === 'sanction') await applyRegister(options)
}

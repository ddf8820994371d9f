import type { Command } from 'commander'
import { undoDecision } from '../../cases/give-verdict.ts'
import { describeDecision } from '../../detect/feedback/describe-decision.ts'
import { except } from '../../detect/feedback/exceptions.ts'
import { decisionsIn } from '../../store/records/decisions.ts'
import { type CliCommand, type CommonOptions, withCommonOptions } from '../command.ts'
import { type DecidingOptions, withDeciding } from '../deciding.ts'
import { decisionTable } from '../decision-text.ts'
import { print, printJson } from '../output.ts'
import { wholeNumber } from '../whole-number.ts'
import { withRecords } from '../with-records.ts'

interface AddOptions extends DecidingOptions {
  readonly person?: string
  readonly destination?: string
  readonly asset?: string
  readonly rule?: string
  readonly from?: string
  readonly until: string
}

/** Signals that are to open no case, until a day. */
export const exceptions: CliCommand = {
  register(program: Command) {
    const command = withCommonOptions(program.command('exceptions'))
      .description('list what is excepted: its signals are made and shown, and open no case')
      .action(list)
    const options = <Given extends CommonOptions>(sub: Command): Given => sub.optsWithGlobals<Given>()
    withCommonOptions(command.command('list'))
      .description('the same')
      .action((_own: CommonOptions, sub: Command) => list(options(sub)))
    withDeciding(withCommonOptions(command.command('add')))
      .description('except what fits all that is named')
      .option('--person <name>')
      .option('--destination <address>', 'most was sent there: a host, *.NAME or an address')
      .option('--asset <id>')
      .option('--rule <id>')
      .option('--from <day>', 'first day it covers (default: today)')
      .requiredOption('--until <day>', 'last day it covers')
      .action((_own: CommonOptions, sub: Command) => add(options<AddOptions>(sub)))
    withDeciding(withCommonOptions(command.command('remove')))
      .description('take one back')
      .argument('<number>', 'of the decision', wholeNumber)
      .action((number: number, _own: CommonOptions, sub: Command) =>
        remove(number, options<DecidingOptions>(sub)),
      )
  },
}

async function list(options: CommonOptions): Promise<void> {
  const all = await withRecords(options, (records) => decisionsIn(records, 'exception'))
  if (options.json) for (const decision of all) printJson(decision)
  else print(all.length === 0 ? 'Nothing is excepted.' : decisionTable(all))
}

async function add({ by, reason, ...options }: AddOptions): Promise<void> {
  const { person, destination, asset, rule, from, until } = options
  const decision = await withRecords(options, (records) =>
    except(records, { about: { person, destination, asset, rule }, from, until }, { by, reason }),
  )
  if (options.json) printJson(decision)
  else print(`Decision ${decision.id}: ${describeDecision(decision)}.`)
}

async function remove(number: number, { by, reason, ...options }: DecidingOptions): Promise<void> {
  const undone = await withRecords(options, (records) => undoDecision(records, number, { by, reason }))
  if (options.json) printJson(undone)
  else print(`Undone: ${describeDecision(undone)}.`)
}

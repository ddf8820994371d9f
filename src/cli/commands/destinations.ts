import { type Command, Option } from 'commander'
import { STANDINGS } from '../../activity/directory/destinations.ts'
import { projectRegister } from '../../activity/directory/register/project.ts'
import { readRegister } from '../../activity/directory/register/read-register.ts'
import { type Sanction, sanction, withdraw } from '../../activity/directory/register/sanctions.ts'
import { type Deciding, decisionsIn } from '../../store/records/decisions.ts'
import { type CliCommand, type CommonOptions, withCommonOptions } from '../command.ts'
import { applyRegister, type DecidingOptions, withDeciding } from '../deciding.ts'
import { decisionTable } from '../decision-text.ts'
import { print, printJson } from '../output.ts'
import { registerText } from '../register-text.ts'
import { withRecords } from '../with-records.ts'
import { withStores } from '../with-stores.ts'

/** Lists and edits the register of sanctioned destinations. */
export const destinationsCommand: CliCommand = {
  register(program: Command) {
    const command = withCommonOptions(program.command('destinations'))
      .description('list the sanctioned destinations, who uses them, and those nobody has decided about')
      .action(list)
    // The list has the same options and takes them wherever they stand.
    const options = <Given extends CommonOptions>(sub: Command): Given => sub.optsWithGlobals<Given>()
    withCommonOptions(command.command('list'))
      .description('the same')
      .action((_own: CommonOptions, sub: Command) => list(options(sub)))
    withDeciding(withCommonOptions(command.command('add')))
      .description('sanction a host, the hosts under *.NAME, an address or a network')
      .argument('<address>')
      .addOption(new Option('--standing <whose>', 'whose it is').choices(STANDINGS).makeOptionMandatory())
      .option('--until <day>', 'the last day it is sanctioned, e.g. 2026-12-31')
      .option('--name <text>', 'what it is called')
      .option('--owner <text>', 'who answers for it')
      .option('--note <text>')
      .action((address: string, _own: CommonOptions, sub: Command) =>
        add(address, options<DecidingOptions & Omit<Sanction, 'address'>>(sub)),
      )
    withDeciding(withCommonOptions(command.command('remove')))
      .description('sanction it no more, whatever a file or a wider entry says')
      .argument('<address>')
      .action((address: string, _own: CommonOptions, sub: Command) =>
        remove(address, options<DecidingOptions>(sub)),
      )
    withCommonOptions(command.command('history'))
      .description('every decision about destinations; "weighbridge feedback undo NUMBER" takes one back')
      .argument('[address]')
      .action((address: string | undefined, _own: CommonOptions, sub: Command) =>
        history(address, options(sub)),
      )
  },
}

async function list(options: CommonOptions): Promise<void> {
  const register = await withStores(options.data, async (stores) => {
    await projectRegister(stores)
    return readRegister(stores)
  })
  if (!options.json) print(registerText(register))
  else {
    for (const entry of register.entries) printJson(entry)
    for (const destination of register.unregistered) printJson({ unregistered: true, ...destination })
  }
}

async function add(address: string, { by, reason, ...options }: DecidingOptions & Omit<Sanction, 'address'>) {
  const { standing, until, name, owner, note } = options
  const decision = await withRecords(options, (records) =>
    sanction(records, { address, standing, until, name, owner, note }, { by, reason }),
  )
  if (options.json) printJson(decision)
  else print(`${decision.subject} is sanctioned as ${standing} (decision ${decision.id}).`)
  await applyRegister(options)
}

async function remove(address: string, { by, reason, ...options }: CommonOptions & Deciding) {
  const decision = await withRecords(options, (records) => withdraw(records, address, { by, reason }))
  if (options.json) printJson(decision)
  else print(`${decision.subject} is no longer sanctioned (decision ${decision.id}).`)
  await applyRegister(options)
}

async function history(address: string | undefined, options: CommonOptions): Promise<void> {
  const all = await withRecords(options, (records) => decisionsIn(records, 'sanction'))
  const asked = all.filter(({ subject }) => address === undefined || subject === address.toLowerCase())
  if (options.json) for (const decision of asked) printJson(decision)
  else print(asked.length === 0 ? 'Nobody has decided anything about destinations.' : decisionTable(asked))
}

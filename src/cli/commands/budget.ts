import { userInfo } from 'node:os'
import { type Command, InvalidArgumentError } from 'commander'
import { formatCount } from '../../base/bytes.ts'
import { WeighbridgeError } from '../../base/errors.ts'
import { PEOPLE_PER_CASE } from '../../detect/behaviour/score/thresholds.ts'
import { budgetIn, setBudget } from '../../detect/feedback/budget.ts'
import { rate } from '../../detect/feedback/describe-decision.ts'
import { scoredPeople } from '../../detect/feedback/read-feedback.ts'
import { type CliCommand, type CommonOptions, withCommonOptions } from '../command.ts'
import type { DecidingOptions } from '../deciding.ts'
import { print, printJson } from '../output.ts'
import { withRecords } from '../with-records.ts'
import { withStores } from '../with-stores.ts'

/** Shows and sets how many false cases a week the score may open. */
export const budget: CliCommand = {
  register(program: Command) {
    withCommonOptions(program.command('budget'))
      .description('show or set how many false cases a week the threshold is fitted to')
      .argument(
        '[cases]',
        `a week; without it, what holds (default: one for ${PEOPLE_PER_CASE} people)`,
        cases,
      )
      .option('--reason <text>', 'why; it is kept with the decision')
      .option('--by <name>', 'who decides', userInfo().username)
      .action((casesAWeek: number | undefined, options: CommonOptions & Partial<DecidingOptions>) =>
        casesAWeek === undefined ? show(options) : set(casesAWeek, options),
      )
  },
}

async function show(options: CommonOptions): Promise<void> {
  const held = await withStores(options.data, async ({ analytics, records }) => {
    const people = await scoredPeople(analytics)
    return { people, ...(await budgetIn(records, people)) }
  })
  if (options.json) printJson(held)
  else if (held.decision === null)
    print(
      `${rate(held.casesAWeek)}: one for ${PEOPLE_PER_CASE} of ${formatCount(held.people)} people, the default.`,
    )
  else
    print(
      `${rate(held.casesAWeek)}, by ${held.decision.by} on ${held.decision.at.slice(0, 10)}: ${held.decision.reason}`,
    )
}

async function set(
  casesAWeek: number,
  { by = '', reason, ...options }: CommonOptions & Partial<DecidingOptions>,
) {
  if (reason === undefined) throw new WeighbridgeError('bad-usage', 'Say why with --reason TEXT; it is kept.')
  const decision = await withRecords(options, (records) => setBudget(records, casesAWeek, { by, reason }))
  if (options.json) printJson(decision)
  else print(`The budget is ${rate(casesAWeek)} (decision ${decision.id}); the next refit is fitted to it.`)
}

function cases(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isFinite(value)) return value
  throw new InvalidArgumentError('It must be a number.')
}

import type { Command } from 'commander'
import { WeighbridgeError } from '../../base/errors.ts'
import { caseReader } from '../../cases/read-cases.ts'
import { caseTable, caseText } from '../case-text.ts'
import { type CliCommand, type CommonOptions, withCommonOptions } from '../command.ts'
import { print, printJson } from '../output.ts'
import { withStores } from '../with-stores.ts'

export const caseCommand: CliCommand = {
  register(program: Command) {
    const command = program.command('case').description('list cases, or show one')
    withCommonOptions(command.command('list'))
      .description('list cases, open ones first')
      .action(async (options: CommonOptions) => {
        const cases = await withStores(options.data, (stores) => caseReader(stores).list())
        if (options.json) for (const found of cases) printJson(found)
        else print(cases.length === 0 ? NO_CASES : caseTable(cases))
      })
    withCommonOptions(command.command('show'))
      .description('show one case: what was taken, the signals, the timeline')
      .argument('<id>', 'id of the case, or the beginning of one, or the person')
      .action(async (id: string, options: CommonOptions) => {
        const found = await withStores(options.data, async (stores) => {
          const reader = caseReader(stores)
          return reader.show(idOf(id, await reader.list()))
        })
        if (found === null) throw new WeighbridgeError('not-found', `There is no case ${id}.`)
        if (options.json) printJson(found)
        else print(caseText(found))
      })
  },
}

const NO_CASES =
  'There are no cases. "weighbridge ingest PATH" takes logs, "weighbridge detect" looks for signals.'

/** @throws WeighbridgeError `not-found` where nothing matches, `bad-usage` where several do. */
function idOf(typed: string, cases: readonly { readonly id: string; readonly person: string }[]): string {
  const matching = cases.filter(({ id, person }) => id.startsWith(typed) || person === typed)
  const exact = matching.find(({ id }) => id === typed) ?? (matching.length === 1 ? matching[0] : undefined)
  if (exact !== undefined) return exact.id
  if (matching.length === 0) {
    throw new WeighbridgeError(
      'not-found',
      `There is no case ${typed}; "weighbridge case list" shows those there are.`,
    )
  }
  const ids = matching.map(({ id }) => id).join(', ')
  throw new WeighbridgeError('bad-usage', `${typed} stands for several cases: ${ids}; name one.`)
}

import type { Command } from 'commander'
import { formatCount, formatCounted } from '../../base/bytes.ts'
import { LEAST_HISTORY } from '../../detect/judge.ts'
import { type CliCommand, type CommonOptions, withCommonOptions } from '../command.ts'
import { print, printJson, textTable } from '../output.ts'
import { runDetection } from '../run-detection.ts'
import { withStores } from '../with-stores.ts'

interface Options extends CommonOptions {
  readonly from?: string
  readonly to?: string
}

export const detectCommand: CliCommand = {
  register(program: Command) {
    withCommonOptions(program.command('detect'))
      .description('run every rule over the roll-ups and join the signals into cases')
      .option('--from <day>', 'first day to judge, e.g. 2026-03-10')
      .option('--to <day>', 'last day to judge')
      .action(async ({ from, to, ...options }: Options) => {
        const days = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
        const summary = await withStores(options.data, (stores) => runDetection(stores, days))
        if (options.json) {
          printJson(summary)
          return
        }
        print(
          `${formatCounted(summary.days, 'day')} of ${formatCount(summary.people)} people and services judged in ${summary.seconds.toFixed(1)} s.`,
        )
        print(
          textTable(
            [{ title: 'rule' }, { title: 'signals', right: true }],
            Object.entries(summary.signals).map(([rule, signals]) => [rule, formatCount(signals)]),
          ),
        )
        if (summary.loggedDays <= LEAST_HISTORY) {
          print(
            `No rule can judge yet: ${formatCounted(summary.loggedDays, 'day')} logged, and a day is compared with at least ${LEAST_HISTORY} earlier ones.`,
          )
        }
        for (const channel of summary.cannotSee) print(`Cannot see ${channel}: there is not one line of it.`)
        print(
          `${formatCounted(summary.cases, 'case')}, ${formatCount(summary.opened)} of them new. "weighbridge case list" shows them.`,
        )
      })
  },
}

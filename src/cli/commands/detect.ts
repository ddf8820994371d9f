import { type Command, Option } from 'commander'
import { formatCount, formatCounted } from '../../base/bytes.ts'
import { type DetectOptions, RECENT_DAYS } from '../../detect/detect.ts'
import type { BehaviourSummary } from '../../detect/findings/find-behaviour.ts'
import { LEAST_HISTORY } from '../../detect/judge.ts'
import type { QueryRulesSummary } from '../../detect/query-rules/run-query-rules.ts'
import { type CliCommand, type CommonOptions, withCommonOptions } from '../command.ts'
import { print, printJson, textTable } from '../output.ts'
import { type DetectionSummary, runDetection } from '../run-detection.ts'
import { withStores } from '../with-stores.ts'

interface Options extends CommonOptions {
  readonly from?: string
  readonly to?: string
  readonly queries?: DetectOptions['queries']
}

export const detectCommand: CliCommand = {
  register(program: Command) {
    withCommonOptions(program.command('detect'))
      .description('run every rule over the roll-ups and join the signals into cases')
      .option('--from <day>', 'first day to judge, e.g. 2026-03-10')
      .option('--to <day>', 'last day to judge')
      .addOption(
        new Option(
          '--queries <which>',
          `days that query rules are asked about: all that are judged, the newest ${RECENT_DAYS}, or none (default: recent, and all with --from)`,
        ).choices(['all', 'recent', 'none']),
      )
      .action(async ({ from, to, queries, ...options }: Options) => {
        const days: DetectOptions = {
          ...(from === undefined ? {} : { from }),
          ...(to === undefined ? {} : { to }),
          dataDir: options.data,
          queries: queries ?? (from === undefined ? 'recent' : 'all'),
        }
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
        if (summary.queries !== undefined) printQueries(summary.queries)
        printBehaviour(summary.behaviour)
        if (summary.loggedDays <= LEAST_HISTORY) {
          print(
            `No rule can judge yet: ${formatCounted(summary.loggedDays, 'day')} logged, and a day is compared with at least ${LEAST_HISTORY} earlier ones.`,
          )
        }
        if (summary.confidence !== null) printConfidence(summary.confidence)
        for (const channel of summary.cannotSee) print(`Cannot see ${channel}: there is not one line of it.`)
        print(
          `${formatCounted(summary.cases, 'case')}, ${formatCount(summary.opened)} of them new. "weighbridge case list" shows them.`,
        )
      })
  },
}

function printBehaviour({
  judged,
  surprising,
  threshold,
  small,
  cannotSee,
  seconds,
}: BehaviourSummary): void {
  print(
    `${formatCounted(judged, 'person-day')} scored in ${seconds.toFixed(1)} s; ${formatCount(surprising)} told above ${threshold.toFixed(1)} nats.`,
  )
  for (const [rule, findings] of Object.entries(small))
    print(`  ${rule}: ${formatCounted(findings, 'finding')}`)
  for (const sentence of cannotSee) print(`  ${sentence}`)
}

function printConfidence({ day, level, reasons }: NonNullable<DetectionSummary['confidence']>): void {
  if (level === 'full') return
  print(`${level === 'lowered' ? 'Confidence is lowered' : 'Cannot see everything'} on ${day}:`)
  for (const reason of reasons) print(`  ${reason}`)
}

function printQueries({
  rules,
  from,
  to,
  signals,
  withoutPerson,
  blind,
  failed,
  seconds,
}: QueryRulesSummary): void {
  const spoke = Object.entries(signals)
  print(
    `${formatCounted(rules, 'query rule')} asked about ${from} to ${to} in ${seconds.toFixed(1)} s: ${formatCount(spoke.length)} found something.`,
  )
  if (spoke.length > 0) {
    print(
      textTable(
        [{ title: 'query rule' }, { title: 'signals', right: true }],
        spoke.map(([rule, count]) => [rule, formatCount(count)]),
      ),
    )
  }
  if (withoutPerson > 0) print(`${formatCounted(withoutPerson, 'finding')} that name nobody are no signals.`)
  if (blind.length > 0)
    print(
      `${formatCounted(blind.length, 'query rule')} cannot see: nothing fills the tables they read. "weighbridge rules lint" names them.`,
    )
  for (const { rule, why } of failed) print(`The rule ${rule} could not be asked: ${why}`)
}

import { createInterface } from 'node:readline/promises'
import type { Command } from 'commander'
import { formatBytes, formatCounted } from '../../base/bytes.ts'
import { WeighbridgeError } from '../../base/errors.ts'
import { applyRetention } from '../../cases/retention/apply.ts'
import { readPastRuns } from '../../cases/retention/past-runs.ts'
import { planRetention, type TablePlan } from '../../cases/retention/plan.ts'
import { DEFAULT_POLICY, type Policy, readPolicy } from '../../cases/retention/policy.ts'
import type { Stores } from '../../store/stores.ts'
import { type CliCommand, type CommonOptions, withCommonOptions } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { note, print, printJson } from '../output.ts'
import { holdingsTable, pastRunsTable, retentionJson, retentionTable, whatStays } from '../retention-text.ts'
import { withStores } from '../with-stores.ts'

interface Options extends CommonOptions {
  readonly policy?: string
}

interface ApplyOptions extends Options {
  readonly dryRun?: true
  readonly yes?: true
}

export const retention: CliCommand = {
  register(program: Command) {
    const command = program.command('retention').description('remove what is older than a policy keeps')
    withPolicy(command.command('show'))
      .description('what each table holds, what the policy would remove, and what was removed so far')
      .action(async ({ policy: file, ...options }: Options) => {
        const policy = await policyOf(file)
        const { plans, runs } = await withStores(options.data, async (stores) => ({
          plans: await planRetention(stores, policy, new Date()),
          runs: await readPastRuns(stores.analytics, RUNS_SHOWN),
        }))
        if (options.json) {
          for (const plan of plans) {
            const { rows, bytes, oldest, newest } = plan
            printJson({ ...retentionJson(plan), rows, bytes, oldest, newest })
          }
          for (const run of runs) printJson({ removed: run })
          return
        }
        print(`${policyLine(policy)} Days are cut at midnight UTC.`)
        print(holdingsTable(plans))
        for (const line of whatStays(plans)) print(line)
        print()
        print(runs.length === 0 ? 'Nothing was removed so far.' : pastRunsTable(runs))
      })
    withPolicy(command.command('apply'))
      .description('remove the rows whose term is over, for good')
      .option('--dry-run', 'only say what would be removed')
      .option('--yes', 'do not ask')
      .action(async ({ policy: file, ...options }: ApplyOptions) => {
        const policy = await policyOf(file)
        if (!options.dryRun && !options.yes && !process.stdin.isTTY) {
          throw new WeighbridgeError(
            'bad-usage',
            'Removed rows do not come back, and nobody is there to be asked: add --yes, or look first with --dry-run.',
          )
        }
        await withStores(options.data, (stores) => apply(stores, policy, options))
      })
  },
}

const RUNS_SHOWN = 50

function withPolicy(command: Command): Command {
  return withCommonOptions(command).option(
    '--policy <file>',
    'how long each table is kept; without it, the built-in policy',
  )
}

async function policyOf(file: string | undefined): Promise<Policy> {
  return file === undefined ? DEFAULT_POLICY : readPolicy(file)
}

function policyLine({ name }: Policy): string {
  return name === DEFAULT_POLICY.name
    ? 'By the built-in policy (docs/retention.md).'
    : `By the policy ${name}; tables it does not name are kept for ever.`
}

async function apply(stores: Stores, policy: Policy, options: ApplyOptions): Promise<void> {
  const now = new Date()
  if (options.dryRun || !options.yes) {
    const plans = await planRetention(stores, policy, now)
    if (options.dryRun) return report(plans, policy, options)
    if (!(await isMeant(plans))) {
      note('Nothing was removed.')
      process.exitCode = EXIT.failed
      return
    }
  }
  const done: TablePlan[] = []
  for await (const plan of applyRetention(stores, policy, now)) done.push(plan)
  report(done, policy, options)
}

function report(
  plans: readonly TablePlan[],
  policy: Policy,
  { dryRun = false, json = false }: Partial<Record<'dryRun' | 'json', boolean>>,
): void {
  if (json) {
    for (const plan of plans) printJson({ ...retentionJson(plan), dryRun })
    return
  }
  print(`${policyLine(policy)}${dryRun ? ' A dry run: nothing is removed.' : ''}`)
  print(retentionTable(plans, dryRun))
  for (const line of whatStays(plans)) print(line)
}

async function isMeant(plans: readonly TablePlan[]): Promise<boolean> {
  const rows = plans.reduce((sum, plan) => sum + plan.removedRows, 0)
  if (rows === 0) return true
  const bytes = plans.reduce((sum, plan) => sum + plan.removedBytes, 0)
  note(retentionTable(plans, true))
  for (const line of whatStays(plans)) note(line)
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await terminal.question(
      `Remove ${formatCounted(rows, 'row')} (about ${formatBytes(bytes)}) for good? [y/N] `,
    )
    return /^y(es)?$/i.test(answer.trim())
  } finally {
    terminal.close()
  }
}

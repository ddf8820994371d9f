import type { Command } from 'commander'
import { WeighbridgeError } from '../../base/errors.ts'
import type { Cluster, Member } from '../../detect/clusters/cluster.ts'
import { readCluster, readClusters } from '../../detect/clusters/cluster-store.ts'
import { type ClustersSummary, findClusters } from '../../detect/clusters/find-clusters.ts'
import { takeHints } from '../../detect/clusters/take-hints.ts'
import { clustersText, clusterText, foundText } from '../clusters-text.ts'
import { type CliCommand, type CommonOptions, withCommonOptions } from '../command.ts'
import { note, print, printJson } from '../output.ts'
import { withStores } from '../with-stores.ts'

interface ClusterOptions extends CommonOptions {
  readonly from?: string
  readonly to?: string
}

/** Accounts of the inference API that act as one. */
export const clusters: CliCommand = {
  register(program: Command) {
    const command = withCommonOptions(program.command('clusters'))
      .description('find accounts of the inference API that act as one, and list them with their evidence')
      .option('--from <day>', 'only clusters found on this day or later, e.g. 2026-03-01')
      .option('--to <day>', 'only clusters found on this day or before')
      .action(async (options: ClusterOptions) => {
        const days = { from: dayOr(options.from), to: dayOr(options.to) }
        const { summary, found } = await withStores(options.data, async ({ analytics }) => ({
          summary: await findClusters(analytics),
          found: await readClusters(analytics, days),
        }))
        showList(summary, found, options.json === true)
      })
    // The list has the same options and takes them wherever they stand.
    const given = (sub: Command): CommonOptions => sub.optsWithGlobals()
    withCommonOptions(command.command('show').argument('<id>', 'the id of a cluster'))
      .description(
        'one cluster: its evidence, what is not unusual, honest reasons to check, and its accounts',
      )
      .action(async (id: string, _own: CommonOptions, sub: Command) => {
        const { data, json } = given(sub)
        const one = await withStores(data, ({ analytics }) => readCluster(analytics, id))
        showOne(one, json === true)
      })
    withCommonOptions(
      command.command('hints').argument('<file>', 'CSV with the columns account, kind and value'),
    )
      .description(
        'take what is known of accounts beside the log: payments, organisations, devices; kept as hashes',
      )
      .action(async (file: string, _own: CommonOptions, sub: Command) => {
        const { data, json } = given(sub)
        const { rows } = await withStores(data, ({ analytics }) => takeHints(analytics, file))
        if (json) printJson({ rows })
        else print(`${rows} hints taken.`)
      })
  },
}

function showList(summary: ClustersSummary, found: readonly Cluster[], asJson: boolean): void {
  for (const line of foundText(summary)) note(line)
  if (asJson) for (const cluster of found) printJson(cluster)
  else print(clustersText(found))
}

function showOne(
  { cluster, members }: { cluster: Cluster; members: readonly Member[] },
  asJson: boolean,
): void {
  if (asJson) printJson({ ...cluster, accounts: members })
  else print(clusterText(cluster, members))
}

function dayOr(day: string | undefined): string | undefined {
  if (day === undefined || (/^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)))) return day
  throw new WeighbridgeError('bad-usage', `"${day}" is not a day; write it like 2026-03-10.`)
}

/**
 * One run in a process of its own: writes a made-up population day by day into a data folder, seeks clusters after each day,
 * and says how many accounts of the job were named two days after it began. `clusters-run.ts FOLDER POPULATION`, the
 * population as JSON. Prints one JSON line.
 */
import { findClusters } from '../src/detect/clusters/find-clusters.ts'
import { FIRST_DAY, groupsOf, type Population } from '../src/detect/clusters/population.fixture.ts'
import { writeDay } from '../src/detect/clusters/write-population.fixture.ts'
import type { AnalyticsStore } from '../src/store/analytics/analytics-store.ts'
import { openStores } from '../src/store/stores.ts'
import { referencesAt } from './clusters-references.ts'

/** What was named, against what was made. */
export interface Named {
  /** Of the job's accounts that had called by then. */
  readonly recall: number
  /** Of all of the job's accounts, those that had not called yet among them. */
  readonly recallOfAll: number
  readonly precision: number | null
  readonly named: number
}

export interface ClustersRun {
  readonly accounts: number
  readonly rows: number
  readonly rowsADay: number
  readonly after24h: Named
  readonly after48h: Named
  readonly falseClusters: number
  /** Accounts of honest look-alikes that were named, of how many, by look-alike. */
  readonly lookAlikes: Readonly<Record<string, string>>
  readonly references: Readonly<Record<string, Named>>
  readonly clusters: readonly string[]
  readonly writeSeconds: number
  readonly secondsADay: number
  readonly stateBytesADay: number
  readonly activityBytesADay: number
  readonly peakRssMiB: number
}

const [folder = '', given = ''] = process.argv.slice(2)
const population = JSON.parse(given) as Population
const { analytics, close } = await openStores(folder)
const days = population.quietDays + 2
let rows = 0
let writeSeconds = 0
let after24h: Named | null = null
const seconds: number[] = []
for (let day = 0; day < days; day++) {
  const began = performance.now()
  rows += await writeDay(analytics, population, day)
  writeSeconds += (performance.now() - began) / 1000
  const summary = await findClusters(analytics)
  seconds.push(summary.seconds)
  process.stderr.write(
    `day ${day}: ${rows} rows, ${summary.accounts} accounts, ${summary.seconds.toFixed(1)} s\n`,
  )
  if (day === population.quietDays) after24h = await score(analytics, await membersOf(analytics))
}
const members = await membersOf(analytics)
const after48h = await score(analytics, members)
const groups = groupsOf(population)
const job = new Set(groups.get('attack') ?? [])
const isNamed = new Set(members.map(({ account }) => account))
const byCluster = new Map<string, { job: number; all: number }>()
for (const { cluster, account } of members) {
  const counts = byCluster.get(cluster) ?? { job: 0, all: 0 }
  counts.all++
  if (job.has(account)) counts.job++
  byCluster.set(cluster, counts)
}
const [accounts] = await analytics.query<{ accounts: number }>(
  'SELECT uniq(account) AS accounts FROM account_day_row',
)
const bytes = async (table: string) =>
  [...(await analytics.partitionBytes(table)).values()].reduce((sum, part) => sum + part, 0) / days
const result: ClustersRun = {
  accounts: Number(accounts?.accounts),
  rows,
  rowsADay: Math.round(rows / days),
  after24h: after24h ?? after48h,
  after48h,
  falseClusters: [...byCluster.values()].filter((counts) => counts.job < counts.all / 2).length,
  lookAlikes: Object.fromEntries(
    [...groups]
      .filter(([group]) => group !== 'attack')
      .map(([group, names]) => [
        group,
        `${names.filter((name) => isNamed.has(name)).length} of ${names.length}`,
      ]),
  ),
  references: await referencesAt(analytics, population, (names) =>
    score(
      analytics,
      names.map((account) => ({ account })),
    ),
  ),
  clusters: (
    await analytics.query<{ body: string }>(
      'SELECT argMax(body, day) AS body FROM account_cluster GROUP BY cluster',
    )
  ).map(({ body }) => {
    const { sentence, evidence, threshold, kinds } = JSON.parse(body)
    return `${sentence} ${evidence} nats of ${threshold}: ${kinds.map((one: { kind: string; nats: number }) => `${one.kind} ${one.nats}`).join(', ')}`
  }),
  writeSeconds: Math.round(writeSeconds),
  secondsADay: Math.round(10 * Math.max(...seconds.slice(-2))) / 10,
  stateBytesADay: Math.round(await bytes('account_day_row')),
  activityBytesADay: Math.round(await bytes('inference_row')),
  peakRssMiB: 0,
}
await close()
console.log(JSON.stringify({ ...result, peakRssMiB: Math.round(process.resourceUsage().maxRSS / 1024) }))

async function membersOf(store: AnalyticsStore): Promise<{ cluster: string; account: string }[]> {
  return store.query('SELECT cluster, account FROM account_cluster_member')
}

async function score(store: AnalyticsStore, named: readonly { account: string }[]): Promise<Named> {
  const attackers = new Set(groupsOf(population).get('attack') ?? [])
  const began = new Date(Date.parse(`${FIRST_DAY}T00:00:00Z`) + population.quietDays * 86_400_000)
    .toISOString()
    .slice(0, 10)
  const called = await store.query<{ account: string }>(
    "SELECT DISTINCT account FROM account_day WHERE day >= {began:Date} AND startsWith(account, 'acct-')",
    { began },
  )
  const names = new Set(named.map(({ account }) => account))
  const hit = [...names].filter((account) => attackers.has(account)).length
  const share = (part: number, all: number) => Math.round((10_000 * part) / Math.max(1, all)) / 10_000
  return {
    recall: share(hit, called.length),
    recallOfAll: share(hit, attackers.size),
    precision: names.size === 0 ? null : share(hit, names.size),
    named: names.size,
  }
}

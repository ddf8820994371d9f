import { expect, test } from 'vitest'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import type { Cluster } from './cluster.ts'
import { readCluster, readClusters } from './cluster-store.ts'
import { findClusters } from './find-clusters.ts'
import { groupsOf, PLAIN_ATTACK, type Population } from './population.fixture.ts'
import { Dice } from './random.fixture.ts'
import { writeDay } from './write-population.fixture.ts'

const installation = temporaryStores()

/** Five ordinary days, then a job over 150 accounts and look-alikes that begin with it. */
const POPULATION: Population = {
  seed: 77,
  ordinary: 1200,
  quietDays: 5,
  attack: { ...PLAIN_ATTACK, accounts: 150 },
  newcomers: ['team', 'suite', 'class', 'product', 'scheduled', 'reseller'],
}
const DAYS = [0, 1, 2, 3, 4, 5, 6]

/** What a day by day pass over the population found, for the tests that arrange the same lines in another way. */
let inOrder: Cluster[] = []

async function namedOf(analytics: AnalyticsStore): Promise<Map<string, number>> {
  const members = await analytics.query<{ account: string }>(
    'SELECT DISTINCT account FROM account_cluster_member',
  )
  const group = new Map(
    [...groupsOf(POPULATION)].flatMap(([name, accounts]) => accounts.map((account) => [account, name])),
  )
  const counts = new Map<string, number>()
  for (const { account } of members) {
    const name = group.get(account) ?? 'ordinary'
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts
}

test('the accounts of one job are named within two days, and no honest look-alike is', async () => {
  const { analytics } = installation.stores
  for (const day of DAYS) {
    await writeDay(analytics, POPULATION, day)
    await findClusters(analytics)
  }
  const named = await namedOf(analytics)
  expect(named.get('attack')).toBeGreaterThanOrEqual(143)
  expect([...named.keys()]).toEqual(['attack'])
  inOrder = await readClusters(analytics)
  const { cluster, members } = await readCluster(analytics, inOrder[0]?.id ?? '')
  expect(cluster.sentence).toMatch(
    /^These 150 accounts never repeat each other's prompts, draw from one pile of work/,
  )
  expect(cluster.kinds.reduce((sum, { nats }) => sum + nats, 0)).toBeCloseTo(cluster.evidence, 1)
  expect(cluster.models).toEqual(['atlas-large', 'atlas-next'])
  expect(cluster.cannotSee).toEqual(['hints'])
  expect(cluster.innocent.length).toBeGreaterThan(1)
  expect(members).toHaveLength(cluster.members)
  expect((await findClusters(analytics)).days).toEqual([])
}, 240_000)

test('neither the order in which lines come nor lines that come twice change what is found', async () => {
  const { analytics } = installation.stores
  const shuffled = (day: number) => (text: string) => {
    const dice = new Dice('order', day)
    const lines = text.trimEnd().split('\n')
    const twice = [...lines, ...lines.filter(() => dice.chance(0.2))]
    return `${twice
      .map((line) => [dice.next(), line] as const)
      .sort(([left], [right]) => left - right)
      .map(([, line]) => line)
      .join('\n')}\n`
  }
  // Days come in no order either, and clusters are sought before the last of them is there.
  for (const day of [6, 2, 4, 0, 5, 1]) await writeDay(analytics, POPULATION, day, shuffled(day))
  await findClusters(analytics)
  await writeDay(analytics, POPULATION, 3, shuffled(3))
  await findClusters(analytics)
  expect(await readClusters(analytics)).toEqual(inOrder)
}, 240_000)

test('without asking whether prompts overlap, a benchmark suite would be taken for a job', async () => {
  const { analytics } = installation.stores
  for (const day of DAYS) await writeDay(analytics, POPULATION, day)
  await findClusters(analytics, { withhold: ['prompts'] })
  const named = await namedOf(analytics)
  expect(named.get('new-suite')).toBeGreaterThan(30)
}, 240_000)

test('a log without prompts is searched by what it holds, and says what it cannot see', async () => {
  const { analytics } = installation.stores
  for (const day of DAYS) await writeDay(analytics, { ...POPULATION, prompts: false }, day)
  const summary = await findClusters(analytics)
  expect(summary.accountsWithPrompts).toBe(0)
  expect(summary.learning).toHaveLength(4)
  const [cluster] = await readClusters(analytics)
  expect(cluster?.cannotSee).toContain('prompts')
  expect((await namedOf(analytics)).get('attack')).toBeGreaterThan(100)
}, 240_000)

test('an empty log has no clusters, and an unknown id is said to be one', async () => {
  const { analytics } = installation.stores
  expect(await findClusters(analytics)).toMatchObject({ days: [], accounts: 0 })
  expect(await readClusters(analytics)).toEqual([])
  await expect(readCluster(analytics, 'nothing')).rejects.toThrow('There is no cluster "nothing"')
})

import { WeighbridgeError } from '../../base/errors.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { nextVersion } from './account-days.ts'
import type { Cluster, Member } from './cluster.ts'

/** A member as it is stored. */
export interface Joined extends Member {
  readonly cluster: string
}

/** Clusters found on at least one of the days, as they were last found, the largest first. */
export async function readClusters(
  analytics: AnalyticsStore,
  {
    from = '1970-01-01',
    to = '2100-01-01',
  }: { readonly from?: string | undefined; readonly to?: string | undefined } = {},
): Promise<Cluster[]> {
  const rows = await analytics.query<{ body: string }>(
    `SELECT argMax(body, day) AS body FROM account_cluster WHERE day <= {to:Date}
     GROUP BY cluster HAVING max(day) >= {from:Date}`,
    { from, to },
  )
  return rows
    .map(({ body }) => JSON.parse(body) as Cluster)
    .sort((left, right) => right.members - left.members || (left.id < right.id ? -1 : 1))
}

/**
 * One cluster with its members, those that joined first before the others.
 *
 * @throws WeighbridgeError `not-found` where there is none of that id.
 */
export async function readCluster(
  analytics: AnalyticsStore,
  id: string,
): Promise<{ cluster: Cluster; members: Member[] }> {
  const cluster = (await readClusters(analytics)).find((one) => one.id === id)
  if (cluster === undefined)
    throw new WeighbridgeError(
      'not-found',
      `There is no cluster "${id}"; "weighbridge clusters" lists those there are.`,
    )
  const members = await analytics.query<Member>(
    'SELECT account, joined, certainty FROM account_cluster_member WHERE cluster = {id:String} ORDER BY joined, account',
    { id },
  )
  return { cluster, members }
}

/** All members that joined before a day. */
export async function readJoined(analytics: AnalyticsStore, before: string): Promise<Joined[]> {
  return analytics.query<Joined>(
    'SELECT cluster, account, joined, certainty FROM account_cluster_member WHERE joined < {before:Date} ORDER BY cluster, account',
    { before },
  )
}

/** Makes what was found from a day on be exactly this: what no longer holds is marked deleted. */
export async function replaceClusters(
  analytics: AnalyticsStore,
  from: string,
  found: { readonly clusters: readonly Cluster[]; readonly joined: readonly Joined[] },
): Promise<void> {
  const clusters = found.clusters.map((cluster) => ({
    cluster: cluster.id,
    day: cluster.lastFound,
    body: JSON.stringify(cluster),
  }))
  await replace(analytics, 'account_cluster_row', clusters, ({ cluster, day }) => `${cluster} ${day}`, {
    where: 'day >= {from:Date}',
    columns: 'cluster, day, body',
    from,
  })
  await replace(
    analytics,
    'account_cluster_member_row',
    found.joined,
    ({ cluster, account }) => `${cluster} ${account}`,
    {
      where: 'joined >= {from:Date}',
      columns: 'cluster, account, joined, certainty',
      from,
    },
  )
}

async function replace<Row extends object>(
  analytics: AnalyticsStore,
  table: string,
  fresh: readonly Row[],
  key: (row: Row) => string,
  { where, columns, from }: { where: string; columns: string; from: string },
): Promise<void> {
  const held = await analytics.query<Row>(`SELECT ${columns} FROM ${table} FINAL WHERE ${where}`, { from })
  const names = new Set(fresh.map(key))
  const version = await nextVersion(analytics, table)
  const rows = [
    ...fresh.map((row) => ({ ...row, version, deleted: 0 })),
    ...held.filter((row) => !names.has(key(row))).map((row) => ({ ...row, version, deleted: 1 })),
  ]
  // Some at a time: an insert is one text in memory.
  for (let at = 0; at < rows.length; at += 20_000) await analytics.insert(table, rows.slice(at, at + 20_000))
}

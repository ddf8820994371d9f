import { FIRST_DAY, type Population } from '../src/detect/clusters/population.fixture.ts'
import type { AnalyticsStore } from '../src/store/analytics/analytics-store.ts'
import type { Named } from './clusters-run.ts'

/** What simpler rules name on the same days. None of them is told what the job looks like. */
export async function referencesAt(
  analytics: AnalyticsStore,
  population: Population,
  score: (accounts: readonly string[]) => Promise<Named>,
): Promise<Record<string, Named>> {
  const began = new Date(Date.parse(`${FIRST_DAY}T00:00:00Z`) + population.quietDays * 86_400_000)
    .toISOString()
    .slice(0, 10)
  return {
    'limit per account: more calls a day than 99 % of account days before': await score(
      await overLimit(analytics, began),
    ),
    'connected by address: components of 12 or more accounts that share addresses': await score(
      await components(analytics, began, 'addresses'),
    ),
    'connected by template: components of 12 or more accounts that share prompt families': await score(
      await components(analytics, began, 'families'),
    ),
  }
}

async function overLimit(analytics: AnalyticsStore, began: string): Promise<string[]> {
  const rows = await analytics.query<{ account: string }>(
    `SELECT DISTINCT account FROM account_day WHERE day >= {began:Date}
       AND calls > (SELECT quantile(0.99)(calls) FROM account_day WHERE day < {began:Date})`,
    { began },
  )
  return rows.map(({ account }) => account)
}

/** Accounts that share a key are connected; so are those connected through others. What DBSCAN finds with any distance below 1. */
async function components(
  analytics: AnalyticsStore,
  began: string,
  keys: 'addresses' | 'families',
): Promise<string[]> {
  const rows = await analytics.query<{ key: string; accounts: string[] }>(
    `SELECT toString(key) AS key, groupUniqArray(account) AS accounts FROM account_day ARRAY JOIN ${keys} AS key
     WHERE day >= {began:Date} GROUP BY key HAVING length(accounts) > 1`,
    { began },
  )
  const parent = new Map<string, string>()
  const root = (name: string): string => {
    let at = name
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up
    for (let from = name; from !== at; ) {
      const next = parent.get(from) ?? at
      parent.set(from, at)
      from = next
    }
    return at
  }
  for (const { accounts } of rows) {
    const [first = '', ...others] = accounts
    for (const other of others) parent.set(root(other), root(first))
    if (!parent.has(first)) parent.set(first, first)
  }
  const sizes = new Map<string, number>()
  for (const account of parent.keys()) sizes.set(root(account), (sizes.get(root(account)) ?? 0) + 1)
  return [...parent.keys()].filter((account) => (sizes.get(root(account)) ?? 0) >= 12)
}

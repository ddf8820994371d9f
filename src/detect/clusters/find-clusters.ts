import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { daysBefore } from '../judge.ts'
import { makeAccountDays, markDay } from './account-days.ts'
import type { Cluster, EvidenceKind } from './cluster.ts'
import { type Joined, readClusters, readJoined, replaceClusters } from './cluster-store.ts'
import { WINDOW_DAYS } from './constants.ts'
import { explain } from './explain.ts'
import { clusterId, knownAs } from './identity.ts'
import { type Group, judgeDay } from './judge-day.ts'
import { readReference, writeReference } from './reference.ts'
import { readWindow, type Window } from './window.ts'

export interface ClustersSummary {
  /** Days judged now: those that are new, and from the oldest that changed on. */
  readonly days: readonly string[]
  /** Of these, the days on which there were too few earlier ones to say what is ordinary. */
  readonly learning: readonly string[]
  /** The last judged day's accounts, and how many of them have prompts in the log. */
  readonly accounts: number
  readonly accountsWithPrompts: number
  readonly seconds: number
}

export interface FindOptions {
  /** Kinds of evidence not to be asked, to see what they carry. */
  readonly withhold?: readonly EvidenceKind[]
}

/**
 * Seeks accounts that act as one, on every day that was not judged on what is logged of it now, and on the days after it.
 * Running it again changes nothing; neither does the order in which the log came, or a line that came twice.
 */
export async function findClusters(
  analytics: AnalyticsStore,
  { withhold = [] }: FindOptions = {},
): Promise<ClustersSummary> {
  const started = performance.now()
  const logged = await makeAccountDays(analytics)
  const first = logged.findIndex(({ isJudged }) => !isJudged)
  const days = first < 0 ? [] : logged.slice(first).map(({ day }) => day)
  const learning: string[] = []
  let accounts = 0
  let accountsWithPrompts = 0
  if (days[0] !== undefined) {
    const book = await Book.open(analytics, days[0])
    for (const day of days) {
      const window = await readWindow(analytics, day)
      const reference = await readReference(analytics, day)
      if (reference === null) learning.push(day)
      const { groups, leaves } = judgeDay(window, reference, book.accounts, withhold)
      for (const group of groups) await book.enter(analytics, window, group)
      await writeReference(analytics, day, leaves)
      accounts = window.accounts.length
      accountsWithPrompts = window.sketched.reduce((count, sketched) => count + (sketched > 0 ? 1 : 0), 0)
    }
    await replaceClusters(analytics, days[0], book)
    for (const day of days) await markDay(analytics, day, true)
  }
  return { days, learning, accounts, accountsWithPrompts, seconds: (performance.now() - started) / 1000 }
}

/** The clusters known so far, and what was added since the first day judged. */
class Book {
  readonly accounts = new Set<string>()
  readonly clusters: Cluster[] = []
  readonly joined: Joined[] = []
  readonly #members = new Map<string, Set<string>>()
  readonly #firstFound = new Map<string, string>()

  static async open(analytics: AnalyticsStore, from: string): Promise<Book> {
    const book = new Book()
    for (const { id, firstFound } of await readClusters(analytics, { to: daysBefore(from, 1) }))
      book.#firstFound.set(id, firstFound)
    for (const { cluster, account } of await readJoined(analytics, from)) book.#join(cluster, account)
    return book
  }

  /** Writes down a group: as the cluster it is known as, or as a new one. */
  async enter(analytics: AnalyticsStore, window: Window, group: Group): Promise<void> {
    const names = group.accounts.map((account) => window.accounts[account] ?? '')
    const known = [...this.#members].map(([id, members]) => ({ id, members }))
    const id = knownAs(names, known) ?? clusterId(window.day, names)
    for (const [at, account] of names.entries()) {
      if (this.#members.get(id)?.has(account)) continue
      this.#join(id, account)
      this.joined.push({ cluster: id, account, joined: window.day, certainty: group.certainties[at] ?? 0 })
    }
    const firstFound = this.#firstFound.get(id) ?? window.day
    this.#firstFound.set(id, firstFound)
    const sum = (of: ArrayLike<number>) =>
      group.accounts.reduce((total, account) => total + (of[account] ?? 0), 0)
    const members = this.#members.get(id)?.size ?? 0
    // Of two groups that are one cluster the day keeps the stronger.
    const twin = this.clusters.findIndex((cluster) => cluster.id === id && cluster.lastFound === window.day)
    const kept = this.clusters[twin]
    if (kept !== undefined && kept.evidence >= group.evidence) {
      this.clusters[twin] = { ...kept, members }
      return
    }
    if (twin >= 0) this.clusters.splice(twin, 1)
    const windowStart = daysBefore(window.day, WINDOW_DAYS - 1)
    this.clusters.push({
      id,
      firstFound,
      lastFound: window.day,
      members,
      calls: sum(window.calls),
      tokensIn: sum(window.tokensIn),
      tokensOut: sum(window.tokensOut),
      models: await modelsOf(analytics, names, windowStart, window.day),
      windowStart,
      windowEnd: window.day,
      evidence: Math.round(group.evidence * 100) / 100,
      threshold: Math.round(group.threshold * 100) / 100,
      ...explain(group, members),
    })
  }

  #join(cluster: string, account: string): void {
    const members = this.#members.get(cluster) ?? new Set()
    members.add(account)
    this.#members.set(cluster, members)
    this.accounts.add(account)
  }
}

/** Which models some of the accounts asked, the most asked first. */
async function modelsOf(
  analytics: AnalyticsStore,
  accounts: readonly string[],
  from: string,
  to: string,
): Promise<string[]> {
  const rows = await analytics.query<{ model: string }>(
    `SELECT model FROM account_day ARRAY JOIN models AS model, model_calls AS calls
     WHERE day >= {from:Date} AND day <= {to:Date} AND account IN {some:Array(String)} AND model != ''
     GROUP BY model ORDER BY sum(calls) DESC, model LIMIT 8`,
    { from, to, some: accounts.slice(0, 500) },
  )
  return rows.map(({ model }) => model)
}

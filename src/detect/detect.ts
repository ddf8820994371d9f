import { WeighbridgeError } from '../base/errors.ts'
import type { AnalyticsStore } from '../store/analytics/analytics-store.ts'
import { CHANNEL_ROLL_UPS } from './channel-roll-ups.ts'
import { type Days, daysBefore, judge, LOOK_BACK_DAYS } from './judge.ts'
import { loadRules } from './load-rules.ts'
import { loadQueryRules } from './query-rules/load-query-rules.ts'
import type { QueryRule } from './query-rules/query-rule.ts'
import { type QueryRulesSummary, runQueryRules } from './query-rules/run-query-rules.ts'
import { CHANNELS, type Channel } from './signal.ts'
import { replaceSignals } from './signal-store.ts'
import { toSignal } from './to-signal.ts'

export interface DetectOptions {
  /** First and last day to judge, YYYY-MM-DD; without them, all days that are logged. */
  readonly from?: string
  readonly to?: string
  /**
   * Which days the query rules are asked about: all that are judged, the newest {@link RECENT_DAYS} of them, or none (the
   * default).
   */
  readonly queries?: 'all' | 'recent' | 'none'
  /** Folder of the installation, where the user declares tables of their own; query rules may read them. */
  readonly dataDir?: string | undefined
}

/** Every asking reads activity itself, not roll-ups: months of it are asked about only when somebody says so. */
export const RECENT_DAYS = 7

export interface DetectSummary {
  /** Days judged; 0 where nothing is logged. */
  readonly days: number
  /** People and services seen in the logs of these days. */
  readonly people: number
  readonly signals: Readonly<Record<string, number>>
  /** Days that are logged at all. Rules compare with at least {@link LEAST_HISTORY} earlier ones. */
  readonly loggedDays: number
  /** Channels without a single line in these days: nothing can be said about them. */
  readonly cannotSee: readonly Channel[]
  /** What the query rules said; absent where they were not asked. */
  readonly queries?: QueryRulesSummary
  /** That the measures took; the query rules say their own. */
  readonly seconds: number
}

/**
 * Runs every rule over the days and makes their signals be exactly what the rules say now. Running it again changes
 * nothing.
 *
 * @throws WeighbridgeError `bad-usage` where a day is not a date or `from` is after `to`.
 */
export async function detect(analytics: AnalyticsStore, options: DetectOptions = {}): Promise<DetectSummary> {
  const started = performance.now()
  const asked = {
    from: dateOr(options.from, '1970-01-01'),
    until: daysBefore(dateOr(options.to, '2099-12-30'), -1),
  }
  if (asked.from >= asked.until) {
    throw new WeighbridgeError(
      'bad-usage',
      `The first day, ${options.from}, is after the last, ${options.to}; swap them.`,
    )
  }
  // Where retention took what a day is judged by, the signals of that day stay what they are.
  asked.from = later(asked.from, await firstJudgeable(analytics))
  // The rules are read while the engine looks at the logs.
  const [logged, rules] = await Promise.all([
    readLogged(analytics, asked),
    Promise.resolve().then(() => loadRules()),
  ])
  const days = { from: later(asked.from, logged.from), until: earlier(asked.until, logged.until) }
  // Side by side: a good part of a judgement is the engine planning it, which keeps one core busy.
  const found = await Promise.all(
    (logged.people === 0 ? [] : rules).map(async (rule) => {
      const judged = await judge(analytics, rule, days)
      return { rule: rule.id, signals: judged.map((row) => toSignal(rule, row, logged.end)) }
    }),
  )
  const queryRules = loadQueryRules()
  await replaceSignals(
    analytics,
    found.flatMap(({ signals }) => signals),
    asked,
    (rule) => !queryRules.some(({ id }) => id === rule),
  )
  const seconds = (performance.now() - started) / 1000
  const queries = await askQueries(analytics, queryRules, options, days, logged)
  return {
    days: logged.people === 0 ? 0 : Math.round((Date.parse(days.until) - Date.parse(days.from)) / 86_400_000),
    people: logged.people,
    loggedDays: Number(logged.days),
    signals: Object.fromEntries(found.map(({ rule, signals }) => [rule, signals.length])),
    cannotSee: CHANNELS.filter((channel) => !logged.channels.includes(channel)),
    ...(queries !== null && { queries }),
    seconds,
  }
}

/** Asks the query rules, and makes their signals of these days be what they say now. */
async function askQueries(
  analytics: AnalyticsStore,
  rules: readonly QueryRule[],
  { queries = 'none', dataDir }: DetectOptions,
  days: Days,
  logged: Logged,
): Promise<QueryRulesSummary | null> {
  if (queries === 'none' || logged.people === 0 || days.from >= days.until) return null
  const about =
    queries === 'all' ? days : { ...days, from: later(days.from, daysBefore(days.until, RECENT_DAYS)) }
  const { signals, asked, summary } = await runQueryRules(analytics, rules, about, logged.end, dataDir)
  const spoke = new Set(asked)
  await replaceSignals(analytics, signals, about, (rule) => spoke.has(rule))
  return summary
}

/** The first day that retention left as it was, with all the days that it is compared with; 1970 where it took none. */
async function firstJudgeable(analytics: AnalyticsStore): Promise<string> {
  const [row] = await analytics.query<{ day: string }>(
    `SELECT max(if(name = 'signal', day, day + 1 + {lookBack:UInt16})) AS day FROM thinned_row
     WHERE name = 'signal' OR endsWith(name, '_hour')`,
    { lookBack: LOOK_BACK_DAYS },
  )
  return row?.day ?? '1970-01-01'
}

interface Logged extends Days {
  readonly people: number
  readonly channels: readonly Channel[]
  readonly days: number
  /** End of the last hour logged at all. */
  readonly end: string
}

async function readLogged(analytics: AnalyticsStore, days: Days): Promise<Logged> {
  const hours = CHANNELS.map(
    (channel) => `SELECT '${channel}' AS channel, person, hour FROM ${CHANNEL_ROLL_UPS[channel]}`,
  ).join(' UNION ALL ')
  const [logged] = await analytics.query<Logged>(
    `SELECT
       toDate(minIf(hour, asked)) AS from, toDate(maxIf(hour, asked)) + 1 AS until, uniqExactIf(person, asked) AS people,
       groupUniqArrayIf(channel, asked) AS channels, uniqExact(toDate(hour)) AS days, max(hour) + INTERVAL 1 HOUR AS end
     FROM (SELECT *, hour >= {from:Date} AND hour < {until:Date} AS asked FROM (${hours}))`,
    { ...days },
  )
  return logged ?? { ...days, people: 0, channels: [], days: 0, end: '' }
}

function dateOr(day: string | undefined, otherwise: string): string {
  if (day === undefined) return otherwise
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(Date.parse(day)) || daysBefore(day, 0) !== day) {
    throw new WeighbridgeError('bad-usage', `"${day}" is not a day; write it like 2026-03-10.`)
  }
  return day
}

function later(left: string, right: string): string {
  return left > right ? left : right
}

function earlier(left: string, right: string): string {
  return left < right ? left : right
}

import { messageOf } from '../../base/errors.ts'
import { QueryError } from '../../query/plan/query-error.ts'
import { schemaNamed } from '../../query/schemas/load-schemas.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import type { Days } from '../judge.ts'
import type { Channel, Signal } from '../signal.ts'
import { type AskableRule, askable } from './asking.ts'
import { durationMs } from './duration.ts'
import { type FindingRow, MOST_FINDINGS } from './findings-sql.ts'
import { chanceOf, firedDays, PAST_DAYS, readWatched } from './past.ts'
import { longerLookBacks, QUERY_FILES, type QueryRule } from './query-rule.ts'
import { querySignal } from './query-signal.ts'
import { dayOf, regularGrid } from './window-grid.ts'

const DAY_MS = 86_400_000

/** What the query rules had to say. */
export interface QueryRulesSummary {
  readonly rules: number
  /** Days asked about, first and last; empty where nothing is logged. */
  readonly from: string
  readonly to: string
  /** Signals of each rule that found something. */
  readonly signals: Readonly<Record<string, number>>
  /** Rows that name nobody: they are no signals. */
  readonly withoutPerson: number
  /** Rules that read only tables of which there are no rows here. */
  readonly blind: readonly string[]
  /** Rules that could not be asked, and why. */
  readonly failed: readonly { readonly rule: string; readonly why: string }[]
  readonly seconds: number
}

export interface QueryRulesRun {
  readonly signals: readonly Signal[]
  /** Rules whose signals of these days are what they say now: all that did not fail. */
  readonly asked: readonly string[]
  readonly summary: QueryRulesSummary
}

/**
 * Asks every query rule about the windows that end on these days. A rule that fails is named and leaves the others be.
 *
 * @param logEnd end of the last logged hour.
 * @param dataDir folder of the installation, where the user declares tables of their own.
 */
export async function runQueryRules(
  analytics: AnalyticsStore,
  rules: readonly QueryRule[],
  days: Days,
  logEnd: string,
  dataDir?: string,
): Promise<QueryRulesRun> {
  const started = performance.now()
  const found: { readonly rule: QueryRule; readonly findings: readonly FindingRow[] }[] = []
  const failed: { rule: string; why: string }[] = []
  const blind: string[] = []
  for (const rule of rules) {
    try {
      const ready = await askable(
        rule,
        schemaNamed(rule.schema, { open: true, userFolder: dataDir }),
        analytics,
      )
      if (ready.compiled?.isBlind === true) blind.push(rule.id)
      found.push({ rule, findings: await ask(analytics, ready, days) })
    } catch (error) {
      failed.push({ rule: rule.id, why: failureOf(rule, error) })
    }
  }
  const signals = await signalsOf(analytics, found, days, logEnd)
  return {
    signals,
    asked: found.map(({ rule }) => rule.id),
    summary: {
      rules: rules.length,
      from: days.from,
      to: dayOf(Date.parse(days.until) - DAY_MS),
      signals: countByRule(signals),
      withoutPerson: found
        .flatMap(({ findings }) => inDays(findings, days))
        .filter(({ person }) => person === '').length,
      blind,
      failed,
      seconds: (performance.now() - started) / 1000,
    },
  }
}

/** Its findings in the days, and in those before that say how often it speaks. */
async function ask(
  analytics: AnalyticsStore,
  ready: AskableRule,
  days: Days,
): Promise<readonly FindingRow[]> {
  const { rule } = ready
  const lookBack = durationMs(rule.lookBack)
  const from = Date.parse(days.from) - PAST_DAYS * DAY_MS - Math.ceil(lookBack / DAY_MS) * DAY_MS
  const grid = {
    ...regularGrid(from, Date.parse(days.until), lookBack, durationMs(rule.schedule)),
    lengthsMs: longerLookBacks(rule),
  }
  const findings = await ready.ask(analytics, grid)
  if (findings.length > MOST_FINDINGS)
    throw new Error(`it finds more than ${MOST_FINDINGS} people and windows; narrow it`)
  return findings
}

async function signalsOf(
  analytics: AnalyticsStore,
  found: readonly { readonly rule: QueryRule; readonly findings: readonly FindingRow[] }[],
  days: Days,
  logEnd: string,
): Promise<Signal[]> {
  const signals: Signal[] = []
  for (const channel of new Set(found.map(({ rule }) => rule.channel))) {
    const spoke = found.filter(({ rule }) => rule.channel === channel)
    const watched = await readWatched(
      analytics,
      channel as Channel,
      earliest(spoke, days),
      peopleIn(spoke, days),
    )
    for (const { rule, findings } of spoke) {
      const fired = firedDays(findings)
      for (const finding of inDays(findings, days).filter(({ person }) => person !== '')) {
        const chance = chanceOf(finding, durationMs(rule.lookBack), fired, watched)
        signals.push(querySignal(rule, finding, chance, logEnd))
      }
    }
  }
  return signals
}

function inDays(findings: readonly FindingRow[], { from, until }: Days): FindingRow[] {
  const [first, last] = [Date.parse(from), Date.parse(until)]
  return findings.filter(({ window_end }) => window_end > first && window_end <= last)
}

function earliest(found: readonly { readonly rule: QueryRule }[], { from, until }: Days): Days {
  const longest = Math.max(...found.map(({ rule }) => durationMs(rule.lookBack)))
  return { from: dayOf(Date.parse(from) - longest - (PAST_DAYS + 1) * DAY_MS), until }
}

function peopleIn(found: readonly { readonly findings: readonly FindingRow[] }[], days: Days): string[] {
  return [...new Set(found.flatMap(({ findings }) => inDays(findings, days).map(({ person }) => person)))]
}

function countByRule(signals: readonly Signal[]): Record<string, number> {
  const counts = new Map<string, number>()
  for (const { rule } of signals) counts.set(rule, (counts.get(rule) ?? 0) + 1)
  return Object.fromEntries([...counts].sort(([left], [right]) => left.localeCompare(right)))
}

/** Why a rule could not be asked, with the place where it is known. */
export function failureOf(rule: Pick<QueryRule, 'id' | 'language' | 'query'>, error: unknown): string {
  if (!(error instanceof QueryError)) return messageOf(error)
  const { line, column } = error.positionIn(rule.query)
  return `rules/${rule.id}/${QUERY_FILES[rule.language]}:${line}:${column}: ${error.message}`
}

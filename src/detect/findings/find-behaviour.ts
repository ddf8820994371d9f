import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import type { RecordsStore } from '../../store/records/records-store.ts'
import { circumstancesOf } from '../behaviour/explain/circumstances.ts'
import { explain } from '../behaviour/explain/explain.ts'
import { innocentExplanations } from '../behaviour/explain/innocent.ts'
import { scoreInstallation } from '../behaviour/score/score-installation.ts'
import { defaultCasesPerWeek, thresholdFor } from '../behaviour/score/thresholds.ts'
import type { Scores } from '../behaviour/scores.ts'
import { thresholdNow } from '../feedback/refit.ts'
import { excludedDays, excludedIn } from '../feedback/verdicts.ts'
import { daysBefore } from '../judge.ts'
import type { Signal } from '../signal.ts'
import { replaceSignals } from '../signal-store.ts'
import { findSmall } from '../small-budgets/find-small.ts'
import { lookBack, readNotices } from '../small-budgets/look-back.ts'
import { assetsTouched } from './assets-touched.ts'
import { behaviourSignals } from './behaviour-signals.ts'
import { DETECTOR_RULES } from './detectors.ts'
import { scoreRarity } from './score-rarity.ts'
import { smallSignals } from './small-signals.ts'
import { surprisingDays } from './surprising-days.ts'
import { keepToldDays, type ToldDay } from './told-day.ts'

/** Where detectors read and write: activity and signals in one store, decisions of people in the other. */
export interface DetectorStores {
  readonly analytics: AnalyticsStore
  readonly records: RecordsStore
}

export interface BehaviourSummary {
  /** Person-days that could be judged, and those above the threshold. */
  readonly judged: number
  readonly surprising: number
  /** In nats. */
  readonly threshold: number
  /** Findings of the detectors with budgets of their own, by rule. */
  readonly small: Readonly<Record<string, number>>
  readonly cannotSee: readonly string[]
  readonly seconds: number
}

/** The budget of cases a week, for as many people as the table is for, at which the days of somebody who leaves are read once more. */
const LOOK_BACK_CASES = 5

/**
 * Scores everybody's days, runs the detectors with budgets of their own, and makes their signals be exactly what they say
 * now. Running it again changes nothing.
 */
export async function findBehaviour({ analytics, records }: DetectorStores): Promise<BehaviourSummary> {
  const started = performance.now()
  const excluded = await excludedDays(records)
  const scores = await scoreInstallation(analytics, { excludeIn: (days) => excludedIn(days, excluded) })
  const { grid } = scores
  const [first, last] = [grid.days[0], grid.days.at(-1)]
  const people = Math.max(1, grid.people.filter(({ kind }) => kind === 'human').length)
  const threshold = await thresholdNow(records, people)
  const told = first === undefined ? [] : await tell(analytics, scores, threshold)
  await keepToldDays(
    analytics,
    told.map(({ day }) => day),
  )
  const small =
    first === undefined || last === undefined
      ? { findings: [], cannotSee: [] }
      : await findSmall(analytics, { from: first, until: daysBefore(last, -1) })
  const leaving = lookBack(scores, await readNotices(analytics), {
    value: thresholdFor(LOOK_BACK_CASES * defaultCasesPerWeek(people), people),
    casesPerWeek: LOOK_BACK_CASES,
  })
  const findings = [...small.findings, ...leaving]
  const signals = [...told.flatMap((it) => it.signals), ...findings.flatMap(smallSignals)]
  const covered = new Set(DETECTOR_RULES)
  await replaceSignals(analytics, signals, { from: '1970-01-01', until: '2099-12-30' }, (rule) =>
    covered.has(rule),
  )
  return {
    judged: scores.judged.reduce((sum, judged) => sum + judged, 0),
    surprising: told.length,
    threshold,
    small: countBy(findings.map(({ rule }) => rule)),
    cannotSee: small.cannotSee,
    seconds: (performance.now() - started) / 1000,
  }
}

async function tell(
  analytics: AnalyticsStore,
  scores: Scores,
  threshold: number,
): Promise<{ readonly day: ToldDay; readonly signals: readonly Signal[] }[]> {
  const told = []
  const logEnd = await endOfLogs(analytics)
  for (const { person, day } of surprisingDays(scores, threshold)) {
    const { grid } = scores
    const explanation = explain(scores, grid.people[person]?.person ?? '', grid.days[day] ?? '')
    told.push({
      day: {
        explanation,
        innocent: innocentExplanations(explanation, circumstancesOf(grid, person, day)),
        threshold,
      },
      signals: behaviourSignals({
        explanation,
        threshold,
        rarity: scoreRarity(scores, person, day),
        logEnd,
        assets: await assetsTouched(analytics, explanation.person, explanation.day),
      }),
    })
  }
  return told
}

/** End of the last hour that is logged on any channel. */
async function endOfLogs(analytics: AnalyticsStore): Promise<string> {
  const tables = ['inference_hour', 'artifact_hour', 'object_hour', 'flow_hour']
  const [row] = await analytics.query<{ end: string }>(
    `SELECT max(hour) + INTERVAL 1 HOUR AS end FROM (${tables.map((table) => `SELECT max(hour) AS hour FROM ${table}_row`).join(' UNION ALL ')})`,
  )
  return row?.end ?? ''
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return Object.fromEntries(counts)
}

import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { type DecisionKind, decisionsIn } from '../../store/records/decisions.ts'
import type { RecordsStore } from '../../store/records/records-store.ts'
import { readSignals } from '../signal-store.ts'
import { budgetIn } from './budget.ts'
import { describeDecision, effectOf } from './describe-decision.ts'
import { exceptedSignals } from './excepted-signals.ts'
import { exceptionsIn } from './exceptions.ts'
import { thresholdIn } from './threshold.ts'
import { verdictsIn } from './verdicts.ts'
import { FITTED_WEEKS, type RealisedRate, realisedRate, type Week } from './weeks.ts'

/** A decision as people read it. */
export interface ToldDecision {
  readonly id: number
  readonly kind: DecisionKind
  /** ISO 8601 in UTC. */
  readonly at: string
  readonly by: string
  readonly reason: string
  readonly what: string
  readonly effect: string
  readonly undone: { readonly by: string; readonly at: string; readonly reason: string } | null
  /** Signals that an exception that holds keeps from opening a case; null for all else. */
  readonly heldBack: number | null
}

/** Everything people decided, and what it makes of budget and threshold. */
export interface Feedback {
  readonly decisions: readonly ToldDecision[]
  readonly budget: { readonly casesAWeek: number; readonly isDefault: boolean; readonly people: number }
  /** Null before the first fit. */
  readonly threshold: { readonly nats: number; readonly weeks: readonly Week[] } | null
  /** Over the weeks before the newest case. */
  readonly realised: RealisedRate
}

export async function readFeedback(analytics: AnalyticsStore, records: RecordsStore): Promise<Feedback> {
  const exceptions = await exceptionsIn(records)
  const signals = exceptions.length === 0 ? [] : await readSignals(analytics)
  const held = await exceptedSignals(analytics, exceptions, signals)
  const heldBack = new Map(exceptions.map(({ decision }) => [decision, 0]))
  for (const { decision } of held.values()) heldBack.set(decision, (heldBack.get(decision) ?? 0) + 1)
  const people = await scoredPeople(analytics)
  const budget = await budgetIn(records, people)
  const threshold = await thresholdIn(records)
  const cases = await records.db.selectFrom('case_record').select(['id', 'updated_at']).execute()
  const days = cases.map(({ id, updated_at }) => ({ id, to: updated_at.slice(0, 10) }))
  return {
    decisions: (await decisionsIn(records)).map((decision) => ({
      id: decision.id,
      kind: decision.kind,
      at: decision.at,
      by: decision.by,
      reason: decision.reason,
      what: describeDecision(decision),
      effect: effectOf(decision),
      undone: decision.undone,
      heldBack: heldBack.get(decision.id) ?? null,
    })),
    budget: { casesAWeek: budget.casesAWeek, isDefault: budget.decision === null, people },
    threshold: threshold === null ? null : { nats: threshold.threshold, weeks: threshold.weeks },
    realised: realisedRate(lastDayOf(days), days, await verdictsIn(records), FITTED_WEEKS),
  }
}

/** People the directory knows, else those in the logs. */
export async function scoredPeople(analytics: AnalyticsStore): Promise<number> {
  const [row] = await analytics.query<{ known: number; seen: number }>(
    `SELECT (SELECT count() FROM person WHERE kind != 'service') AS known,
       (SELECT uniqExact(person) FROM (
         SELECT toString(person) AS person FROM inference_hour_row UNION DISTINCT SELECT toString(person) FROM artifact_hour_row
         UNION DISTINCT SELECT toString(person) FROM object_hour_row UNION DISTINCT SELECT toString(person) FROM flow_hour_row)) AS seen`,
  )
  return Number(row?.known) || Number(row?.seen ?? 0)
}

function lastDayOf(days: readonly { readonly to: string }[]): string {
  return (
    days
      .map(({ to }) => to)
      .sort()
      .at(-1) ?? new Date().toISOString().slice(0, 10)
  )
}

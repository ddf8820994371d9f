import { exceptedSignals } from '../detect/feedback/excepted-signals.ts'
import { exceptionsIn } from '../detect/feedback/exceptions.ts'
import { DETECTOR_RULES } from '../detect/findings/detectors.ts'
import { loadRules } from '../detect/load-rules.ts'
import { loadQueryRules } from '../detect/query-rules/load-query-rules.ts'
import { readSignals } from '../detect/signal-store.ts'
import type { AnalyticsStore } from '../store/analytics/analytics-store.ts'
import type { RecordsStore } from '../store/records/records-store.ts'
import { type JoinedCase, joinSignals } from './join-signals.ts'
import { OPENING, type QueryParts, type RuleSteps } from './opening.ts'

/** The stores that cases are made from: signals in one, what people decided in the other. */
export interface CaseStores {
  readonly analytics: AnalyticsStore
  readonly records: RecordsStore
}

export interface JoinSummary {
  readonly cases: number
  readonly opened: number
  /** Closed cases that new signals opened again. */
  readonly reopened: number
}

/**
 * Joins all signals into cases and records what is new; run it after `detect`. A case that an analyst closed stays
 * closed until a signal counts an act later than any known when it was joined last.
 */
export async function joinCases(stores: CaseStores): Promise<JoinSummary> {
  const joined = await readJoined(stores)
  const records = await stores.records.db.selectFrom('case_record').selectAll().execute()
  const known = new Map(records.map((record) => [record.id, record]))
  let opened = 0
  let reopened = 0
  await stores.records.db.transaction().execute(async (transaction) => {
    for (const found of joined) {
      const { first, last } = actsOf(found)
      const record = known.get(found.id)
      if (record === undefined) {
        opened += 1
        await transaction
          .insertInto('case_record')
          .values({
            id: found.id,
            person: found.person,
            state: 'open',
            owner: null,
            opened_at: first,
            updated_at: last,
          })
          .execute()
      } else if (record.opened_at !== first || record.updated_at !== last) {
        const again = record.state === 'closed' && last > record.updated_at
        if (again) reopened += 1
        await transaction
          .updateTable('case_record')
          .set({ opened_at: first, updated_at: last, ...(again ? { state: 'open' as const } : {}) })
          .where('id', '=', found.id)
          .execute()
      }
    }
  })
  return { cases: joined.length, opened, reopened }
}

/** The cases that the signals of the store make; those that an exception covers open none. */
export async function readJoined({ analytics, records }: CaseStores): Promise<JoinedCase[]> {
  const steps: RuleSteps = new Map(loadRules().map((rule) => [rule.id, rule.step]))
  const parts: QueryParts = new Map([
    ...loadQueryRules().map((rule) => [rule.id, rule.case] as const),
    ...DETECTOR_RULES.map((rule) => [rule, 'open'] as const),
  ])
  const signals = await readSignals(analytics)
  const excepted = await exceptedSignals(analytics, await exceptionsIn(records), signals)
  return joinSignals(signals, steps, OPENING.nats, parts, excepted)
}

/** First and last act that a signal of the case counted. */
export function actsOf(joined: JoinedCase): { readonly first: string; readonly last: string } {
  const firsts = joined.signals.map((signal) => signal.firstActivity).sort()
  const lasts = joined.signals.map((signal) => signal.lastActivity).sort()
  return { first: firsts[0] ?? joined.openedAt, last: lasts.at(-1) ?? joined.openedAt }
}

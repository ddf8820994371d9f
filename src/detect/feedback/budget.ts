import { WeighbridgeError } from '../../base/errors.ts'
import { type Deciding, type Decision, decide, decisionsIn, holding } from '../../store/records/decisions.ts'
import type { RecordsStore } from '../../store/records/records-store.ts'
import { defaultCasesPerWeek } from '../behaviour/score/thresholds.ts'

/** How many false cases a week the threshold is fitted to. */
export interface Budget {
  readonly casesAWeek: number
  /** The decision that says so; null for the default. */
  readonly decision: Decision | null
}

const MOST = 1000

/**
 * Records how many false cases a week are to be expected; the next refit of the threshold is fitted to it.
 *
 * @throws WeighbridgeError `bad-input` for what is not above 0 and at most 1000, or without a name or a reason.
 */
export async function setBudget(
  records: RecordsStore,
  casesAWeek: number,
  deciding: Deciding,
): Promise<Decision> {
  if (!(casesAWeek > 0 && casesAWeek <= MOST)) {
    throw new WeighbridgeError('bad-input', `The budget must be above 0 and at most ${MOST} cases a week.`)
  }
  return decide(records, { kind: 'budget', subject: 'score', detail: { casesAWeek }, ...deciding })
}

/**
 * The budget that holds for so many people.
 *
 * @param people whose days are scored
 */
export async function budgetIn(records: RecordsStore, people: number): Promise<Budget> {
  const [decision] = holding(await decisionsIn(records, 'budget'))
  if (decision === undefined) return { casesAWeek: defaultCasesPerWeek(people), decision: null }
  return { casesAWeek: (decision.detail as { casesAWeek: number }).casesAWeek, decision }
}

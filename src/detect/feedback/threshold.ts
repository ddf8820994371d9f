import { WeighbridgeError } from '../../base/errors.ts'
import {
  type Deciding,
  type Decision,
  decide,
  decisionsIn,
  holding,
  undo,
} from '../../store/records/decisions.ts'
import type { RecordsStore } from '../../store/records/records-store.ts'
import type { Week } from './weeks.ts'

/** What a fit comes to. */
export interface FittedThreshold {
  /** In nats. */
  readonly threshold: number
  readonly casesAWeek: number
  readonly people: number
  /** The weeks it was fitted to. */
  readonly weeks: readonly Week[]
}

/** A change of the threshold. */
export interface ThresholdChange extends FittedThreshold {
  /** Null for the first. */
  readonly before: number | null
  readonly decision: Decision
}

/** Fewer weeks carry too few cases to say anything. */
export const LEAST_WEEKS = 4

/** The threshold that holds, with the change that made it; null before the first fit. */
export async function thresholdIn(records: RecordsStore): Promise<ThresholdChange | null> {
  const [decision] = holding(await decisionsIn(records, 'threshold'))
  return decision === undefined ? null : changeOf(decision)
}

/** Every change, also what was undone, the newest first. */
export async function thresholdHistory(records: RecordsStore): Promise<ThresholdChange[]> {
  return (await decisionsIn(records, 'threshold')).map(changeOf)
}

/**
 * Records a fitted threshold; it holds from now on.
 *
 * @throws WeighbridgeError `bad-usage` where it rests on fewer than {@link LEAST_WEEKS} weeks.
 */
export async function changeThreshold(
  records: RecordsStore,
  fitted: FittedThreshold,
  deciding: Deciding,
): Promise<ThresholdChange> {
  const { threshold, casesAWeek, people, weeks } = fitted
  if (weeks.length < LEAST_WEEKS) {
    throw new WeighbridgeError(
      'bad-usage',
      `There are ${weeks.length} whole weeks of scores without a case closed as true theft, and a threshold is fitted to at least ${LEAST_WEEKS}; the old one stays.`,
    )
  }
  if (!Number.isFinite(threshold) || threshold <= 0) {
    throw new WeighbridgeError(
      'bad-usage',
      `The fit came to ${threshold}, which is no threshold; the old one stays.`,
    )
  }
  const before = (await thresholdIn(records))?.threshold ?? null
  const detail = { threshold, before, casesAWeek, people, weeks }
  return changeOf(await decide(records, { kind: 'threshold', subject: 'score', detail, ...deciding }))
}

/**
 * Goes back to the threshold before the last change.
 *
 * @returns what holds now; null where it is the one that the program begins with.
 * @throws WeighbridgeError `not-found` where there is nothing to go back from.
 */
export async function revertThreshold(
  records: RecordsStore,
  deciding: Deciding,
): Promise<ThresholdChange | null> {
  const change = await thresholdIn(records)
  if (change === null) {
    throw new WeighbridgeError(
      'not-found',
      'The threshold was never changed; there is nothing to go back from.',
    )
  }
  await undo(records, change.decision.id, deciding)
  return thresholdIn(records)
}

function changeOf(decision: Decision): ThresholdChange {
  const { threshold, before, casesAWeek, people, weeks } = decision.detail as unknown as Omit<
    ThresholdChange,
    'decision'
  >
  return { threshold, before, casesAWeek, people, weeks, decision }
}

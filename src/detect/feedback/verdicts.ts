import { WeighbridgeError } from '../../base/errors.ts'
import { type Deciding, type Decision, decide, decisionsIn, holding } from '../../store/records/decisions.ts'
import type { RecordsStore } from '../../store/records/records-store.ts'

/** What an analyst can say of a case, and what each does. */
export const VERDICTS = {
  theft: {
    title: 'true theft',
    effect: 'The person’s days of the case no longer count as what is ordinary for others.',
  },
  breach: {
    title: 'policy breach without theft',
    effect: 'The case was worth opening: it does not count as a false one.',
  },
  honest: {
    title: 'honest work',
    effect: 'The case counts as a false one in the realised rate.',
  },
  unclear: {
    title: 'cannot tell',
    effect: 'The case counts neither as true nor as false.',
  },
} as const

export type VerdictKind = keyof typeof VERDICTS

/** A case as it was when the verdict was given. Days are YYYY-MM-DD. */
export interface JudgedCase {
  readonly id: string
  readonly person: string
  /** First and last day with an act that counted. */
  readonly from: string
  readonly to: string
}

export interface Verdict extends Deciding {
  readonly decision: number
  readonly at: string
  readonly is: VerdictKind
  readonly case: JudgedCase
}

/** @throws WeighbridgeError `bad-input` for a verdict that there is not, or without a name or a reason. */
export async function recordVerdict(
  records: RecordsStore,
  judged: JudgedCase,
  is: VerdictKind,
  deciding: Deciding,
): Promise<Decision> {
  if (!Object.hasOwn(VERDICTS, is)) {
    throw new WeighbridgeError('bad-input', `The verdict must be one of ${Object.keys(VERDICTS).join(', ')}.`)
  }
  const { id, person, from, to } = judged
  return decide(records, { kind: 'verdict', subject: id, detail: { is, person, from, to }, ...deciding })
}

/** The newest verdict that holds on each case, the newest first. */
export async function verdictsIn(records: RecordsStore): Promise<Verdict[]> {
  const newest = new Map<string, Verdict>()
  for (const decision of holding(await decisionsIn(records, 'verdict'))) {
    if (!newest.has(decision.subject)) newest.set(decision.subject, verdictOf(decision))
  }
  return [...newest.values()]
}

/** Days that must not count as ordinary, of people whose case was closed as true theft. */
export interface ExcludedDays {
  readonly person: string
  readonly from: string
  readonly to: string
}

export async function excludedDays(records: RecordsStore): Promise<ExcludedDays[]> {
  const verdicts = await verdictsIn(records)
  return verdicts
    .filter(({ is }) => is === 'theft')
    .map(({ case: { person, from, to } }) => ({ person, from, to }))
}

/**
 * The same as places in a grid's days, for `scoreGrid`.
 *
 * @example excludedIn(['2026-03-01', '2026-03-02'], [{ person: 'ada', from: '2026-02-20', to: '2026-03-01' }]) // => [{ person: 'ada', from: 0, to: 0 }]
 */
export function excludedIn(
  days: readonly string[],
  excluded: readonly ExcludedDays[],
): { person: string; from: number; to: number }[] {
  return excluded.flatMap(({ person, from, to }) => {
    const first = days.findIndex((day) => day >= from)
    const last = days.findLastIndex((day) => day <= to)
    return first === -1 || last < first ? [] : [{ person, from: first, to: last }]
  })
}

function verdictOf({ id, subject, detail, by, reason, at }: Decision): Verdict {
  const { is, person, from, to } = detail as { is: VerdictKind } & Omit<JudgedCase, 'id'>
  return { decision: id, at, is, by, reason, case: { id: subject, person, from, to } }
}

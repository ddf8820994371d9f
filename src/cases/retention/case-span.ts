import type { CaseState } from '../case.ts'
import { actsOf, type CaseStores, readJoined } from '../join-cases.ts'
import type { JoinedCase } from '../join-signals.ts'
import { OPENING } from '../opening.ts'
import { AFTERMATH_DAYS } from '../timeline.ts'

const DAY_MS = 86_400_000

/** The time of one person that a case rests on; ISO 8601 in UTC, half open. */
export interface CaseSpan {
  readonly person: string
  readonly state: CaseState
  /** From the first window or act to the end of the case's timeline. */
  readonly from: string
  readonly to: string
  /** The signals that were weighed when it opened, and its own. */
  readonly signalsAfter: string
  readonly signalsTo: string
}

/** What the cases of these stores rest on. A case that nobody has decided about is open. */
export async function readCaseSpans(stores: CaseStores): Promise<CaseSpan[]> {
  const known = await stores.records.db.selectFrom('case_record').select(['id', 'state']).execute()
  const states = new Map(known.map(({ id, state }) => [id, state]))
  return (await readJoined(stores)).map((joined) => spanOf(joined, states.get(joined.id) ?? 'open'))
}

function spanOf(joined: JoinedCase, state: CaseState): CaseSpan {
  const { first, last } = actsOf(joined)
  const starts = joined.signals.map(({ windowStart }) => Date.parse(windowStart))
  const ends = joined.signals.map(({ windowEnd }) => Date.parse(windowEnd))
  const start = Math.min(...starts, startOfDay(first))
  const end = Math.max(...ends)
  return {
    person: joined.person,
    state,
    from: iso(start),
    to: iso(Math.max(end, startOfDay(last) + (1 + AFTERMATH_DAYS) * DAY_MS)),
    signalsAfter: iso(start - OPENING.windowDays * DAY_MS),
    signalsTo: iso(end),
  }
}

function startOfDay(time: string): number {
  return Date.parse(`${time.slice(0, 10)}T00:00:00Z`)
}

function iso(time: number): string {
  return new Date(time).toISOString()
}

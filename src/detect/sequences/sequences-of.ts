import { dayOf } from '../../base/days.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { type Movements, readMovements } from '../small-budgets/movements.ts'
import { findSequences, type UsualBytes } from './find-sequences.ts'
import { readActs } from './read-acts.ts'
import type { Sequence } from './sequence.ts'
import { RANK_LOOK_BACK, rankSequence } from './sequence-rank.ts'

/** A past shorter than this ranks nothing. */
const LEAST_PAST_DAYS = 21

/**
 * The sequences of some people between two moments (ISO 8601): of one, or of all who take part in a hand-over together.
 * Asked for a case; it reads every single act of these people, and only sums of everybody else.
 */
export async function sequencesOf(
  analytics: AnalyticsStore,
  people: readonly string[],
  span: { readonly from: string; readonly until: string },
): Promise<Sequence[]> {
  const until = dayOf(new Date(Date.parse(span.until) - 1).toISOString()) + 1
  const [acts, usual, movements] = await Promise.all([
    readActs(analytics, people, span),
    usualBytes(analytics, people, span),
    readMovements(analytics, until - RANK_LOOK_BACK, until),
  ])
  return findSequences(acts, usual).map((sequence) => ({
    ...sequence,
    pValue: pValueOf(movements, sequence),
  }))
}

function pValueOf(movements: Movements, sequence: Sequence): number | null {
  const send = sequence.steps.findLast(({ stage }) => stage === 'send')
  if (send === undefined) return null
  const day = dayOf(send.until)
  if (day - 28 - movements.loggedFrom < LEAST_PAST_DAYS) return null
  return rankSequence(movements, { person: send.person, day, value: sequence.matchedBytes })
}

/** What these people sent to each destination in the four weeks before, as bytes in as many days as the span has. */
async function usualBytes(
  analytics: AnalyticsStore,
  people: readonly string[],
  { from, until }: { readonly from: string; readonly until: string },
): Promise<UsualBytes> {
  const days = Math.max(1, (Date.parse(until) - Date.parse(from)) / 86_400_000)
  const rows = await analytics.query<{ destination: string; bytes: number }>(
    `SELECT destination, toFloat64(sum(bytes_out)) AS bytes FROM flow_hour
     WHERE person IN {people:Array(String)} AND NOT is_internal
       AND hour >= {from:Date} - {before:UInt16} AND hour < {from:Date}
     GROUP BY destination`,
    { people, from: from.slice(0, 10), before: USUAL_DAYS },
  )
  return new Map(rows.map(({ destination, bytes }) => [destination, (bytes * days) / USUAL_DAYS]))
}

const USUAL_DAYS = 28

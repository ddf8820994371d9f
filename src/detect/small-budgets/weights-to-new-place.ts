import { readFileSync } from 'node:fs'
import { formatBytes } from '../../base/bytes.ts'
import { dateOf } from '../../base/days.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import type { Statistic } from './surpassing.ts'

/** Weights were read, and within the hour went to a place that the person had never used. */
export interface NewPlace extends Statistic {
  readonly person: string
  readonly destination: string
  readonly thing: string
  /** The hour of first use, ISO 8601. */
  readonly hour: string
  readonly sent: number
  readonly fetched: number
  readonly first: string
  readonly last: string
  /** People who had used the place before. */
  readonly usersBefore: number
}

type Row = Omit<NewPlace, 'subject' | 'people' | 'value'>

/** What was sent has to be at least this part of what was read: a model is not a page looked up meanwhile. */
const FAIR_PART = 0.25
const LEAST_SENT = 100_000_000

const SQL = readFileSync(new URL('./weights-to-new-place.sql', import.meta.url), 'utf8')

/** Measures every first use of a place within an hour of reading weights: ln of the bytes that were both. */
export async function newPlaces(
  analytics: AnalyticsStore,
  since: number,
  until: number,
): Promise<NewPlace[]> {
  const rows = await analytics.query<Row>(SQL, {
    since: dateOf(since),
    until: dateOf(until),
    least: LEAST_SENT,
  })
  return rows
    .filter(({ sent, fetched }) => sent >= FAIR_PART * fetched)
    .map((row) => ({
      ...row,
      subject: row.person,
      people: [row.person],
      value: Math.log(Math.min(row.sent, row.fetched)),
    }))
}

/** What happened, in one sentence. */
export function newPlaceSentence({ person, destination, thing, hour, sent, fetched }: NewPlace): string {
  return (
    `${person} read ${formatBytes(fetched)} of weights, mostly ${thing}, and within the hour sent ${formatBytes(sent)} to ` +
    `${destination}, used for the first time at ${hour}.`
  )
}

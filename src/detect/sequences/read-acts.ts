import { readFileSync } from 'node:fs'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import type { Act } from './sequence.ts'

const SQL = readFileSync(new URL('./acts.sql', import.meta.url), 'utf8')

/** Smaller connections are pages and their like. */
const LEAST_SENT = 1_000_000

/** What some people did between two moments (ISO 8601), in order of time. */
export async function readActs(
  analytics: AnalyticsStore,
  people: readonly string[],
  span: { readonly from: string; readonly until: string },
): Promise<Act[]> {
  return analytics.query<Act>(SQL, {
    people,
    from: engineTime(span.from),
    until: engineTime(span.until),
    least: LEAST_SENT,
  })
}

function engineTime(time: string): string {
  return new Date(time).toISOString().replace('T', ' ').replace('Z', '')
}

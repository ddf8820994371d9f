import { ACTIVITY_KINDS, type ActivityKind } from '../../../activity/kinds.ts'
import { dayAfter } from '../../../base/days.ts'
import type { AnalyticsStore } from '../../../store/analytics/analytics-store.ts'

/** How much one source said on each day of a span. */
export interface SourceDays {
  readonly source: string
  /** The kinds of act it tells of. */
  readonly kinds: readonly ActivityKind[]
  /** Acts a day; the last is the day that is asked about, the one before it a place earlier. */
  readonly acts: readonly number[]
}

/** How far back a source is compared with itself. */
export const PAST_DAYS = 182

/** What every source said on the days up to this one. Acts that were read twice count once, to within a hundredth. */
export async function readSourceDays(analytics: AnalyticsStore, day: string): Promise<SourceDays[]> {
  const from = dayAfter(day, 1 - PAST_DAYS)
  const kinds = ACTIVITY_KINDS.filter((kind) => kind !== 'session')
  const rows = await analytics.query<{ source: string; kind: ActivityKind; at: number; acts: number }>(
    kinds
      .map(
        (kind) =>
          `SELECT toString(source) AS source, '${kind}' AS kind, toUInt32(dateDiff('day', {from:Date}, toDate(time))) AS at,
             toFloat64(uniqCombined(event_id)) AS acts
           FROM ${kind}_row WHERE time >= {from:Date} AND time < toDate({day:Date}) + 1 GROUP BY source, at`,
      )
      .join(' UNION ALL '),
    { from, day },
  )
  const sources = new Map<string, { kinds: Set<ActivityKind>; acts: number[] }>()
  for (const { source, kind, at, acts } of rows) {
    const known = sources.get(source) ?? { kinds: new Set(), acts: new Array<number>(PAST_DAYS).fill(0) }
    sources.set(source, known)
    known.kinds.add(kind)
    known.acts[at] = (known.acts[at] ?? 0) + acts
  }
  return [...sources]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([source, known]) => ({ source, kinds: [...known.kinds], acts: known.acts }))
}

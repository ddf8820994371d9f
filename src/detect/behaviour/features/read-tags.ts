import { readFileSync } from 'node:fs'
import type { AnalyticsStore } from '../../../store/analytics/analytics-store.ts'

const TAGS = readFileSync(new URL('./tags.sql', import.meta.url), 'utf8')

/** A purpose that somebody named: the tag of an experiment at the inference API, or a run of the registry. */
export interface TagUse {
  readonly kind: 'experiment' | 'run'
  readonly name: string
  /** First and last hour in which the person used it, ever; ISO 8601. */
  readonly firstUsed: string
  readonly lastUsed: string
  readonly requests: number
  /** Who else used it first, and when; null where nobody ever did: then the name is the person's own word. */
  readonly firstOther: { readonly person: string; readonly at: string } | null
  /** How many others used it up to the end of the span. */
  readonly others: number
}

type TagRow = Omit<TagUse, 'firstOther'> & {
  readonly earliestOther: string
  readonly earliestOtherUse: string | null
}

/** The purposes under which a person called and read from one day up to another, the most used first. */
export async function readTags(
  analytics: AnalyticsStore,
  person: string,
  span: { readonly from: string; readonly until: string },
): Promise<TagUse[]> {
  const rows = await analytics.query<TagRow>(TAGS, { person, ...span })
  return rows.map(({ earliestOther, earliestOtherUse, ...use }) => ({
    ...use,
    firstOther: earliestOtherUse === null ? null : { person: earliestOther, at: earliestOtherUse },
  }))
}

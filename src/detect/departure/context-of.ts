import { dayAfter, laterOf } from '../../base/days.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { FACT_EFFECTS, FACT_KINDS, type FactKind } from './fact-effects.ts'

/** A fact that bears on somebody's days, in plain words. Days are YYYY-MM-DD. */
export interface ContextFact {
  readonly kind: FactKind
  readonly since: string
  /** The last day of something that lasts, as far as it is known; otherwise the same day. */
  readonly until: string
  /** What it changes, and which honest acts it explains; the latter is empty where it explains none. */
  readonly changes: string
  readonly explains: string
  /** One sentence. */
  readonly sentence: string
}

interface FactRow {
  readonly kind: string
  readonly day: string
  readonly detail: string
}

// Only the day of a fact is read, and of what is written beside it only a last day: why somebody is away is nobody's
// business here.
const FACTS = `
  SELECT DISTINCT kind, day, detail FROM (
    SELECT toString(kind) AS kind, formatDateTime(effective, '%Y-%m-%d') AS day,
      extract(detail, '(?i)until (\\\\d{4}-\\\\d{2}-\\\\d{2})') AS detail
    FROM staff WHERE person = {person:String}
    UNION ALL
    SELECT 'last-day', toString(left), '' FROM person WHERE person = {person:String} AND left < toDate('2100-01-01')
    UNION ALL
    SELECT 'access-end', formatDateTime(max(to), '%Y-%m-%d'), '' FROM account WHERE person = {person:String}
    HAVING count() > 0 AND max(to) < toDateTime64('2100-01-01 00:00:00', 3, 'UTC'))
  ORDER BY day, kind, detail`

/**
 * The facts from HR that bear on somebody's days from `from` to `to`, both included, in order of time. They are context: a
 * case shows them beside its evidence, and none of them is evidence.
 */
export async function contextOf(
  analytics: AnalyticsStore,
  person: string,
  span: { readonly from: string; readonly to: string },
): Promise<ContextFact[]> {
  const rows = await analytics.query<FactRow>(FACTS, { person })
  return rows.flatMap(({ kind, day, detail }) => {
    if (!isFactKind(kind)) return []
    const until = laterOf(detail, day)
    const { says, changes, explains, daysBefore, daysAfter } = FACT_EFFECTS[kind]
    const bears = dayAfter(day, -daysBefore) <= span.to && dayAfter(until, daysAfter) >= span.from
    const when = until === day ? `on ${day}` : `from ${day} until ${until}`
    return bears
      ? [{ kind, since: day, until, changes, explains, sentence: `${person} ${says} ${when}. ${changes}` }]
      : []
  })
}

function isFactKind(kind: string): kind is FactKind {
  return (FACT_KINDS as readonly string[]).includes(kind)
}

import type { ActivityKind } from '../activity/kinds.ts'
import { ROLL_UPS } from '../activity/roll-ups/roll-up.ts'
import type { Source } from '../activity/sources/source.ts'
import { formatCounted } from '../base/bytes.ts'
import type { AnalyticsStore } from '../store/analytics/analytics-store.ts'
import { CHANNEL_ROLL_UPS } from './channel-roll-ups.ts'
import { LEAST_HISTORY } from './judge.ts'
import type { Rule } from './rule.ts'

/** Whether one rule has what it rests on, and what would give it that. */
export interface Sight {
  readonly rule: string
  readonly sees: boolean
  /** One sentence. */
  readonly why: string
}

/** Days back from the newest act within which a source has to have spoken. */
const RECENT_DAYS = 28

/** What is there of one source and kind of act. */
interface Seen {
  readonly activity: ActivityKind
  readonly source: string
  readonly days: number
}

/** Says of every rule whether the logs let it see, and if not, which log would. */
export async function sightOf(
  analytics: AnalyticsStore,
  rules: readonly Rule[],
  sources: readonly Source[],
): Promise<Sight[]> {
  const seen = await seenLately(analytics)
  return rules.map((rule) => {
    const kinds = activitiesOf(rule)
    const present = seen.filter(({ activity }) => kinds.includes(activity))
    const telling = present.filter(({ activity, source }) => tells(sources, source, activity, rule.reads))
    const days = Math.max(0, ...telling.map((each) => each.days))
    if (telling.length === 0) {
      return {
        rule: rule.id,
        sees: false,
        why: `${missing(rule, present)}; ${whoTells(sources, kinds, rule.reads)}.`,
      }
    }
    if (days <= LEAST_HISTORY) {
      return {
        rule: rule.id,
        sees: false,
        why: `Only ${formatCounted(days, 'day')} of ${names(telling)} in the last ${RECENT_DAYS}; a day is compared with at least ${LEAST_HISTORY} earlier ones.`,
      }
    }
    return { rule: rule.id, sees: true, why: `Sees ${rule.channel} through ${names(telling)}.` }
  })
}

function missing(rule: Rule, present: readonly Seen[]): string {
  if (present.length === 0) return `There is no ${rule.channel} activity of the last ${RECENT_DAYS} days`
  return `${names(present)} does not tell ${rule.reads.join(', ')}`
}

function whoTells(
  sources: readonly Source[],
  kinds: readonly ActivityKind[],
  reads: readonly string[],
): string {
  const able = sources.filter(({ name }) => kinds.some((kind) => tells(sources, name, kind, reads)))
  return `take one of ${able.map(({ name }) => name).join(', ')}`
}

/** True where a source fills every one of the columns from its lines. */
function tells(
  sources: readonly Source[],
  name: string,
  activity: ActivityKind,
  reads: readonly string[],
): boolean {
  const rows = sources.find((source) => source.name === name)?.rows ?? []
  return rows
    .filter((row) => row.activity === activity)
    .some(({ columns }) => reads.every((column) => !isConstant(columns[column] ?? '0')))
}

/** `0`, `''` and their like: the source says nothing of it. */
function isConstant(expression: string): boolean {
  return /^\s*(\d+|''|NULL|false)\s*$/i.test(expression)
}

function activitiesOf({ channel }: Rule): readonly ActivityKind[] {
  const table = `${CHANNEL_ROLL_UPS[channel]}_row`
  return ROLL_UPS.find((rollUp) => rollUp.table === table)?.activities ?? []
}

function names(seen: readonly Seen[]): string {
  return [...new Set(seen.map(({ source }) => source))].sort().join(', ')
}

async function seenLately(analytics: AnalyticsStore): Promise<Seen[]> {
  const kinds = [...new Set(ROLL_UPS.flatMap(({ activities }) => activities))]
  const spoken = kinds.map(
    (kind) =>
      `SELECT '${kind}' AS activity, toString(source) AS source, toDate(time) AS spoke FROM ${kind}_row GROUP BY source, spoke`,
  )
  return analytics.query<Seen>(
    `SELECT activity, source, toUInt32(uniqExact(spoke)) AS days
     FROM (SELECT *, max(spoke) OVER () AS latest FROM (${spoken.join(' UNION ALL ')}))
     WHERE spoke > latest - {recent:UInt16}
     GROUP BY activity, source ORDER BY activity, source`,
    { recent: RECENT_DAYS },
  )
}

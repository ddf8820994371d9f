import type { ActivityKind } from '../../../activity/kinds.ts'
import { formatCounted } from '../../../base/bytes.ts'
import type { AnalyticsStore } from '../../../store/analytics/analytics-store.ts'
import type { Channel } from '../../signal.ts'
import { peopleDrift } from './people-drift.ts'
import { readSourceDays, type SourceDays } from './source-days.ts'
import { silentDays, type VolumeChange, volumeChange } from './source-drift.ts'

export type ConfidenceLevel = 'full' | 'lowered' | 'cannot see'

/** How far what is said about a day can be relied upon. */
export interface Confidence {
  readonly level: ConfidenceLevel
  /** One sentence each: what changed or is missing, and what it means. Empty at full confidence. */
  readonly reasons: readonly string[]
}

/** The channel that each kind of act shows. */
const CHANNEL_OF: Readonly<Record<ActivityKind, Channel | null>> = {
  inference: 'inference',
  artifact: 'registry',
  object: 'lake',
  flow: 'egress',
  flow_counter: 'egress',
  web: 'egress',
  session: null,
}

/**
 * How far the judgement of a day can be relied upon: `cannot see` where a source is silent and no other shows its channel,
 * `lowered` where sources, their volumes, roles or the directory of people changed.
 *
 * @param day YYYY-MM-DD
 */
export async function confidenceOf(analytics: AnalyticsStore, day: string): Promise<Confidence> {
  const sources = await readSourceDays(analytics, day)
  const silent = sources.map((source) => silence(source, sources)).filter((found) => found !== null)
  const changed = sources.flatMap(({ source, acts }) => {
    const change = silentDays(acts) > 0 ? null : volumeChange(acts)
    return change === null ? [] : [volumeSentence(source, change)]
  })
  const reasons = [
    ...silent.map(({ sentence }) => sentence),
    ...changed,
    ...(await peopleDrift(analytics, day)),
  ]
  if (silent.some(({ isBlind }) => isBlind)) return { level: 'cannot see', reasons }
  return { level: reasons.length === 0 ? 'full' : 'lowered', reasons }
}

/** The newest day that is logged to its end; null where nothing is. */
export async function lastWholeDay(analytics: AnalyticsStore): Promise<string | null> {
  const [row] = await analytics.query<{ day: string; hours: number }>(
    `SELECT toDate(max(hour) - INTERVAL 23 HOUR) AS day, count() AS hours FROM (
       ${['inference', 'artifact', 'object', 'flow'].map((name) => `SELECT hour FROM ${name}_hour_row`).join(' UNION ALL ')})`,
  )
  return row === undefined || Number(row.hours) === 0 ? null : row.day
}

function silence(
  { source, kinds, acts }: SourceDays,
  all: readonly SourceDays[],
): { readonly sentence: string; readonly isBlind: boolean } | null {
  const days = silentDays(acts)
  if (days === 0) return null
  const channels = [...new Set(kinds.flatMap((kind) => CHANNEL_OF[kind] ?? []))]
  const blind = channels.filter(
    (channel) =>
      !all.some(
        ({ kinds: others, acts: said }) =>
          (said.at(-1) ?? 0) > 0 && others.some((kind) => CHANNEL_OF[kind] === channel),
      ),
  )
  const lead = `${source} has been silent for ${formatCounted(days, 'day')} on which it always spoke`
  if (blind.length > 0) return { sentence: `${lead}: cannot see ${blind.join(' and ')}.`, isBlind: true }
  return { sentence: `${lead}: what only it tells is missing.`, isBlind: false }
}

function volumeSentence(source: string, { ratio, weeks }: VolumeChange): string {
  const times = ratio >= 1 ? `${ratio.toFixed(1)} times` : `${Math.round(100 * ratio)} % of`
  return `${source} said ${times} what it did in the 28 days before, further than in any of ${weeks} earlier weeks: what is ordinary may have changed.`
}

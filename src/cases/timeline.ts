import type { Channel, Signal } from '../detect/signal.ts'
import type { AnalyticsStore } from '../store/analytics/analytics-store.ts'
import type { Lane, LanePoint, Timeline } from './case.ts'

/** Hours shown after the last act: what HR learns, it learns later. */
export const AFTERMATH_DAYS = 14

interface LaneSource {
  readonly channel: Channel
  readonly unit: Lane['unit']
  readonly table: string
  readonly value: string
  readonly about: string
  readonly where: string
}

const LANES: readonly LaneSource[] = [
  {
    channel: 'inference',
    unit: 'requests',
    table: 'inference_hour',
    value: 'requests',
    about: 'asset',
    where: '1',
  },
  {
    channel: 'registry',
    unit: 'bytes',
    table: 'artifact_hour',
    value: 'bytes',
    about: 'asset',
    where: 'bytes > 0',
  },
  {
    channel: 'lake',
    unit: 'bytes',
    table: 'object_hour',
    value: 'bytes',
    about: 'asset',
    where: 'bytes > 0',
  },
  {
    channel: 'egress',
    unit: 'bytes',
    table: 'flow_hour',
    value: 'bytes_out',
    about: 'destination',
    where: 'bytes_out > 0 AND NOT is_internal',
  },
]

interface HourRow {
  readonly hour: string
  readonly amount: number
  readonly most: string
}

/** The hours of a person's case, channel by channel, from the day of the first act. */
export async function readTimeline(
  analytics: AnalyticsStore,
  person: string,
  signals: readonly Signal[],
  acts: { readonly first: string; readonly last: string },
): Promise<Timeline> {
  const start = `${acts.first.slice(0, 10)}T00:00:00Z`
  const end = new Date(Date.parse(`${acts.last.slice(0, 10)}T00:00:00Z`) + (1 + AFTERMATH_DAYS) * 86_400_000)
    .toISOString()
    .replace('.000Z', 'Z')
  const span = { person, start: start.slice(0, 10), end: end.slice(0, 10) }
  const lanes: Lane[] = []
  for (const source of LANES) {
    const rows = await analytics.query<HourRow>(
      `SELECT at AS hour, toFloat64(sum(part)) AS amount, argMax(about, part) AS most
       FROM (
         SELECT hour AS at, ${source.about} AS about, sum(${source.value}) AS part
         FROM ${source.table}
         WHERE person = {person:String} AND hour >= {start:Date} AND hour < {end:Date} AND ${source.where}
         GROUP BY at, about
       )
       GROUP BY at
       ORDER BY at`,
      span,
    )
    if (rows.length === 0) continue
    lanes.push({
      channel: source.channel,
      unit: source.unit,
      points: pointsOf(
        rows,
        signals.filter((signal) => signal.channel === source.channel),
      ),
    })
  }
  const staff = await analytics.query<Timeline['staff'][number]>(
    `SELECT formatDateTime(effective, '%Y-%m-%dT%H:%i:%SZ') AS time, kind, detail FROM staff
     WHERE person = {person:String} AND effective >= {start:Date} AND effective < {end:Date}
     ORDER BY effective, kind`,
    span,
  )
  return { start, end, lanes, staff }
}

function pointsOf(rows: readonly HourRow[], signals: readonly Signal[]): LanePoint[] {
  let cumulative = 0
  return rows.map((row) => {
    cumulative += row.amount
    return {
      time: row.hour,
      value: row.amount,
      cumulative,
      about: row.most,
      flagged: signals.some((signal) => signal.windowStart <= row.hour && row.hour < signal.windowEnd),
    }
  })
}

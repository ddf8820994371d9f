import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import type { Stores } from '../../store/stores.ts'
import { journalIn, type Taken } from '../intake/journal.ts'
import type { ActivityKind } from '../kinds.ts'
import { WRITTEN_DIRECTLY } from './intake-table.ts'

/** A node's clock may differ, and an insert is seen some time after it has looked at it. */
const MARGIN_MS = 60_000

/** What acts of these kinds change reaches to later days: who held an address, what a counter had shown before. */
const REACHING: readonly ActivityKind[] = ['session', 'flow_counter']
const REACH_DAYS = 31

const WATERMARK = 'arrivals'

/** What was written straight into the intake tables since the last look. */
export interface Arrivals {
  /** The days whose acts of these kinds it changed. */
  daysOf(activities: readonly ActivityKind[]): readonly string[]
  readonly isEmpty: boolean
  /** Notes it in the journal, for whoever looks after the sources, and goes on from here the next time. */
  settle(): Promise<void>
}

/** Looks what came. Days of the last minute come again at the next look: a rebuild too many changes nothing. */
export async function readArrivals(stores: Stores): Promise<Arrivals> {
  const { analytics, records } = stores
  const mark = await records.db
    .selectFrom('watermark')
    .select('batch')
    .where('name', '=', WATERMARK)
    .executeTakeFirst()
  const span = { mark: mark?.batch ?? 0, now: await clockOf(analytics) }
  const days = await daysSince(analytics, Math.max(0, span.mark - MARGIN_MS))
  return {
    daysOf: (activities) =>
      days
        .filter(({ activity }) => activities.includes(activity) || activity === 'session')
        .map(({ day }) => day),
    isEmpty: days.length === 0,
    async settle() {
      for (const [source, taken] of await takenWithin(analytics, span)) await note(stores, source, taken)
      await records.db
        .insertInto('watermark')
        .values({ name: WATERMARK, batch: span.now })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ batch: span.now }))
        .execute()
    },
  }
}

async function clockOf(analytics: AnalyticsStore): Promise<number> {
  const [clock] = await analytics.query<{ now: string }>(
    'SELECT toString(toUnixTimestamp64Milli(now64(3))) AS now',
  )
  return Number(clock?.now)
}

function daysSince(
  analytics: AnalyticsStore,
  after: number,
): Promise<{ readonly activity: ActivityKind; readonly day: string }[]> {
  return analytics.query(
    `SELECT DISTINCT activity, arrayJoin(arrayMap(later -> day + later,
        range(1 + if(activity IN {reaching:Array(String)}, greatest(0, least({reach:UInt16}, dateDiff('day', day, today()))), 0)))) AS day
     FROM arrival_row
     WHERE activity != '' AND at > fromUnixTimestamp64Milli({after:Int64}) ORDER BY activity, day`,
    { after, reaching: REACHING, reach: REACH_DAYS },
  )
}

interface Arrived {
  readonly source: string
  readonly written: number
  readonly refused: number
  readonly passed: number
  readonly first: string
  readonly last: string
  readonly ahead: number
  readonly behind: number
}

async function takenWithin(
  analytics: AnalyticsStore,
  span: { readonly mark: number; readonly now: number },
): Promise<[source: string, taken: Taken][]> {
  const rows = await analytics.query<Arrived>(
    `SELECT source, sum(lines) AS written, sumIf(lines, activity = '') AS refused, sum(expected) AS passed,
       minIf(earliest, activity != '') AS first, maxIf(latest, activity != '') AS last,
       sum(future) AS ahead, sum(late) AS behind
     FROM arrival_row
     WHERE at > fromUnixTimestamp64Milli({mark:Int64}) AND at <= fromUnixTimestamp64Milli({now:Int64})
     GROUP BY source ORDER BY source`,
    span,
  )
  return rows.map((row) => {
    const [lines, rejected] = [Number(row.written), Number(row.refused)]
    const hasActs = lines > rejected
    return [
      row.source,
      {
        lines,
        accepted: lines - rejected,
        rejected,
        passedOver: Number(row.passed),
        duplicates: 0,
        earliest: hasActs ? row.first : null,
        latest: hasActs ? row.last : null,
        future: Number(row.ahead),
        late: Number(row.behind),
      },
    ]
  })
}

async function note({ records }: Stores, source: string, taken: Taken): Promise<void> {
  const journal = journalIn(records)
  const [known] = await journal.candidates(source, '0', WRITTEN_DIRECTLY)
  const progress = known ?? (await journal.begin(source, '0', WRITTEN_DIRECTLY))
  const batch = await journal.openBatch(progress.id, progress.confirmed, progress.confirmed)
  const counted = { ...progress, lines: progress.lines + taken.lines }
  await journal.confirm(batch, WRITTEN_DIRECTLY, counted, taken)
}

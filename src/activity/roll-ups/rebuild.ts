import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import type { RecordsStore } from '../../store/records/records-store.ts'
import type { Stores } from '../../store/stores.ts'
import { readArrivals } from '../direct/arrivals.ts'
import { ROLL_UPS, type RollUp, rebuildStatement } from './roll-up.ts'

/** How many days one statement rebuilds: bounds the memory, whatever has changed. */
const DAYS_AT_A_TIME = 7

/** Which days were rebuilt, e.g. for a detector that judges only what changed. */
export interface Rebuilt {
  readonly days: readonly string[]
}

/**
 * Rebuilds the roll-ups of every day whose activity or directory changed since the last pass. The watermark moves
 * only after every day is written: a crash repeats work and changes nothing.
 *
 * @param upTo the last batch whose rows are all there, where others are still being written.
 */
export async function rebuildRollUps(
  stores: Stores,
  onDays: (days: number, of: number) => void = () => undefined,
  upTo = Number.POSITIVE_INFINITY,
): Promise<Rebuilt> {
  const { analytics, records } = stores
  const done = await watermark(records)
  const latest = Math.min(upTo, await latestBatch(records))
  const arrivals = await readArrivals(stores)
  if (latest <= done && arrivals.isEmpty) return { days: [] }
  // Dictionaries answer from memory; they are read anew before anything rests on them.
  await analytics.reloadDictionaries()
  const work: { rollUp: RollUp; days: readonly string[] }[] = []
  for (const rollUp of ROLL_UPS) {
    const days = await dirtyDays(analytics, rollUp, done, arrivals.daysOf(rollUp.activities))
    for (let at = 0; at < days.length; at += DAYS_AT_A_TIME) {
      work.push({ rollUp, days: days.slice(at, at + DAYS_AT_A_TIME) })
    }
  }
  const total = work.reduce((sum, { days }) => sum + days.length, 0)
  let finished = 0
  for (const { rollUp, days } of work) {
    await analytics.command(rebuildStatement(rollUp), {
      first: days[0],
      last: days.at(-1),
      days,
      version: await nextVersion(analytics, rollUp),
    })
    finished += days.length
    onDays(finished, total)
  }
  await moveWatermark(records, Math.max(done, latest))
  await arrivals.settle()
  return { days: [...new Set(work.flatMap(({ days }) => days))].sort() }
}

async function dirtyDays(
  analytics: AnalyticsStore,
  rollUp: RollUp,
  done: number,
  arrived: readonly string[],
): Promise<string[]> {
  const touched = rollUp.activities.map(
    (activity) => `SELECT toDate(time) AS day FROM ${activity}_row WHERE batch > {done:UInt64}`,
  )
  const counters = rollUp.activities.includes('flow_counter') ? [AFTER_NEW_READING] : []
  const rows = await analytics.query<{ day: string }>(
    `SELECT DISTINCT day FROM (${[...touched, ...counters, LEASED_ANEW, MARKED, ARRIVED].join(' UNION ALL ')})
     WHERE day NOT IN (SELECT day FROM thinned_row WHERE name IN {thinned:Array(String)})
     ORDER BY day`,
    // What retention removed can be summed no more: the roll-ups of such a day know more than the activity does.
    { done, arrived, activities: rollUp.activities, thinned: [...rollUp.activities, `${rollUp.name}_hour`] },
  )
  return rows.map((row) => row.day)
}

/** Days that changed by what was written straight into the intake tables. */
const ARRIVED = 'SELECT arrayJoin({arrived:Array(Date)}) AS day'

/** Days whose roll-ups somebody marked as stale. */
const MARKED = `SELECT day FROM dirty_row FINAL WHERE activity IN {activities:Array(String)} AND batch > {done:UInt64}`

/** What a counter grew by until a reading changes where a reading comes in before it. */
const AFTER_NEW_READING = `
  SELECT toDate(next) AS day FROM (
    SELECT batch, leadInFrame(time) OVER (
      PARTITION BY source, counter ORDER BY time ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS next
    FROM flow_counter_row)
  WHERE batch > {done:UInt64} AND toUnixTimestamp64Milli(next) > 0`

/** Whoever took an address in a log may stand behind what it did, until the next lease or for at most so long. */
const LONGEST_LEASE_DAYS = 31
const LEASED_ANEW = `
  SELECT arrayJoin(arrayMap(later -> toDate(coalesce(started, time)) + later,
    range(1 + least(${LONGEST_LEASE_DAYS}, greatest(0, dateDiff('day', coalesce(started, time), coalesce(ended, coalesce(started, time) + INTERVAL ${LONGEST_LEASE_DAYS} DAY))))))) AS day
  FROM session_row WHERE how = 'lease' AND batch > {done:UInt64}`

/** Versions only grow, also over a crash: the next is past every one in the table. */
async function nextVersion(analytics: AnalyticsStore, rollUp: RollUp): Promise<number> {
  const [row] = await analytics.query<{ version: number }>(
    `SELECT max(version) AS version FROM ${rollUp.table}`,
  )
  return Number(row?.version ?? 0) + 1
}

async function latestBatch({ db }: RecordsStore): Promise<number> {
  const row = await db
    .selectFrom('intake_batch')
    .select((select) => select.fn.max('id').as('latest'))
    .executeTakeFirst()
  return row?.latest ?? 0
}

const WATERMARK = 'roll-ups'

async function watermark({ db }: RecordsStore): Promise<number> {
  const row = await db
    .selectFrom('watermark')
    .select('batch')
    .where('name', '=', WATERMARK)
    .executeTakeFirst()
  return row?.batch ?? 0
}

async function moveWatermark({ db }: RecordsStore, batch: number): Promise<void> {
  await db
    .insertInto('watermark')
    .values({ name: WATERMARK, batch })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ batch }))
    .execute()
}

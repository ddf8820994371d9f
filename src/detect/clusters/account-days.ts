import { readFileSync } from 'node:fs'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { LEAST_MEMBERS } from './constants.ts'

const SELECT = readFileSync(new URL('./account-day.sql', import.meta.url), 'utf8')

/** Of the addresses and of the families of an account's day so many are kept, the most frequent ones. */
const MOST_KEPT = 32

const COLUMNS = `day, account, calls, tokens_in, tokens_out, hours, hour_calls, ins, in_calls, outs, out_calls, models,
  model_calls, addresses, address_calls, families, family_calls, sketched, prompts, sample`

/** A logged day, and whether clusters were sought on what is logged of it now. */
export interface LoggedDay {
  readonly day: string
  readonly isJudged: boolean
}

/**
 * Makes the account days of every day whose activity is not what they were made from, and says of every logged day whether it
 * was judged since. A day is told by how many rows are stored of it and by their newest batch, so that it matters
 * neither how they came nor whether somebody kept a list.
 */
export async function makeAccountDays(analytics: AnalyticsStore): Promise<LoggedDay[]> {
  const days = await analytics.query<{
    day: string
    isDirty: 0 | 1
    isJudged: 0 | 1
    stored: string
    newest: string
  }>(
    `SELECT day, toString(now.stored) AS stored, toString(now.newest) AS newest,
       (now.stored, now.newest) != (made.stored, made.newest_batch) AS isDirty, made.judged AS isJudged
     FROM (
       SELECT toDate(time) AS day, count() AS stored, max(batch) AS newest FROM inference_row
       WHERE toDate(time) NOT IN (SELECT day FROM thinned_row WHERE name = 'inference')
       GROUP BY day
     ) AS now
     LEFT JOIN (SELECT * FROM account_day_made_row FINAL) AS made USING (day) ORDER BY day`,
  )
  for (const { day, isDirty, stored, newest } of days) {
    if (isDirty === 0) continue
    await makeDay(analytics, day)
    await markDay(analytics, day, false, { stored, newest })
  }
  return days.map(({ day, isDirty, isJudged }) => ({ day, isJudged: isDirty === 0 && isJudged === 1 }))
}

async function makeDay(analytics: AnalyticsStore, day: string): Promise<void> {
  const version = await nextVersion(analytics, 'account_day_row')
  await analytics.command(
    `INSERT INTO account_day_row (${COLUMNS}, version, deleted)
     SELECT ${COLUMNS}, {version:UInt64} + 1 AS version, 0 AS deleted FROM (${SELECT})
     UNION ALL
     SELECT ${COLUMNS}, {version:UInt64} AS version, 1 AS deleted FROM account_day_row FINAL WHERE day = {day:Date}
     SETTINGS max_bytes_before_external_group_by = 2000000000`,
    { day, version, leastAccounts: LEAST_MEMBERS, mostKept: MOST_KEPT },
  )
}

/** Writes down what a day was made from, or that it was judged. */
export async function markDay(
  analytics: AnalyticsStore,
  day: string,
  judged: boolean,
  from?: { readonly stored: string; readonly newest: string },
): Promise<void> {
  await analytics.command(
    `INSERT INTO account_day_made_row (day, stored, newest_batch, judged, version)
     SELECT {day:Date}, ${from === undefined ? 'any(stored), any(newest_batch)' : '{stored:UInt64}, {newest:UInt64}'}, {judged:UInt8},
       {version:UInt64} FROM ${from === undefined ? '(SELECT * FROM account_day_made_row FINAL WHERE day = {day:Date})' : '(SELECT 1)'}`,
    { day, judged: judged ? 1 : 0, version: await nextVersion(analytics, 'account_day_made_row'), ...from },
  )
}

/** Versions only grow: the next is past every one in the table. */
export async function nextVersion(analytics: AnalyticsStore, table: string): Promise<number> {
  const [row] = await analytics.query<{ version: number }>(`SELECT max(version) AS version FROM ${table}`)
  return Number(row?.version ?? 0) + 1
}

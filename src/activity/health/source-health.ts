import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import type { RecordsStore } from '../../store/records/records-store.ts'
import type { Stores } from '../../store/stores.ts'
import { ACTIVITY_KINDS } from '../kinds.ts'

/** How one source is doing. Times are ISO 8601, spans are seconds, counts are lines. */
export interface SourceHealth {
  readonly source: string
  readonly state: 'ok' | 'silent' | 'rejecting' | 'ahead of time'
  /** What the state rests on, one sentence. */
  readonly why: string
  /** The newest act its lines tell of; null where none of them became one. */
  readonly lastEvent: string | null
  readonly silentFor: number | null
  /** Its longest silence within the 28 days before the last act. */
  readonly longestSilence: number | null
  readonly lastTaken: string
  /** From the newest act of the last block to the moment it was taken. */
  readonly lag: number | null
  readonly lines: number
  /** Lines taken within the last day, and that as a rate. */
  readonly linesLastDay: number
  readonly linesPerHour: number
  readonly rejected: number
  readonly rejectedLastDay: number
  readonly passedOver: number
  readonly duplicates: number
  /** Acts that lay more than 5 minutes ahead of the clock here, and acts taken more than a day after they happened. */
  readonly future: number
  readonly late: number
  /** The reason most of its rejects have; '' where there are none. */
  readonly commonReason: string
}

/** A source that rejects more of a day's lines than this is not read as it should be. */
const MOST_REJECTED = 0.02

/** Past this many of its longest silences it counts as silent; an hour is no silence at all. */
const SILENCES = 1.5
const HOUR = 3600

/** How every source is doing that has ever been taken, the worst first. */
export async function sourceHealth(stores: Stores, now: Date = new Date()): Promise<SourceHealth[]> {
  const journals = await journalsOf(stores.records, now)
  const silences = await longestSilences(stores.analytics)
  const reasons = await commonReasons(stores.analytics)
  return journals
    .map((journal) =>
      judged(journal, silences.get(journal.source) ?? null, reasons.get(journal.source) ?? '', now),
    )
    .sort((left, right) => rank(left) - rank(right) || (left.source < right.source ? -1 : 1))
}

const WORST_FIRST: readonly SourceHealth['state'][] = ['rejecting', 'ahead of time', 'silent', 'ok']

function rank({ state }: SourceHealth): number {
  return WORST_FIRST.indexOf(state)
}

type Journal = Omit<
  SourceHealth,
  'state' | 'why' | 'silentFor' | 'longestSilence' | 'linesPerHour' | 'commonReason'
> & {
  readonly futureLastDay: number
}

function judged(
  journal: Journal,
  longestSilence: number | null,
  commonReason: string,
  now: Date,
): SourceHealth {
  const { futureLastDay, ...rest } = journal
  const silentFor =
    journal.lastEvent === null ? null : Math.max(0, (now.getTime() - Date.parse(journal.lastEvent)) / 1000)
  return {
    ...rest,
    ...stateOf(journal, silentFor, longestSilence ?? 0, commonReason),
    silentFor,
    longestSilence,
    linesPerHour: journal.linesLastDay / 24,
    commonReason,
  }
}

function stateOf(
  { linesLastDay, rejectedLastDay, futureLastDay, lines, rejected }: Journal,
  silentFor: number | null,
  longestSilence: number,
  commonReason: string,
): Pick<SourceHealth, 'state' | 'why'> {
  const [seen, refused] = linesLastDay > 0 ? [linesLastDay, rejectedLastDay] : [lines, rejected]
  if (refused > MOST_REJECTED * seen)
    return {
      state: 'rejecting',
      why: `${percent(refused / seen)} of its lines are rejected, most: ${commonReason}.`,
    }
  if (futureLastDay > 0)
    return {
      state: 'ahead of time',
      why: `${futureLastDay} acts lie ahead of the clock here: the sender's clock or time zone is wrong, or this one's.`,
    }
  if (silentFor !== null && silentFor > Math.max(HOUR, SILENCES * longestSilence))
    return {
      state: 'silent',
      why: `Nothing for ${span(silentFor)}; its longest silence in the 28 days before was ${span(longestSilence)}.`,
    }
  return { state: 'ok', why: '' }
}

async function journalsOf({ db }: RecordsStore, now: Date): Promise<Journal[]> {
  const dayAgo = new Date(now.getTime() - 24 * HOUR * 1000).toISOString()
  const finished = db
    .selectFrom('intake_batch')
    .innerJoin('intake_input', 'intake_input.id', 'intake_batch.input')
    .where('finished_at', 'is not', null)
    .where('intake_batch.lines', '>', 0)
  const totals = await finished
    .select((select) => [
      'source',
      select.fn.max('finished_at').as('lastTaken'),
      select.fn.max('latest').as('lastEvent'),
      select.fn.max('intake_batch.id').as('lastBatch'),
      select.fn.sum<number>('intake_batch.lines').as('lines'),
      select.fn.sum<number>('rejected').as('rejected'),
      select.fn.sum<number>('passed_over').as('passedOver'),
      select.fn.sum<number>('duplicates').as('duplicates'),
      select.fn.sum<number>('future').as('future'),
      select.fn.sum<number>('late').as('late'),
    ])
    .groupBy('source')
    .execute()
  const recent = await finished
    .where('finished_at', '>=', dayAgo)
    .select((select) => [
      'source',
      select.fn.sum<number>('intake_batch.lines').as('lines'),
      select.fn.sum<number>('rejected').as('rejected'),
      select.fn.sum<number>('passed_over').as('passedOver'),
      select.fn.sum<number>('future').as('future'),
    ])
    .groupBy('source')
    .execute()
  const last = await db
    .selectFrom('intake_batch')
    .select(['id', 'finished_at', 'latest'])
    .where('id', 'in', [0, ...totals.map(({ lastBatch }) => Number(lastBatch))])
    .execute()
  return totals.map((total) => {
    const day = recent.find(({ source }) => source === total.source)
    const newest = last.find(({ id }) => Number(id) === Number(total.lastBatch))
    return {
      source: total.source,
      lastEvent: total.lastEvent,
      lastTaken: total.lastTaken ?? '',
      lag: newest?.latest ? (Date.parse(newest.finished_at ?? '') - Date.parse(newest.latest)) / 1000 : null,
      lines: Number(total.lines),
      linesLastDay: Number(day?.lines ?? 0),
      rejected: Number(total.rejected) - Number(total.passedOver),
      rejectedLastDay: Number(day?.rejected ?? 0) - Number(day?.passedOver ?? 0),
      passedOver: Number(total.passedOver),
      duplicates: Number(total.duplicates),
      future: Number(total.future),
      futureLastDay: Number(day?.future ?? 0),
      late: Number(total.late),
    }
  })
}

/** Whole hours without an act, in seconds. */
async function longestSilences(analytics: AnalyticsStore): Promise<Map<string, number>> {
  const spoken = ACTIVITY_KINDS.map(
    (activity) =>
      `SELECT toString(source) AS source, toUnixTimestamp(toStartOfHour(time)) AS spoke FROM ${activity}_row GROUP BY source, spoke`,
  )
  const rows = await analytics.query<{ source: string; silence: number }>(
    `SELECT source, arrayMax(arrayDifference(arraySort(arrayFilter(at -> at > latest - {span:UInt32}, times)))) AS silence
     FROM (SELECT source, groupUniqArray(spoke) AS times, max(spoke) AS latest FROM (${spoken.join(' UNION ALL ')}) GROUP BY source)`,
    { span: 28 * 24 * HOUR },
  )
  return new Map(rows.map(({ source, silence }) => [source, Number(silence)]))
}

async function commonReasons(analytics: AnalyticsStore): Promise<Map<string, string>> {
  const rows = await analytics.query<{ source: string; common: string }>(
    'SELECT source, argMax(reason, lines) AS common FROM (SELECT source, reason, count() AS lines FROM reject GROUP BY source, reason) GROUP BY source',
  )
  return new Map(rows.map(({ source, common }) => [source, common]))
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`
}

/**
 * A span of time for people, in its largest unit.
 *
 * @example span(90) // => '90 s'
 * @example span(3 * 86400) // => '3 days'
 */
export function span(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`
  if (seconds < 2 * HOUR) return `${Math.round(seconds / 60)} min`
  if (seconds < 48 * HOUR) return `${Math.round(seconds / HOUR)} h`
  return `${Math.round(seconds / (24 * HOUR))} days`
}

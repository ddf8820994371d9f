import { createHash } from 'node:crypto'
import { WeighbridgeError } from '../../base/errors.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import {
  countKnown,
  insertActivity,
  insertRejects,
  linesOf,
  MAX_LINE_BYTES,
  tablesOf,
} from '../sources/parse-sql.ts'
import type { Source } from '../sources/source.ts'
import type { ReadyBlock } from './ready-blocks.ts'

/** Which input and batch the rows of a block belong to. */
export interface BlockOrigin {
  readonly source: Source
  /** The line that names the columns of the others; '' where the format has none. */
  readonly header: string
  /** Identity of the input, decimal. */
  readonly input: string
  readonly file: string
  readonly batch: number
}

/** What became of the lines of a block. */
export interface BlockCounts {
  readonly accepted: number
  readonly rejected: number
  /** Of the rejected those that are no fault, e.g. headers and health checks. */
  readonly passedOver: number
  /** Lines that had a row before, e.g. one that a crash left behind. */
  readonly duplicates: number
  /** Times of the first and last act, null where there is none. */
  readonly earliest: string | null
  readonly latest: string | null
  /** Acts that say they happened more than 5 minutes after they were taken: a wrong clock or time zone. */
  readonly future: number
  /** Acts taken more than a day after they happened. */
  readonly late: number
}

const NO_TIMES = { earliest: null, latest: null, future: 0, late: 0 } as const

/**
 * Makes every line of a block a row of activity or a reject, and releases it. Doing it again changes nothing.
 *
 * @param mayRepeat true where some lines may have rows already; looking for them costs time.
 */
export async function takeBlock(
  analytics: AnalyticsStore,
  block: ReadyBlock,
  origin: BlockOrigin,
  mayRepeat: boolean,
): Promise<BlockCounts> {
  try {
    if (!block.oversized) return await takeLines(analytics, block, origin, mayRepeat)
    await rejectOversized(analytics, block, origin)
    return { accepted: 0, rejected: 1, passedOver: 0, duplicates: 0, ...NO_TIMES }
  } finally {
    block.release()
  }
}

async function takeLines(
  analytics: AnalyticsStore,
  block: ReadyBlock,
  origin: BlockOrigin,
  mayRepeat: boolean,
): Promise<BlockCounts> {
  const { source, ...named } = origin
  const parameters = { ...named, inputs: [BigInt(origin.input)] }
  const tables = tablesOf(source)
  const lines = linesOf(block.relation)
  const count = (sql: string) => numberOf(analytics, sql, parameters)
  const known = async (name: string) => (mayRepeat ? count(countKnown(source, lines, name)) : 0)
  const sum = async (names: readonly string[], of: (name: string) => Promise<number>) => {
    let total = 0
    for (const name of names) total += await of(name)
    return total
  }
  const acceptedBefore = await sum(tables, known)
  const rejectedBefore = await known('reject_row')

  for (const row of source.rows) await analytics.command(insertActivity(source, row, lines), parameters)
  const { accepted, ...times } = await writtenBy(analytics, tables, origin.batch)
  let rejected = 0
  let passedOver = 0
  if (accepted !== block.lines) {
    // Parsing twice costs only the blocks that hold a bad line.
    for (const row of source.rows) {
      // Nearly always the first row's statement has them all: it answers for lines that no row wants.
      if (accepted + rejected === block.lines) break
      await analytics.command(insertRejects(source, row, lines), parameters)
      rejected = await count('SELECT count() FROM reject_row WHERE batch = {batch:UInt64}')
    }
    passedOver = await count('SELECT countIf(expected) FROM reject_row WHERE batch = {batch:UInt64}')
  }
  // Lines are counted here and rows there: a block that the engine read short must not pass for a short block.
  if (accepted + rejected !== block.lines) {
    throw new WeighbridgeError(
      'store-failed',
      `${origin.file}: of ${block.lines} lines from byte ${block.start} on ${accepted} were stored and ${rejected} rejected; nothing of them is confirmed. Run the command again.`,
    )
  }
  return {
    accepted: accepted - acceptedBefore,
    rejected: rejected - rejectedBefore,
    // Lines taken before were counted then.
    passedOver: Math.min(passedOver, rejected - rejectedBefore),
    duplicates: acceptedBefore + rejectedBefore,
    ...times,
  }
}

/** How many acts a batch wrote, and how their times lie to now. */
async function writtenBy(analytics: AnalyticsStore, tables: readonly string[], batch: number) {
  const rows = tables.map((table) => `SELECT time FROM ${table} WHERE batch = {batch:UInt64}`)
  const [written] = await analytics.query<{
    accepted: number
    first: string
    last: string
    future: number
    late: number
  }>(
    `SELECT count() AS accepted, min(time) AS first, max(time) AS last,
       countIf(time > now64() + INTERVAL 5 MINUTE) AS future, countIf(time < now64() - INTERVAL 1 DAY) AS late
     FROM (${rows.join(' UNION ALL ')})`,
    { batch },
  )
  const accepted = Number(written?.accepted ?? 0)
  if (written === undefined || accepted === 0) return { accepted, ...NO_TIMES }
  return {
    accepted,
    earliest: written.first,
    latest: written.last,
    future: Number(written.future),
    late: Number(written.late),
  }
}

async function rejectOversized(
  analytics: AnalyticsStore,
  block: ReadyBlock,
  { source, input, file, batch }: BlockOrigin,
): Promise<void> {
  const identity = createHash('sha256').update(`${source.name}\0${input}\0${block.start}`).digest()
  await analytics.insert('reject_row', [
    {
      source: source.name,
      input,
      file,
      offset: block.start,
      reason: `line longer than ${MAX_LINE_BYTES} bytes`,
      line: source.secret ? '' : block.beginning,
      line_bytes: block.end - block.start - (block.openTail < 0 ? 1 : 0),
      event_id: identity.readBigUInt64BE(0).toString(),
      batch,
    },
  ])
}

async function numberOf(
  analytics: AnalyticsStore,
  sql: string,
  parameters: Readonly<Record<string, unknown>> = {},
): Promise<number> {
  const [row] = await analytics.query<Record<string, number>>(sql, parameters)
  return Number(Object.values(row ?? {})[0] ?? 0)
}

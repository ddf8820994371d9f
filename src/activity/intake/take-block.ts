import { createHash } from 'node:crypto'
import { WeighbridgeError } from '../../base/errors.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { insertActivity, insertRejects, linesOf, MAX_LINE_BYTES } from '../sources/parse-sql.ts'
import type { Source } from '../sources/source.ts'
import type { ReadyBlock } from './ready-blocks.ts'

/** Which input and batch the rows of a block belong to. */
export interface BlockOrigin {
  readonly source: Source
  /** Identity of the input, decimal. */
  readonly input: string
  readonly file: string
  readonly batch: number
}

/**
 * Makes every line of a block a row of activity or a reject, and releases it. Doing it again changes nothing.
 *
 * @returns how many lines were rejected.
 */
export async function takeBlock(
  analytics: AnalyticsStore,
  block: ReadyBlock,
  origin: BlockOrigin,
): Promise<number> {
  try {
    if (!block.oversized) return await takeLines(analytics, block, origin)
    await rejectOversized(analytics, block, origin)
    return 1
  } finally {
    block.release()
  }
}

async function takeLines(analytics: AnalyticsStore, block: ReadyBlock, origin: BlockOrigin): Promise<number> {
  const { source, ...parameters } = origin
  const lines = linesOf(block.relation)
  const rowsIn = (table: string) =>
    numberOf(analytics, `SELECT count() FROM ${table} WHERE batch = {batch:UInt64}`, parameters)
  await analytics.command(insertActivity(source, lines), parameters)
  const accepted = await rowsIn(`${source.activity}_row`)
  // Parsing twice costs only the blocks that hold a bad line.
  if (accepted !== block.lines) await analytics.command(insertRejects(source, lines), parameters)
  const rejected = accepted === block.lines ? 0 : await rowsIn('reject_row')
  // Lines are counted here and rows there: a block that the engine read short must not pass for a short block.
  if (accepted + rejected === block.lines) return rejected
  throw new WeighbridgeError(
    'store-failed',
    `${origin.file}: of ${block.lines} lines from byte ${block.start} on ${accepted} were stored and ${rejected} rejected; nothing of them is confirmed. Run the command again.`,
  )
}

/** How many lines of an input from `start` on have rows already: those a crash left behind. */
export async function linesAlreadyTaken(
  analytics: AnalyticsStore,
  source: Source,
  input: string,
  start: number,
): Promise<number> {
  const from = (table: string) =>
    numberOf(
      analytics,
      `SELECT uniqExact(offset) FROM ${table} WHERE input = {input:UInt64} AND offset >= {start:UInt64}`,
      { input, start },
    )
  return (await from(`${source.activity}_row`)) + (await from('reject_row'))
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
      line: block.beginning,
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

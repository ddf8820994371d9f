import { createHash } from 'node:crypto'
import { WeighbridgeError } from '../../base/errors.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { countLines, insertActivity, insertRejects, linesOf, MAX_LINE_BYTES } from '../sources/parse-sql.ts'
import type { Source } from '../sources/source.ts'
import type { InputBlock } from './blocks.ts'

/** Which input and batch the rows of a block belong to. */
export interface BlockOrigin {
  readonly source: Source
  /** Identity of the input, decimal. */
  readonly input: string
  readonly file: string
  readonly batch: number
}

export interface BlockCounts {
  readonly lines: number
  readonly rejected: number
}

/** Makes every line of a block a row of activity or a reject. Doing it again changes nothing. */
export async function takeBlock(
  analytics: AnalyticsStore,
  block: InputBlock,
  origin: BlockOrigin,
): Promise<BlockCounts> {
  if (block.oversized) {
    await rejectOversized(analytics, block, origin)
    return { lines: 1, rejected: 1 }
  }
  const { source, ...parameters } = origin
  return analytics.withBlock(block, async (relation) => {
    await analytics.command(insertActivity(source, linesOf(relation)), parameters)
    const lines = await linesIn(analytics, relation, block.bytes.length)
    const accepted = await numberOf(
      analytics,
      `SELECT count() FROM ${source.activity}_row WHERE batch = {batch:UInt64}`,
      parameters,
    )
    // Parsing twice costs only the blocks that hold a bad line.
    if (accepted < lines) await analytics.command(insertRejects(source, linesOf(relation)), parameters)
    return { lines, rejected: lines - accepted }
  })
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

/** What the engine saw is compared with what it was given: a block it read short must not pass for a short block. */
async function linesIn(analytics: AnalyticsStore, relation: string, bytes: number): Promise<number> {
  const [seen] = await analytics.query<{ lines: number; bytes: number }>(countLines(relation))
  if (Number(seen?.bytes) === bytes) return Number(seen?.lines)
  throw new WeighbridgeError(
    'store-failed',
    `The engine read ${seen?.bytes ?? 0} of ${bytes} bytes of a block; nothing of it is confirmed. Run the command again.`,
  )
}

async function rejectOversized(
  analytics: AnalyticsStore,
  block: InputBlock,
  origin: BlockOrigin,
): Promise<void> {
  const { source, input, file, batch } = origin
  const identity = createHash('sha256').update(`${source.name}\0${input}\0${block.start}`).digest()
  await analytics.insert('reject_row', [
    {
      source: source.name,
      input,
      file,
      offset: block.start,
      reason: `line longer than ${MAX_LINE_BYTES} bytes`,
      line: block.bytes.toString('utf8'),
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

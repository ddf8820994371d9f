import type { Readable } from 'node:stream'
import type { Table } from './analytics-store.ts'
import { answerTooLarge, type QueryLimits } from './query-limits.ts'

/**
 * The table that an answer in ClickHouse's format JSONCompact holds.
 *
 * Its bytes are counted before they become text: V8 ends the process at a string of 512 MiB or a full heap, and the
 * engine's own limit misses what it holds compressed, such as one long string repeated in every row.
 *
 * @throws WeighbridgeError `query-too-large` where there are more bytes than the limits allow.
 */
export async function boundedAnswer(answer: Readable, limits: QueryLimits): Promise<Table> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of answer as AsyncIterable<Buffer>) {
    bytes += piece.length
    if (bytes > limits.resultBytes) throw answerTooLarge(limits)
    pieces.push(piece)
  }
  const { meta, data } = JSON.parse(Buffer.concat(pieces).toString('utf8')) as {
    meta: Table['columns']
    data: unknown[][]
  }
  return { columns: meta, rows: data }
}

import { linesOf } from '../../activity/sources/parse-sql.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { linesOfDay, type Population } from './population.fixture.ts'

/** Writes a day of a population into the table of inference activity, as its intake would. */
export async function writeDay(
  analytics: AnalyticsStore,
  population: Population,
  day: number,
  arrange: (lines: string) => string = (lines) => lines,
): Promise<number> {
  let rows = 0
  let start = 0
  for (const text of linesOfDay(population, day)) {
    const arranged = arrange(text)
    const bytes = Buffer.from(arranged)
    const block = analytics.openBlock()
    try {
      block.add({ bytes, start, input: '7' })
      await analytics.command(
        `INSERT INTO inference_row (time, source, system, account, src_ip, endpoint, model, tokens_in, tokens_out, status,
           prompt_sketch, event_id, input, offset, batch)
         SELECT parseDateTime64BestEffort(cells[1], 3, 'UTC'), 'openai-gateway', 'gateway', cells[2], cells[3], '/v1/chat/completions',
           cells[4], toUInt32(cells[5]), toUInt32(cells[6]), 200, cells[7], reinterpretAsUInt128(sipHash128(line)), 7, 0, {batch:UInt64}
         FROM (SELECT splitByChar('\\t', line) AS cells, line FROM ${linesOf(block.relation)})`,
        { batch: day + 1 },
      )
    } finally {
      block.release()
    }
    rows += arranged.split('\n').length - 1
    start += bytes.length
  }
  return rows
}

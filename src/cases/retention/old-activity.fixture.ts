import { journalIn } from '../../activity/intake/journal.ts'
import type { Stores } from '../../store/stores.ts'

/** A batch of the journal, for rows that tests write themselves. */
export async function batch({ records }: Stores): Promise<number> {
  const journal = journalIn(records)
  const { id } = await journal.begin('test', '1', 'test.log')
  return journal.openBatch(id, 0, 1)
}

/** Calls of the inference API: who and when; each returned as many tokens as its place in the list. */
export async function writeCalls(
  stores: Stores,
  calls: readonly (readonly [account: string, time: string])[],
): Promise<void> {
  const number = await batch(stores)
  await stores.analytics.insert(
    'inference_row',
    calls.map(([account, time], at) => ({
      time,
      source: 'inference-log',
      account,
      endpoint: '/v1/completions',
      tokens_in: 1,
      tokens_out: at + 1,
      event_id: String(number * 1_000_000 + at),
      batch: number,
    })),
  )
}

/** Who called and when, as the view shows it. */
export async function callsIn({ analytics }: Stores): Promise<string[]> {
  const rows = await analytics.query<{ call: string }>(
    `SELECT concat(person, ' ', formatDateTime(time, '%F %T')) AS call FROM inference ORDER BY time, call`,
  )
  return rows.map(({ call }) => call)
}

/** Every roll-up of a channel by day and person, as one line each. */
export async function rolledUp({ analytics }: Stores, channel: 'inference' | 'flow'): Promise<string[]> {
  const what = channel === 'inference' ? 'sum(requests)' : 'sum(bytes_out)'
  const rows = await analytics.query<{ line: string }>(
    `SELECT concat(toString(toDate(hour)), ' ', person, ' ', toString(${what})) AS line FROM ${channel}_hour
     GROUP BY toDate(hour), person ORDER BY line`,
  )
  return rows.map(({ line }) => line)
}

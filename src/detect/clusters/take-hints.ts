import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { messageOf, WeighbridgeError } from '../../base/errors.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'

const COLUMNS = ['account', 'kind', 'value'] as const

/**
 * Takes a file of what is known of accounts beside the log, e.g. `acct-7,payment,card ending 0000`. Only hashes of the values
 * are kept. Hints that are there already stay; clusters are judged with them from the next day on.
 *
 * @throws WeighbridgeError `not-found` or `bad-input`, with the line.
 */
export async function takeHints(analytics: AnalyticsStore, file: string): Promise<{ rows: number }> {
  const hints = rowsOf(file).filter(({ account = '', value = '' }) => account !== '' && value !== '')
  for (let at = 0; at < hints.length; at += 1000) {
    const some = hints.slice(at, at + 1000)
    // The engine hashes: the same value has the same hash from every file.
    await analytics.command(
      `INSERT INTO account_hint_row (account, kind, value, batch, deleted)
       SELECT one.1, one.2, cityHash64(one.3), 1, 0
       FROM (SELECT arrayJoin(arrayZip({accounts:Array(String)}, {kinds:Array(String)}, {values:Array(String)})) AS one)`,
      {
        accounts: some.map(({ account }) => account),
        kinds: some.map(({ kind }) => kind),
        values: some.map(({ value }) => value),
      },
    )
  }
  return { rows: hints.length }
}

function rowsOf(file: string): Record<string, string>[] {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new WeighbridgeError('not-found', `${file} cannot be read: ${messageOf(error)}.`)
  }
  try {
    const rows: Record<string, string>[] = parse(text, {
      columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
      bom: true,
      trim: true,
      skip_empty_lines: true,
    })
    const missing = COLUMNS.filter((column) => rows.length > 0 && rows[0]?.[column] === undefined)
    if (missing.length > 0) throw new Error(`its header does not name ${missing.join(', ')}`)
    return rows
  } catch (error) {
    throw new WeighbridgeError(
      'bad-input',
      `${file} holds no hints: ${messageOf(error)}; it needs the columns ${COLUMNS.join(', ')}.`,
    )
  }
}

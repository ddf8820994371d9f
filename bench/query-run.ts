/**
 * Times every query of hand-written-queries/ beside its SQL, over a data folder that `query-data.ts` filled: in turns, so many
 * rounds, after one that only warms up. Prints one JSON line.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { compile } from '../src/query/compile.ts'
import type { QueryLanguage } from '../src/query/language.ts'
import { finalColumn } from '../src/query/results/kusto-json.ts'
import { requiredTicks } from '../src/query/run/ticks-of-time.ts'
import { schemaNamed } from '../src/query/schemas/load-schemas.ts'
import type { AnalyticsStore, Parameters, Table } from '../src/store/analytics/analytics-store.ts'
import { openStores } from '../src/store/stores.ts'
import { median, rounded } from './median.ts'
import { NOW } from './query-data.ts'

export interface QueryTimes {
  readonly query: string
  readonly rows: number
  /** Medians. */
  readonly seconds: number
  readonly handWrittenSeconds: number
  /** Median of the rounds' ratios. */
  readonly ratio: number
}

const FOLDER = new URL('hand-written-queries/', import.meta.url)
const LANGUAGES: readonly QueryLanguage[] = ['kql', 'spl']

const [dir = '', rounds = '5'] = process.argv.slice(2)
const { analytics, close } = await openStores(dir)
const schema = schemaNamed()
const times: QueryTimes[] = []
for (const file of readdirSync(FOLDER).sort()) {
  const [name = '', ending = ''] = file.split('.')
  const language = LANGUAGES.find((one) => one === ending)
  if (language === undefined) continue
  const text = readFileSync(new URL(file, FOLDER), 'utf8')
  const compiled = await compile({
    language,
    text,
    schema,
    nowTicks: requiredTicks(NOW, 'now'),
    final: finalColumn,
  })
  const handWritten = readFileSync(new URL(`${name}.sql`, FOLDER), 'utf8')
  times.push(await timed(file, analytics, compiled, handWritten, Number(rounds)))
}
await close()
console.log(JSON.stringify(times))

async function timed(
  query: string,
  store: AnalyticsStore,
  compiled: { readonly sql: string; readonly parameters: Parameters },
  handWritten: string,
  count: number,
): Promise<QueryTimes> {
  const runs: { ours: number; hand: number }[] = []
  let rows = 0
  for (let round = 0; round <= count; round += 1) {
    const ours = await measured(() => store.select(compiled.sql, compiled.parameters))
    const hand = await measured(() => store.select(handWritten))
    refuseOther(query, ours.table, hand.table)
    rows = ours.table.rows.length
    if (round > 0) runs.push({ ours: ours.seconds, hand: hand.seconds })
  }
  return {
    query,
    rows,
    seconds: rounded(median(runs.map((run) => run.ours))),
    handWrittenSeconds: rounded(median(runs.map((run) => run.hand))),
    ratio: rounded(median(runs.map((run) => run.ours / run.hand))),
  }
}

async function measured(run: () => Promise<Table>): Promise<{ table: Table; seconds: number }> {
  const began = performance.now()
  const table = await run()
  return { table, seconds: (performance.now() - began) / 1000 }
}

/** Times of different answers cannot be compared. */
function refuseOther(query: string, ours: Table, hand: Table): void {
  const [one, other] = [ours, hand].map(({ rows }) => rows.map(comparable).sort())
  const at = one?.findIndex((row, index) => row !== other?.[index]) ?? -1
  if (one?.length === other?.length && at === -1) return
  throw new Error(
    `${query} gives ${one?.length} rows and its SQL ${other?.length}; the first that differs: ${one?.[at]} and ${other?.[at]}.`,
  )
}

/** Ticks since 1970, as compiled queries write times, and ISO 8601 are the same moment. */
function comparable(row: readonly unknown[]): string {
  const values = row.map((value) =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)
      ? `${Date.parse(value)}0000`
      : String(value),
  )
  return values.join('\t')
}

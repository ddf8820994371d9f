import { durationMs } from '../query-rules/duration.ts'
import type { QueryRule } from '../query-rules/query-rule.ts'
import { EVENT_TABLES, type RuleTest, type TestTable } from './rule-test.ts'
import { momentOf, rowsOf, shifted, type TestRow } from './test-rows.ts'

const DAY_MS = 86_400_000
const WEEK_MS = 7 * DAY_MS

/** A test with a stretch of time of its own, so that the events of all tests can lie in the same tables. */
export interface PlacedTest {
  readonly rule: QueryRule
  readonly test: RuleTest
  /** End of its window, and how much later than written everything happens; milliseconds. */
  readonly until: number
  readonly shiftMs: number
  readonly rows: ReadonlyMap<TestTable, readonly TestRow[]>
}

/** The first test begins here, a Monday. */
const BEGINNING = Date.UTC(2001, 0, 1)

/** Lays tests one after the other. Everything moves by whole weeks: a weekday stays one, and so does the hour. */
export function placeTests(
  tests: readonly { readonly rule: QueryRule; readonly test: RuleTest }[],
): PlacedTest[] {
  let free = BEGINNING
  return tests.map(({ rule, test }) => {
    const rows = new Map(
      Object.entries({ ...test.events, ...test.directory }).map(([table, entries]) => [
        table as TestTable,
        entries.flatMap((entry) => rowsOf(test, entry)),
      ]),
    )
    const times = [...rows].flatMap(([table, of]) =>
      (EVENT_TABLES as readonly string[]).includes(table) || table === 'staff'
        ? of.map((row) => Number(row['time'] ?? row['effective']))
        : [],
    )
    const newest = times.reduce((latest, time) => Math.max(latest, time), 0)
    const until =
      test.until === undefined
        ? (Math.floor(newest / DAY_MS) + 1) * DAY_MS
        : momentOf(test, 'until', test.until)
    const start = times.reduce((first, time) => Math.min(first, time), until - longestLookBack(rule))
    const shiftMs = Math.ceil((free - start) / WEEK_MS) * WEEK_MS
    free = Math.max(until, newest) + shiftMs + DAY_MS
    const moved = new Map([...rows].map(([table, of]) => [table, of.map((row) => shifted(row, shiftMs))]))
    return { rule, test, until: until + shiftMs, shiftMs, rows: moved }
  })
}

function longestLookBack({ lookBack, lookBackOf = {} }: QueryRule): number {
  return Math.max(...[lookBack, ...Object.values(lookBackOf)].map(durationMs))
}

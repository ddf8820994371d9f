import { beforeAll, describe, expect, it } from 'vitest'
import { withScratchStore } from '../../query/run/scratch-store.ts'
import { schemaNamed } from '../../query/schemas/load-schemas.ts'
import { rulesFolder } from '../rule-content.ts'
import { type RuleTest, readRuleTests } from '../rule-tests/rule-test.ts'
import { gridOf, runRuleTests } from '../rule-tests/run-rule-tests.ts'
import { writeTestRows } from '../rule-tests/scratch-rows.ts'
import { placeTests } from '../rule-tests/test-slots.ts'
import { askAlone, askable } from './asking.ts'
import { compileRule } from './compile-rule.ts'
import type { FindingRow } from './findings-sql.ts'
import { readQueryRules } from './load-query-rules.ts'
import { madeRule } from './made-rule.fixture.ts'
import { regularGrid } from './window-grid.ts'

const FOLDER = rulesFolder()
const SCHEMA = schemaNamed()
/** A table that is looked back into further has no window of its own when a rule is asked alone. */
const RULES = readQueryRules(FOLDER).filter(
  ({ language, lookBackOf }) => language !== 'sql' && lookBackOf === undefined,
)
const DAY = 86_400_000

interface Answers {
  readonly atOnce: readonly FindingRow[]
  readonly alone: readonly FindingRow[]
  /** End of the window of a positive test, and what the rule gives for it among the days around. */
  readonly first: number
  readonly among: readonly FindingRow[]
}

const answers = new Map<string, Answers>()

/** All rules over the events of all tests: in one statement, window by window, and in a run of days. */
beforeAll(async () => {
  await withScratchStore(async (store) => {
    const placed = placeTests(
      RULES.flatMap((rule) => readRuleTests(FOLDER, rule.id).map((test) => ({ rule, test }))),
    )
    await writeTestRows(store, placed)
    for (const rule of RULES) {
      const own = placed.filter((each) => each.rule === rule)
      const ends = own.map(({ until }) => until)
      const grid = gridOf(rule, ends)
      const ready = await askable(rule, SCHEMA, store)
      if (ready.compiled === undefined) throw new Error(`${rule.id} is not compiled`)
      const first = own.find(({ test }) => test.kind === 'positive')?.until ?? 0
      const days = { ...grid, ...regularGrid(first - 3 * DAY, first + 2 * DAY, grid.lengthMs, grid.stepMs) }
      answers.set(rule.id, {
        atOnce: await ready.ask(store, grid),
        alone: await askAlone(store, ready.compiled, grid),
        first,
        among: (await ready.ask(store, days)).filter(({ window_end }) => window_end === first),
      })
    }
  })
}, 240_000)

describe('a rule asked about many windows at once', () => {
  it.each(RULES)('$id gives each window what it gives alone', ({ id }) => {
    const { atOnce, alone, first, among } = answers.get(id) ?? { atOnce: [], alone: [], first: 0, among: [] }
    expect(inOrder(atOnce)).toEqual(inOrder(alone))
    expect(among).not.toEqual([])
    expect(inOrder(among)).toEqual(inOrder(alone.filter(({ window_end }) => window_end === first)))
  })

  it('is asked so in every rule of the house', async () => {
    const alone: string[] = []
    for (const rule of RULES) {
      if ((await compileRule(rule, SCHEMA)).atOnce === undefined) alone.push(rule.id)
    }
    expect(alone).toEqual([])
  })
})

describe('a query that cannot be', () => {
  it.each([
    ['inference | summarize count()', 'a total without groups is a row even of no rows'],
    [
      'let most = toscalar(inference | top 1 by tokens_in | project tokens_in); inference | where tokens_in == most',
      'a single value of the window',
    ],
    ['person | where kind == "human"', 'no table of it has a time'],
    ['inference | make-series count() on tokens_in step 10 by person', 'series'],
  ])('%s: %s', async (query, why) => {
    const compiled = await compileRule(madeRule({ query }), SCHEMA)
    expect(compiled.whyAlone).toBe(why)
  })
})

describe('the clock of a query', () => {
  const calls = (time: string) => ({ time, account: 'amber.heron' })
  const EVENTS = [
    calls('2026-03-09T23:00:00Z'),
    calls('2026-03-10T01:00:00Z'),
    calls('2026-03-10T17:00:00Z'),
    calls('2026-03-10T19:00:00Z'),
    calls('2026-03-10T23:59:59.999Z'),
  ]

  it.each([
    ["where ['time'] > ago(6h)", 2],
    ["where ['time'] >= startofday(now() - 1h)", 4],
    ["where ['time'] >= startofmonth(now(-1d))", 4],
    ["where ['time'] between (ago(24h) .. ago(6h))", 2],
    ['where true', 4],
  ])('%s counts %i', async (condition, rows) => {
    const rule = madeRule({ query: `inference | ${condition} | summarize calls = count() by person` })
    const test: RuleTest = {
      name: 'clock',
      file: 'rules/made/tests/clock.yaml',
      kind: 'positive',
      why: 'The window ends at midnight, and so does the clock.',
      until: '2026-03-11T00:00:00Z',
      events: { inference: EVENTS },
      directory: {},
      signals: [{ person: 'amber.heron', observed: rows }],
    }
    const counted = { ...rule, observed: { column: 'calls', measure: 'calls', unit: 'requests' as const } }
    const results = await withScratchStore((store) =>
      runRuleTests(store, [{ rule: counted, tests: [test] }], () => SCHEMA),
    )
    expect(results).toEqual([{ rule: 'made', test: 'clock', kind: 'positive', passed: true }])
  })
})

function inOrder(rows: readonly FindingRow[]): FindingRow[] {
  return rows
    .map((row) => ({ ...row, assets: [...row.assets].sort() }))
    .sort((left, right) => left.window_end - right.window_end || left.person.localeCompare(right.person))
}

import { messageOf } from '../../base/errors.ts'
import { QueryError } from '../../query/plan/query-error.ts'
import type { Schema } from '../../query/schemas/schema.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { type AskableRule, askable } from '../query-rules/asking.ts'
import { durationMs } from '../query-rules/duration.ts'
import type { FindingRow } from '../query-rules/findings-sql.ts'
import { longerLookBacks, type QueryRule } from '../query-rules/query-rule.ts'
import { querySignal } from '../query-rules/query-signal.ts'
import { failureOf } from '../query-rules/run-query-rules.ts'
import type { WindowGrid } from '../query-rules/window-grid.ts'
import type { Signal } from '../signal.ts'
import type { RuleTest } from './rule-test.ts'
import { writeTestRows } from './scratch-rows.ts'
import { daysShifted, momentOf } from './test-rows.ts'
import { type PlacedTest, placeTests } from './test-slots.ts'

/** A rule with its tests. */
export interface RuleWithTests {
  readonly rule: QueryRule
  readonly tests: readonly RuleTest[]
}

export interface TestResult {
  readonly rule: string
  readonly test: string
  readonly kind: RuleTest['kind']
  readonly passed: boolean
  /** What was expected and what came, where it did not pass. */
  readonly why?: string
}

/**
 * Runs the tests of all rules in an empty store: the events of all of them are written at once, each in a stretch of time of
 * its own, and every rule is asked as `detect` asks it.
 *
 * @throws WeighbridgeError `bad-input` for a test whose rows do not fit their table.
 */
export async function runRuleTests(
  analytics: AnalyticsStore,
  rules: readonly RuleWithTests[],
  schemaOf: (rule: QueryRule) => Schema,
): Promise<TestResult[]> {
  const placed = placeTests(rules.flatMap(({ rule, tests }) => tests.map((test) => ({ rule, test }))))
  await writeTestRows(analytics, placed)
  const results: TestResult[] = []
  for (const { rule } of rules) {
    const own = placed.filter((each) => each.rule === rule)
    if (own.length > 0) results.push(...(await resultsOf(analytics, rule, own, schemaOf(rule))))
  }
  return results
}

async function resultsOf(
  analytics: AnalyticsStore,
  rule: QueryRule,
  placed: readonly PlacedTest[],
  schema: Schema,
): Promise<TestResult[]> {
  try {
    const ready = await askable(rule, schema, analytics)
    const found = await askTests(analytics, ready, placed)
    return placed.map((each) => result(each, signalsOf(each, found)))
  } catch (error) {
    const why = error instanceof QueryError ? failureOf(rule, error) : messageOf(error)
    return placed.map(({ test }) => ({
      rule: rule.id,
      test: test.name,
      kind: test.kind,
      passed: false,
      why,
    }))
  }
}

/** Everything at once where the rule can be asked so; SQL looks back over all days by itself, and is asked test by test. */
async function askTests(
  analytics: AnalyticsStore,
  ready: AskableRule,
  placed: readonly PlacedTest[],
): Promise<FindingRow[]> {
  const ends = placed.map(({ until }) => until).sort((left, right) => left - right)
  const grids = ready.compiled === undefined ? ends.map((end) => [end]) : [ends]
  const found: FindingRow[] = []
  for (const each of grids) found.push(...(await ready.ask(analytics, gridOf(ready.rule, each))))
  return found
}

/** The windows of a rule that end then. */
export function gridOf(rule: QueryRule, ends: readonly number[]): WindowGrid {
  return {
    ends,
    lengthMs: durationMs(rule.lookBack),
    lengthsMs: longerLookBacks(rule),
    stepMs: durationMs(rule.schedule),
  }
}

function signalsOf({ rule, until }: PlacedTest, found: readonly FindingRow[]): Signal[] {
  return found
    .filter(({ window_end, person }) => window_end === until && person !== '')
    .map((finding) => querySignal(rule, finding, 1, ''))
}

function result({ rule, test, shiftMs }: PlacedTest, signals: readonly Signal[]): TestResult {
  const shared = { rule: rule.id, test: test.name, kind: test.kind }
  const came = signals.map((signal) => shownSignal(signal, shiftMs))
  const left = [...came]
  const missing = test.signals.filter((expected) => {
    const at = left.findIndex((signal) => fits(test, expected, signal))
    if (at !== -1) left.splice(at, 1)
    return at === -1
  })
  if (missing.length === 0 && left.length === 0) return { ...shared, passed: true }
  const expected =
    test.signals.length === 0 ? 'no signal' : test.signals.map((it) => JSON.stringify(it)).join(', ')
  const got = came.length === 0 ? 'there was none' : `came ${came.map((it) => JSON.stringify(it)).join(', ')}`
  return { ...shared, passed: false, why: `expected ${expected}; ${got}` }
}

interface ShownSignal {
  readonly person: string
  readonly observed: number
  readonly assets: readonly string[]
  readonly sentence: string
  readonly first: string
  readonly last: string
}

/** A signal in the times that the test is written in. */
function shownSignal(signal: Signal, shiftMs: number): ShownSignal {
  const back = (time: string) => new Date(Date.parse(time) - shiftMs).toISOString().replace('.000Z', 'Z')
  const { person, observed, assets, sentence } = signal
  return {
    person,
    observed,
    assets,
    sentence: daysShifted(sentence, -shiftMs),
    first: back(signal.firstActivity),
    last: back(signal.lastActivity),
  }
}

function fits(test: RuleTest, expected: RuleTest['signals'][number], signal: ShownSignal): boolean {
  const { person, observed, assets, sentence, first, last } = expected
  const near = (value: number) => Math.abs(value - signal.observed) <= 1e-6 * Math.max(1, Math.abs(value))
  return (
    person === signal.person &&
    (observed === undefined || near(observed)) &&
    (assets === undefined || JSON.stringify([...assets].sort()) === JSON.stringify(signal.assets)) &&
    (sentence === undefined || sentence === signal.sentence) &&
    (first === undefined || momentOf(test, 'first', first) === Date.parse(signal.first)) &&
    (last === undefined || momentOf(test, 'last', last) === Date.parse(signal.last))
  )
}

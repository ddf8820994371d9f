import { messageOf, WeighbridgeError } from '../../base/errors.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { linesOf, selectParsed } from './parse-sql.ts'
import { headerOf, recognise } from './recognise.ts'
import type { Source } from './source.ts'
import type { SourceTest } from './source-test.ts'

/** What came of one test of a source. */
export interface TestResult {
  readonly line: string
  readonly passed: boolean
  /** What differs, one sentence each. */
  readonly differences: readonly string[]
}

/** What the engine makes of a line. */
export interface Outcome {
  readonly activity: string
  readonly reason: string
  readonly expected: number
  readonly values: Readonly<Record<string, unknown>>
}

/**
 * Runs the tests that a source brings: each line through the engine, and through the recogniser among all the others.
 */
export async function runSourceTests(
  analytics: AnalyticsStore,
  source: Source,
  others: readonly Source[],
): Promise<TestResult[]> {
  const results: TestResult[] = []
  for (const test of source.tests) {
    const outcome = await outcomeOf(analytics, source, test)
    const differences = [
      ...differencesOf(test, outcome),
      ...(test.row === undefined ? [] : misrecognised(source, test, others)),
    ]
    results.push({ line: test.line, passed: differences.length === 0, differences })
  }
  return results
}

/**
 * What the engine makes of one line.
 *
 * @throws WeighbridgeError `bad-input` where an expression of the source is no SQL, or fails on the line.
 */
export async function outcomeOf(
  analytics: AnalyticsStore,
  source: Source,
  test: Pick<SourceTest, 'line' | 'header'>,
): Promise<Outcome> {
  const block = analytics.openBlock()
  try {
    block.add({ bytes: Buffer.from(test.line), start: 1, input: '1' })
    for (const row of source.rows) {
      const [found] = await analytics.query<Record<string, unknown>>(
        selectParsed(source, row, linesOf(block.relation)),
        { header: headerOf(source, [test.header, test.line]) },
      )
      if (found === undefined) continue
      const { reason, expected, offset, ...values } = found
      return { activity: row.activity, reason: String(reason), expected: Number(expected), values }
    }
    return { activity: '', reason: 'no row of the source wants it', expected: 0, values: {} }
  } catch (error) {
    throw new WeighbridgeError(
      'bad-input',
      `${source.name}: the engine says: ${messageOf(error).slice(0, 400)}`,
      {
        cause: error,
      },
    )
  } finally {
    block.release()
  }
}

function differencesOf(test: SourceTest, outcome: Outcome): string[] {
  const wanted = test.rejected ?? test.passedOver
  if (wanted !== undefined) {
    const how = outcome.reason === '' ? 'a row' : outcome.expected === 1 ? 'passed over' : 'rejected'
    const wantedHow = test.rejected === undefined ? 'passed over' : 'rejected'
    if (how !== wantedHow) return [`it is ${how}${explained(outcome.reason)}, not ${wantedHow}`]
    return outcome.reason.includes(wanted) ? [] : [`its reason is "${outcome.reason}", not "${wanted}"`]
  }
  if (outcome.reason !== '') return [`there is no row: ${outcome.reason}`]
  const kind =
    test.activity === undefined || test.activity === outcome.activity
      ? []
      : [`it is ${outcome.activity}, not ${test.activity}`]
  const values = Object.entries(test.row ?? {}).flatMap(([name, value]) =>
    same(outcome.values[name], value)
      ? []
      : [`${name} is ${JSON.stringify(outcome.values[name])}, not ${JSON.stringify(value)}`],
  )
  return [...kind, ...values]
}

function explained(reason: string): string {
  return reason === '' ? '' : ` ("${reason}")`
}

/** Times are the same where the moment is, however either is written. */
function same(found: unknown, wanted: unknown): boolean {
  if (String(found) === String(wanted)) return true
  const moment = Date.parse(String(found))
  return typeof wanted === 'string' && /^\d{4}-/.test(wanted) && moment === Date.parse(wanted)
}

function misrecognised(source: Source, test: SourceTest, others: readonly Source[]): string[] {
  const lines = test.header === '' ? [test.line] : [test.header, test.line]
  const found = recognise(lines, [source, ...others.filter(({ name }) => name !== source.name)])
  if (found?.name === source.name) return []
  return [
    found === null
      ? 'its format is not recognised from the line; mend recognise'
      : `it is recognised as ${found.name}; make recognise narrower`,
  ]
}

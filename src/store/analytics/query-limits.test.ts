import { afterAll, beforeAll, expect, it } from 'vitest'
import { analyticsUnderTest } from '../../../test/support/analytics-under-test.ts'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import type { AnalyticsStore } from './analytics-store.ts'
import { openAnalytics } from './open-analytics.ts'
import { DEFAULT_LIMITS, limitsFrom } from './query-limits.ts'

const dataDir = temporaryFolder()
analyticsUnderTest()
let analytics: AnalyticsStore
beforeAll(async () => {
  analytics = await openAnalytics({ dataDir })
})
afterAll(() => analytics.close())

it.each([
  [
    'time',
    { seconds: 1 },
    'SELECT count() FROM numbers(20000000000) WHERE cityHash64(number) = 7',
    'query-timeout',
    'The query was stopped after 1 second; narrow its time range, or allow it longer.',
  ],
  [
    'memory',
    { memoryBytes: 64 << 20 },
    'SELECT uniqExact(number) FROM numbers(20000000)',
    'query-too-large',
    'The query needs more than 64 MiB of memory; narrow its time range, or group by fewer values.',
  ],
  [
    'rows read',
    { rowsRead: 1_000_000 },
    'SELECT sum(number) FROM numbers(1000001)',
    'query-too-large',
    'The query would read more than 1,000,000 rows; narrow its time range.',
  ],
  [
    'rows of the answer',
    { resultRows: 1000 },
    'SELECT number FROM numbers(1001)',
    'query-too-large',
    'The answer has more than 1,000 rows; ask for fewer, or sum them up.',
  ],
  [
    'bytes of the answer',
    { resultBytes: 1 << 20 },
    'SELECT number, randomPrintableASCII(100) FROM numbers(20000)',
    'query-too-large',
    /^The answer.* is larger than 1 MiB; ask for fewer rows or columns, or sum them up\.$/,
  ],
  // The engine holds each of these once and counts it once; the answer repeats it in every row.
  [
    'one long text in every row',
    { resultBytes: 1 << 20 },
    "SELECT repeat('x', 100000) FROM numbers(100)",
    'query-too-large',
    /^The answer.* is larger than 1 MiB/,
  ],
  [
    'one long text of a dictionary in every row',
    { resultBytes: 1 << 20 },
    "SELECT toLowCardinality(repeat('x', 100000)) FROM numbers(100)",
    'query-too-large',
    /^The answer.* is larger than 1 MiB/,
  ],
  [
    'a text larger than one of V8 may be',
    {},
    "SELECT toLowCardinality(repeat('x', 1000000)) FROM numbers(700)",
    'query-too-large',
    /^The answer.* is larger than 128 MiB/,
  ],
])('a query that reaches its limit of %s ends in one sentence', async (_what, limit, sql, code, message) => {
  const limits = { ...DEFAULT_LIMITS, ...limit }
  for (const run of [analytics.readOnly, analytics.select]) {
    const failing = run.call(analytics, sql, {}, limits)
    await expect(failing).rejects.toMatchObject({
      code,
      message: message instanceof RegExp ? expect.stringMatching(message) : message,
    })
    // Nothing of it is in the next answer, on the same session and on another.
    expect((await run.call(analytics, 'SELECT 1 AS one', {}, limits)).rows).toEqual([[1]])
    expect(await analytics.query('SELECT 1 AS one')).toEqual([{ one: 1 }])
  }
})

it('ends a query that expands to more than is taken', async () => {
  const doubled = Array.from(
    { length: 24 },
    (_, at) => `t${at + 1} AS (SELECT * FROM t${at} UNION ALL SELECT * FROM t${at})`,
  )
  const sql = `WITH t0 AS (SELECT 1 AS one), ${doubled.join(', ')} SELECT count() FROM t24`
  for (const statement of [sql, `EXPLAIN ${sql}`]) {
    await expect(
      analytics.readOnly(statement, {}, { ...DEFAULT_LIMITS, seconds: 2, memoryBytes: 256 << 20 }),
    ).rejects.toMatchObject({ code: expect.stringMatching(/^query-(too-large|timeout)$/) })
  }
})

it('reads the limits from variables', () => {
  expect(limitsFrom({ WEIGHBRIDGE_QUERY_SECONDS: '30', WEIGHBRIDGE_QUERY_MEMORY_MIB: '512' })).toEqual({
    ...DEFAULT_LIMITS,
    seconds: 30,
    memoryBytes: 512 << 20,
  })
  expect(() => limitsFrom({ WEIGHBRIDGE_QUERY_SECONDS: 'long' })).toThrow(
    'WEIGHBRIDGE_QUERY_SECONDS is "long"; it must be a whole number of at least 1.',
  )
})

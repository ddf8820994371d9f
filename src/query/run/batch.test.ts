import { afterAll, beforeAll, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { openEmbedded } from '../../store/analytics/embedded.ts'
import { DEFAULT_LIMITS } from '../../store/analytics/query-limits.ts'
import { schemaNamed } from '../schemas/load-schemas.ts'
import { type BatchLine, type BatchOptions, type BatchWork, batch, compileWork, queryWork } from './batch.ts'
import { requiredTicks } from './ticks-of-time.ts'

const folder = temporaryFolder()
let store: AnalyticsStore
beforeAll(async () => {
  store = await openEmbedded(folder)
})
afterAll(() => store.close())

const OPTIONS: BatchOptions = {
  language: 'kql',
  nowTicks: requiredTicks('2026-04-05T12:00:00Z', 'now'),
  schema: async (name) => schemaNamed(name, { open: true }),
  limits: DEFAULT_LIMITS,
}

async function linesOf(
  work: BatchWork,
  records: readonly (object | string)[],
  options: Partial<BatchOptions> = {},
): Promise<BatchLine[]> {
  async function* lines() {
    for (const record of records) yield typeof record === 'string' ? record : JSON.stringify(record)
  }
  const written: BatchLine[] = []
  for await (const line of batch(lines(), { ...OPTIONS, ...options }, work)) written.push(line)
  return written
}

it('answers every line in order, failures in their place', async () => {
  const lines = await linesOf(queryWork(store), [
    { id: 1, query: 'print a = 1, b = "x"' },
    '',
    'not json',
    { id: 'second', query: 'print 1 |\n  nonsense' },
    { id: 3, rule: 'a', query: 'b' },
    { id: 4, query: 'print now()' },
    { id: 5, query: 'print now()', now: '2026-03-25T02:00:00.0000001Z' },
    { id: 6, query: 'print 1', now: 'yesterday' },
    { query: 'print 1' },
  ])
  expect(lines).toEqual([
    { id: 1, ok: true, columns: ['a', 'b'], types: ['long', 'string'], rows: [[1, 'x']] },
    {
      id: null,
      ok: false,
      error: { code: 'bad-input', message: expect.stringMatching(/^Line 3 of the batch: it is not JSON: /) },
    },
    { id: 'second', ok: false, error: expect.objectContaining({ code: 'syntax', line: 2, column: 3 }) },
    {
      id: 3,
      ok: false,
      error: { code: 'bad-input', message: 'Line 5 of the batch: it needs either "query" or "rule".' },
    },
    { id: 4, ok: true, columns: ['print_0'], types: ['datetime'], rows: [['2026-04-05T12:00:00Z']] },
    { id: 5, ok: true, columns: ['print_0'], types: ['datetime'], rows: [['2026-03-25T02:00:00.0000001Z']] },
    {
      id: 6,
      ok: false,
      error: {
        code: 'bad-usage',
        message: '"now" of line 8 is "yesterday"; it must be a time in ISO 8601, e.g. 2026-03-25T02:00:00Z.',
      },
    },
    { id: null, ok: true, columns: ['print_0'], types: ['long'], rows: [[1]] },
  ])
})

it('compiles, and has the engine accept what was compiled over empty tables', async () => {
  const query = 'Nobody_CL | where Count > 5 and Name has "x" | summarize n = count() by Name'
  const [compiled, accepted] = [
    ...(await linesOf(compileWork(null), [{ id: 1, query }])),
    ...(await linesOf(compileWork(store), [{ id: 1, query }])),
  ]
  expect(compiled).toMatchObject({ id: 1, ok: true, columns: ['Name', 'n'], types: ['string', 'long'] })
  expect(compiled?.['sql']).toContain('`Nobody_CL`')
  expect(accepted).toEqual(compiled)
})

it('runs over rows that come with the query, with the types they have', async () => {
  const rows = {
    T: [
      {
        when: '2026-03-25T02:00:00Z',
        n: 9007199254740991,
        r: 1.5,
        ok: true,
        bag: { a: [1] },
        text: "it's `x`",
      },
      { when: null, n: -1, r: 2, ok: null, bag: null, more: 'only here' },
    ],
  }
  const [line] = await linesOf(queryWork(store), [{ id: 1, query: 'T | where n != 0 | order by n', rows }])
  expect(line).toEqual({
    id: 1,
    ok: true,
    columns: ['when', 'n', 'r', 'ok', 'bag', 'text', 'more'],
    types: ['datetime', 'long', 'real', 'bool', 'dynamic', 'string', 'string'],
    rows: [
      ['2026-03-25T02:00:00Z', 9007199254740991, 1.5, true, { a: [1] }, "it's `x`", ''],
      [null, -1, 2, null, null, '', 'only here'],
    ],
  })
})

it('rows stand in for a table of the schema, which says their types', async () => {
  const rows = {
    SigninLogs: [{ TimeGenerated: '2026-03-25T02:00:00Z', UserPrincipalName: 'x@corp.example' }],
  }
  const query = 'SigninLogs | where TimeGenerated < now() | project TimeGenerated, UserPrincipalName'
  const [line] = await linesOf(queryWork(store), [{ id: 1, query, rows }])
  expect(line?.['rows']).toEqual([['2026-03-25T02:00:00Z', 'x@corp.example']])
})

it('runs Sigma rules over the events that come with them, as objects or as YAML', async () => {
  const rule = {
    title: 'A copy tool',
    logsource: { category: 'process_creation', product: 'windows' },
    detection: { tool: { 'Image|endswith': '\\RCLONE.exe', Signed: null }, condition: 'tool' },
  }
  const events = [
    { Image: 'C:\\Tools\\rclone.exe', ProcessId: 7 },
    { Image: 'C:\\Tools\\rclone.exe', ProcessId: 8, Signed: 'yes' },
    { Image: 'C:\\Windows\\notepad.exe', ProcessId: 9 },
  ]
  const yaml = `title: A copy tool
logsource: { category: process_creation, product: windows }
detection:
  tool:
    ProcessId: 9
  condition: tool
`
  const lines = await linesOf(
    queryWork(store),
    [
      { id: 'object', rule, events },
      { id: 'yaml', rule: yaml, events },
      { id: 'wrong', rule: yaml.replace('condition: tool', 'condition: tol'), events },
    ],
    { language: undefined },
  )
  const processes = lines.map((line) => {
    const { columns, rows } = line as { columns?: string[]; rows?: unknown[][] }
    return rows?.map((row) => row[columns?.indexOf('ProcessId') ?? 0])
  })
  expect(processes).toEqual([[7], [9], undefined])
  expect(lines[2]?.error).toMatchObject({ line: 6 })
})

it('runs searches over events of their own', async () => {
  const rows = { proxy: [{ _time: '2026-04-05T10:00:00Z', user: 'amber', bytes: 5 }, { user: 'blue' }] }
  const [line] = await linesOf(
    queryWork(store),
    [{ id: 1, query: '| inputlookup proxy | where isnotnull(bytes) | table user bytes', lang: 'spl', rows }],
    { language: undefined },
  )
  expect(line).toMatchObject({ ok: true, rows: [['amber', 5]] })
})

it('discovers columns in rows that come with the query, and finds none where there are none', async () => {
  const rows = { T: [{ id: 1, bag: { a: 1, b: 'x' } }] }
  const query = 'T | evaluate bag_unpack(bag)'
  const lines = await linesOf(queryWork(store), [
    { id: 1, query, rows },
    { id: 2, query: 'Unknown_CL | evaluate bag_unpack(Bag)' },
  ])
  expect(lines[0]).toMatchObject({ columns: ['id', 'a', 'b'], rows: [[1, 1, 'x']] })
  expect(lines[1]).toMatchObject({ ok: true, rows: [] })
})

it('says which language is missing', async () => {
  const [line] = await linesOf(queryWork(store), [{ id: 1, query: 'print 1' }], { language: undefined })
  expect(line?.error).toEqual({
    code: 'bad-usage',
    message: 'Line 1 of the batch names no language; give --lang, or "lang" in the line.',
  })
})

it('a query that reaches a limit is a line, and the next one runs', async () => {
  const lines = await linesOf(
    queryWork(store),
    [
      { id: 1, query: 'range x from 1 to 3000 step 1' },
      { id: 2, query: 'print 1' },
    ],
    { limits: { ...DEFAULT_LIMITS, resultRows: 1000 } },
  )
  expect(lines.map(({ ok, error }) => [ok, error?.code])).toEqual([
    [false, 'query-too-large'],
    [true, undefined],
  ])
})

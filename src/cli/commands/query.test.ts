import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { jsonLines, weighbridge } from '../../../test/support/run-weighbridge.ts'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'

const folder = temporaryFolder()
const data = join(folder, 'no-data')
const file = (name: string) => join(folder, name)

beforeAll(() => {
  writeFileSync(file('rows.jsonl'), '{"user":"amber","bytes":5}\n{"user":"=cmd","bytes":7}\n')
  writeFileSync(file('rows.csv'), 'user,bytes\namber,5\nblue,\n')
  writeFileSync(file('sum.kql'), 'T\n| summarize Bytes = sum(bytes) by user\n| order by user asc')
  writeFileSync(file('wrong.kql'), 'T\n| where\tnope == 3')
  writeFileSync(
    file('rule.yml'),
    'title: Blue\nlogsource:\n  category: proxy\ndetection:\n  a:\n    user: BLUE\n  condition: a\n',
  )
})

const run = (...args: string[]) => weighbridge([...args, '--data', data])

describe('weighbridge query', () => {
  it('takes the language from the name of the file, and rows from a file', () => {
    const { status, out } = run('query', file('sum.kql'), '--rows', `T=${file('rows.jsonl')}`)
    expect([status, out]).toEqual([0, 'user   Bytes\n=cmd       7\namber      5\n2 rows\n'])
  })

  it('prints JSON lines and CSV, in which no cell is a formula', () => {
    const rows = ['--rows', `T=${file('rows.jsonl')}`]
    expect(run('query', file('sum.kql'), '--json', ...rows).out).toBe(
      '{"user":"=cmd","Bytes":7}\n{"user":"amber","Bytes":5}\n',
    )
    expect(run('query', file('sum.kql'), '--format', 'csv', ...rows).out).toBe(
      "user,Bytes\n'=cmd,7\namber,5\n",
    )
  })

  it('reads CSV with a header, empty cells being null', () => {
    const { out } = run('query', file('sum.kql'), '--json', '--rows', `T=${file('rows.csv')}`)
    expect(jsonLines(out)).toEqual([
      { user: 'amber', Bytes: 5 },
      { user: 'blue', Bytes: 0 },
    ])
  })

  it('runs a Sigma rule over events', () => {
    const { status, out } = run('query', file('rule.yml'), '--json', '--events', file('rows.csv'))
    expect([status, jsonLines(out)]).toEqual([0, [expect.objectContaining({ user: 'blue' })]])
  })

  it('says where a query is wrong, with the line and a caret under the place', () => {
    const { status, out, err } = run('query', file('wrong.kql'), '--rows', `T=${file('rows.jsonl')}`)
    const [first, source, caret] = err.split('\n')
    expect([status, out]).toEqual([1, ''])
    expect(first).toMatch(new RegExp(`^${file('wrong.kql')}:2:9: unknown-column: .*nope`))
    expect([source, caret]).toEqual(['  | where nope == 3', '          ^'])
  })

  it('says so as one JSON object where it is asked to', () => {
    const { status, err } = run('query', file('wrong.kql'), '--json', '--rows', `T=${file('rows.jsonl')}`)
    expect(status).toBe(1)
    expect(jsonLines(err)).toEqual([
      {
        file: file('wrong.kql'),
        error: expect.objectContaining({ code: 'unknown-column', line: 2, column: 9, construct: 'nope' }),
      },
    ])
  })

  it.each([
    [['query', file('x'), '--lang', 'kql'], 4, /Cannot read the query/],
    [['query', file('rows.jsonl')], 2, /does not say the language of the query; give --lang/],
    [['query'], 2, /Name the file that holds the query, or - for standard input\./],
    [['query', '-', '--lang', 'kql', '--now', 'noon'], 2, /--now is "noon"; it must be a time in ISO 8601/],
    [['query', '-', '--lang', 'kql', '--timeout', '0'], 2, /whole number of at least 1/],
    [['query', '-', '--lang', 'kql', '--schema', 'none'], 4, /There is no schema none; there are /],
    [['query', '-', '--lang', 'kql', '--rows', 'T'], 2, /--rows is "T"; give TABLE=FILE\./],
    [['query', '-', '--lang', 'kql', '--rows', `T=${'/none.csv'}`], 4, /Cannot read/],
    [
      ['query', '-', '--lang', 'kql', '--limit-rows', '3'],
      1,
      /The answer has more than 3 rows; ask for fewer/,
    ],
    [['compile', '-', '--lang', 'sql'], 2, /SQL is not compiled; run it with query\./],
    [['query', '--jsonl', '/none.jsonl'], 4, /Cannot read the batch/],
    [['query', '--jsonl', '-', '--lang', 'sql'], 2, /A batch is of KQL, SPL or Sigma/],
  ])('%j ends in status %i and one sentence', (args, status, sentence) => {
    const ended = weighbridge([...args, '--data', data], 'range x from 1 to 9 step 1')
    expect([ended.status, ended.out]).toEqual([status, ''])
    expect(ended.err).toMatch(sentence)
    expect(ended.err).not.toMatch(/\n\s+at /)
  })

  it('stores nothing where nothing was stored', () => {
    expect(existsSync(data)).toBe(false)
  })
})

describe('weighbridge compile', () => {
  it('prints SQL that is readable, and the parameters', () => {
    const { status, out } = weighbridge(
      ['compile', '-', '--lang', 'kql', '--explain'],
      'Unknown_CL | where a == "x\'y"',
    )
    expect(status).toBe(0)
    expect(out).toMatch(/^SELECT .*\nFROM /)
    expect(out).toMatch(/\n-- p1 = "x'y"\n$/)
    expect(out.slice(0, out.indexOf('--'))).not.toContain('x')
  })

  it('prints JSON', () => {
    const { out } = weighbridge(['compile', '-', '--lang', 'kql', '--format', 'json'], 'print a = 1')
    expect(jsonLines(out)).toEqual([
      { sql: expect.any(String), parameters: { p1: '1' }, columns: [{ name: 'a', type: 'long' }] },
    ])
  })

  it('compiles a batch: a line for a line, status 0, and how many failed', () => {
    const batch =
      '{"id":1,"query":"print 1"}\n{"id":2,"query":"print ("}\n\n{"id":3,"query":"print 3","lang":"kql"}'
    const { status, out, err } = weighbridge(['compile', '--explain', '--lang', 'kql', '--jsonl', '-'], batch)
    expect([status, err]).toEqual([0, '3 queries, 1 failed\n'])
    expect(jsonLines<{ id: number; ok: boolean }>(out).map(({ id, ok }) => [id, ok])).toEqual([
      [1, true],
      [2, false],
      [3, true],
    ])
  })
})

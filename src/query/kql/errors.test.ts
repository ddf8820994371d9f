import { describe, expect, it } from 'vitest'
import { QueryError } from '../plan/query-error.ts'
import type { TranslationOptions } from '../translation.ts'
import { translateKql } from './translate.ts'

const CLOSED: TranslationOptions = {
  schema: {
    name: 'weighbridge',
    tables: [
      {
        name: 'Logins',
        time: 'at',
        columns: [
          { name: 'at', type: 'datetime' },
          { name: 'user', type: 'string' },
          { name: 'count', type: 'long' },
          { name: 'extra', type: 'dynamic' },
        ],
      },
    ],
    open: false,
  },
  nowTicks: 17_000_000_000_000_000n,
}

/** What is refused, marked in the text by «these», with its code and construct. */
const REFUSED: readonly (readonly [string, string, string?])[] = [
  ['Logins | where «users» == 1', 'unknown-column', 'users'],
  ['Logins | project user | where «at» > ago(1d)', 'unknown-column', 'at'],
  ['«logins» | take 5', 'unknown-table', 'logins'],
  ['Logins | where «hass»(user)', 'unknown-function', 'hass'],
  ['«_Im_Dns()»', 'unknown-function'],
  ['Logins | where «strlen()» > 1', 'wrong-argument', 'strlen'],
  ['Logins | where «at - user» > 1d', 'wrong-argument'],
  ['Logins | extend «a = 1, a = 2»', 'wrong-argument', 'a'],
  ['Logins | summarize «user» by at', 'wrong-argument', 'user'],
  ['Logins | where «count()» > 1', 'wrong-argument', 'count'],
  ['Logins | join kind=inner (Logins) on «$left.at > $right.at»', 'wrong-argument', '>'],
  ['Logins | mv-expand «user»', 'wrong-argument'],
  ['Logins | take «toscalar(Logins | count)»', 'unsupported'],
  ['Logins | «facet by user»', 'unsupported', 'facet'],
  ['Logins | «fork (take 1) (count)»', 'unsupported', 'fork'],
  ['Logins | evaluate «autocluster()»', 'unsupported', 'evaluate autocluster'],
  ['Logins | parse user with "a" b | «reduce by b»', 'unsupported', 'reduce'],
  ['«externaldata»(a:string)["https://example.com/a.csv"]', 'not-allowed', 'externaldata'],
  ['Logins | where «assert(1 > 2, "one is less")»', 'wrong-argument', 'assert'],
  ['Logins | where «assert(at > ago(1d), "old")»', 'unsupported', 'assert'],
  ['Logins | evaluate «http_request("https://example.com")»', 'not-allowed', 'evaluate http_request'],
  ['Logins | evaluate «activity_metrics(user)»', 'wrong-argument'],
  ['Logins | evaluate activity_metrics(user, at, 1d, «7»)', 'wrong-argument'],
  ['Logins | scan with (step s: «t».user == "a"; step t: true;)', 'unknown-column', 't'],
  ['Logins | scan with (step s: true; step t: s.«nope» == 1;)', 'unknown-column', 'nope'],
  ['Logins | scan with (step s: true => «n = 1»;)', 'unknown-column', 'n'],
  ['Logins | «scan declare (user:string) with (step s: true;)»', 'wrong-argument', 'user'],
  ['Logins | scan with (step s: true; «step s: true;»)', 'wrong-argument'],
  ['«cluster("x").database("y").Logins» | take 1', 'not-allowed', 'cluster'],
  ['«workspace("x").Logins»', 'not-allowed', 'workspace'],
  ['database("other").Logins', 'not-allowed', 'database'],
  ['Logins | union «adx("x").T»', 'not-allowed'],
  ['«.drop table Logins»', 'not-allowed'],
  ['declare query_parameters(«who:string»); Logins | where user == who', 'unresolved', 'who'],
  ['let f = (x:long) { x }; print «f()»', 'wrong-argument'],
  ['let a = 1; Logins; «Logins»', 'unsupported'],
  ['Logins | where user == «"a"» "b', 'syntax'],
  ['let x = 1;', 'syntax'],
  ['', 'syntax'],
  ['print «datetime(yesterday)»', 'syntax'],
]

describe('what is refused', () => {
  it.each(REFUSED.map(([marked, code, construct]) => ({ marked, code, construct })))(
    '$marked',
    async ({ marked, code, construct }) => {
      const start = marked.indexOf('«')
      const end = marked.indexOf('»') - 1
      const text = marked.replace(/[«»]/g, '')
      const error = await translateKql(text, CLOSED).then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      expect(error).toBeInstanceOf(QueryError)
      const { code: found, at, construct: about, message } = error as QueryError
      expect({ found, message }).toMatchObject({ found: code })
      expect(message).toMatch(/\S.{5,}/)
      if (construct !== undefined) expect(about).toBe(construct)
      if (start >= 0 && code !== 'syntax')
        expect({ at, message }).toMatchObject({ at: { start: expect.any(Number) } })
      if (start >= 0 && code !== 'syntax') {
        expect(at.start).toBeGreaterThanOrEqual(start)
        expect(at.end).toBeLessThanOrEqual(end)
        expect(at.end).toBeGreaterThan(at.start)
      }
    },
  )
})

describe('what would never end', () => {
  const doubled = (first: string, next: (name: string) => string, last: string) =>
    [first, ...Array.from({ length: 40 }, (_, at) => `let n${at + 1} = ${next(`n${at}`)};`), last].join('\n')

  it.each([
    ['tables', doubled('let n0 = Logins;', (name) => `${name} | union ${name}`, 'n40')],
    ['values', doubled('let n0 = tostring(rand());', (name) => `strcat(${name}, ${name})`, 'print n40')],
    [
      'functions',
      [
        'let f0 = (x:string) { x };',
        ...Array.from(
          { length: 40 },
          (_, at) => `let f${at + 1} = (x:string) { strcat(f${at}(x), f${at}(x)) };`,
        ),
        "print f40('a')",
      ].join('\n'),
    ],
    ['brackets', `print ${'('.repeat(3000)}1${')'.repeat(3000)}`],
  ])('%s that use each other', async (_, text) => {
    await expect(translateKql(text, CLOSED)).rejects.toMatchObject({ code: 'too-large' })
  })
})

describe('what is taken', () => {
  it('database() of the name of the schema', async () => {
    const { plan } = await translateKql('database("weighbridge").Logins', CLOSED)
    expect(plan.kind).toBe('scan')
  })

  it('a let that is never used, whatever it holds', async () => {
    const text = 'let feed = externaldata(a:string)["https://example.com/a.csv"]; Logins | take 1'
    await expect(translateKql(text, CLOSED)).resolves.toBeDefined()
  })

  it('externaldata where an administrator allows it: a table without rows', async () => {
    const text = 'externaldata(a:string, n:long)["https://example.com/a.csv"] | where n > 1'
    const { plan, warnings } = await translateKql(text, { ...CLOSED, allowed: ['externaldata'] })
    expect(plan.columns.map(({ name }) => name)).toEqual(['a', 'n'])
    expect(warnings).toHaveLength(1)
  })

  it('externaldata whose rows the schema holds under its address', async () => {
    const address = 'https://example.com/a.csv'
    const feed = { name: address, columns: [{ name: 'a', type: 'string' as const }] }
    const schema = { ...CLOSED.schema, tables: [...CLOSED.schema.tables, feed] }
    const { plan } = await translateKql(`externaldata(a:string)["${address}"]`, { ...CLOSED, schema })
    expect(plan).toMatchObject({ kind: 'scan', table: address })
  })

  it('a look-back, as a condition on the time of every table', async () => {
    const period = { fromTicks: 1n, untilTicks: 2n }
    const { plan } = await translateKql('Logins', { ...CLOSED, period })
    expect(plan).toMatchObject({ kind: 'filter', condition: { function: 'and' } })
  })

  it('the same query again without reading it again', async () => {
    const first = await translateKql('Logins | count', CLOSED)
    expect(await translateKql('Logins | count', CLOSED)).toBe(first)
    expect(await translateKql('Logins | count', { ...CLOSED, nowTicks: 1n })).not.toBe(first)
  })
})

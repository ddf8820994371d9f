import { describe, expect, it } from 'vitest'
import { translateKql } from './translate.ts'

const OPTIONS = { schema: { name: 'open', tables: [], open: true }, nowTicks: 17_000_000_000_000_000n }

async function inferredFrom(text: string): Promise<Record<string, string>> {
  const { inferred } = await translateKql(text, OPTIONS)
  return Object.fromEntries(
    inferred.map((table) => [
      table.name,
      table.columns.map(({ name, type }) => `${name} ${type}`).join(', '),
    ]),
  )
}

/** A query, and the tables that it needs. */
const CASES: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
  [
    'compared with constants',
    'T | where a == 1 and b == "x" and c > 1.5 and d == true',
    { T: 'a long, b string, c real, d bool' },
  ],
  ['compared with times', 'T | where a > ago(1d) and b == 1h', { T: 'a datetime, b timespan' }],
  [
    'by its name',
    'T | where isnotempty(TimeGenerated) | project EventID, x_d, y_s',
    { T: 'TimeGenerated datetime, EventID int, x_d real, y_s string' },
  ],
  [
    'text operators',
    'T | where a has "x" or b contains "y" or c in ("p", "q")',
    { T: 'a string, b string, c string' },
  ],
  [
    'looked into',
    'T | where a.b == 1 | extend x = c[0] | mv-expand e',
    { T: 'a dynamic, c dynamic, e dynamic' },
  ],
  ['looked into after all', 'T | where a == "x" | extend b = a.c', { T: 'a dynamic' }],
  ['arithmetic', 'T | extend x = a * 2, y = b / 1.5, z = now() - c', { T: 'a long, b real, c datetime' }],
  [
    'arguments',
    'T | extend x = array_length(a), y = startofday(b) | summarize sum(c)',
    { T: 'a dynamic, b datetime, c long' },
  ],
  ['rounded', 'T | summarize count() by bin(a, 1h), bin(b, 10)', { T: 'a datetime, b long' }],
  [
    'under another name',
    'T | project-rename x = a | where x > 5 | extend y = b | where y > 1h',
    { T: 'a long, b timespan' },
  ],
  ['behind a projection nothing is open', 'T | project a | where a == 1', { T: 'a long' }],
  [
    'on both sides of a join',
    'T | where p == 1 | join kind=inner (U | where q == 2) on k',
    { T: 'p long, k string', U: 'q long, k string' },
  ],
  [
    'with the suffix of a join',
    'T | where p == 1 | join (U) on k | where p1 == 3',
    { T: 'p long, k string', U: 'k string, p long' },
  ],
  ['one side tells the other', 'T | where k > 5 | join (U) on k', { T: 'k long', U: 'k long' }],
  ['all tables of a union', 'union T, U | where a == 1', { T: 'a long', U: 'a long' }],
  ['inside a function', 'let f = (X:(*), n:long) { X | where a > n }; f(T, 2)', { T: 'a long' }],
  ['by a list', 'let ports = dynamic([22, 443]); T | where port in (ports)', { T: 'port long' }],
  ['by another query', 'T | where a in (U | where b == 1 | project b)', { T: 'a long', U: 'b long' }],
  [
    'through arg_max(x, *)',
    'T | summarize arg_max(TimeGenerated, *) by k | where later == 4',
    { T: 'k string, TimeGenerated datetime, later long' },
  ],
  ['column_ifexists', 'T | extend a = column_ifexists("b", 0)', { T: 'b long' }],
  [
    'a function of the workspace',
    '_Im_Dns(starttime=ago(1d)) | where SrcIpAddr has "10."',
    { _Im_Dns: 'TimeGenerated datetime, SrcIpAddr string' },
  ],
  [
    'an enrichment',
    'T | invoke FileProfile(SHA1, 100) | where GlobalPrevalence < 10',
    { T: 'SHA1 string', FileProfile: 'SHA1 string, GlobalPrevalence long' },
  ],
]

describe('columns that nobody declares', () => {
  it.each(CASES)('%s', async (_, text, tables) => {
    expect(await inferredFrom(text)).toEqual(tables)
  })

  it('come out of an unpacked bag when the rest of the query names them', async () => {
    const { plan, inferred } = await translateKql(
      'T | evaluate bag_unpack(d) | where size > 5 | project name, size',
      OPTIONS,
    )
    expect(inferred.map(({ columns }) => columns)).toEqual([[{ name: 'd', type: 'dynamic' }]])
    expect(plan.columns).toEqual([
      { name: 'name', type: 'string' },
      { name: 'size', type: 'long' },
    ])
  })

  it('keep names that are properties of every object', async () => {
    expect(await inferredFrom('T | where constructor == 1 and __proto__ == 2')).toEqual({
      T: 'constructor long, __proto__ long',
    })
  })
})

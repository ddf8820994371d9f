import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { openEmbedded } from '../../store/analytics/embedded.ts'
import { DEFAULT_LIMITS } from '../../store/analytics/query-limits.ts'
import { compile } from '../compile.ts'
import { runQuery } from './run-query.ts'

const FILES: Readonly<Record<string, Buffer | string>> = {
  '/list.csv':
    'address,since,score,tags\n192.0.2.7,2026-03-01T10:00:00Z,5,"[""a"",""b""]"\n198.51.100.9,,x,\n',
  '/list.tsv': '192.0.2.7\t1\n',
  '/list.csv.gz': gzipSync('192.0.2.8,2\n'),
  '/list.json': '{"address":"192.0.2.1","score":1}\n\n{"score":2,"other":true}\n',
  '/list.multijson': '[{"address":"192.0.2.1"},{"address":"192.0.2.2"}]',
  '/lines.txt': 'one, two\nthree\n',
  '/broken.json': '{"address":\n',
  '/broken.csv.gz': Buffer.from([0x1f, 0x8b, 1, 2, 3]),
}

let asked: string[] = []
let server: Server
let origin = ''
let store: AnalyticsStore

beforeAll(async () => {
  store = await openEmbedded(temporaryFolder())
  server = createServer((request, response) => {
    const path = request.url ?? ''
    asked.push(path)
    const file = Object.hasOwn(FILES, path) ? FILES[path] : undefined
    response.statusCode = file === undefined ? 404 : 200
    response.end(file)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await store.close()
})

const SCHEMA = { name: 'test', tables: [], open: false }

async function run(text: string, allowed?: readonly 'externaldata'[]) {
  asked = []
  const answer = await runQuery(store, {
    language: 'kql',
    text: text.replaceAll('URL', origin),
    schema: SCHEMA,
    nowTicks: 17_731_872_000_000_000n,
    limits: DEFAULT_LIMITS,
    ...(allowed !== undefined && { allowed }),
  })
  return { rows: answer.rows, warnings: answer.warnings }
}

const ALLOWED = ['externaldata'] as const

describe('externaldata where it is allowed', () => {
  it.each([
    [
      'csv with a heading, each value in the type declared',
      'externaldata(a:string, since:datetime, n:long, tags:dynamic)[@"URL/list.csv"] with (ignoreFirstRecord=true)',
      [
        ['192.0.2.7', '2026-03-01T10:00:00Z', 5, ['a', 'b']],
        ['198.51.100.9', null, null, ''],
      ],
    ],
    ['tabs, by the ending', 'externaldata(a:string, n:long)["URL/list.tsv"]', [['192.0.2.7', 1]]],
    ['gzip', 'externaldata(a:string, n:long)["URL/list.csv.gz"] with (format="csv")', [['192.0.2.8', 2]]],
    [
      'JSON lines, by name',
      'externaldata(score:long, address:string)["URL/list.json"]',
      [
        [1, '192.0.2.1'],
        [2, ''],
      ],
    ],
    ['a JSON array', 'externaldata(address:string)["URL/list.multijson"] | count', [[2]]],
    ['lines', 'externaldata(line:string)["URL/lines.txt"]', [['one, two'], ['three']]],
    [
      'several addresses, bound by let, and more columns than values',
      'let feed = externaldata(a:string, n:long, more:string)["URL/list.tsv", "URL/list.csv.gz"]; feed | sort by n asc',
      [
        ['192.0.2.7', 1, ''],
        ['192.0.2.8', 2, ''],
      ],
    ],
  ])('reads %s', async (_name, text, rows) => {
    const answer = await run(text, ALLOWED)
    expect(answer).toEqual({ rows, warnings: [] })
  })

  it.each([
    ['externaldata(a:string)["URL/absent.csv"]', 'query-failed'],
    ['externaldata(a:string)["URL/broken.json"]', 'bad-input'],
    ['externaldata(a:string)["URL/broken.csv.gz"]', 'bad-input'],
    ['externaldata(a:string)["URL/list.csv"] with (format="parquet")', 'bad-input'],
    ['externaldata(a:string)["file:///etc/hostname"]', 'bad-input'],
    ['externaldata(a:string)["no address"]', 'bad-input'],
    ['externaldata(a:string)["http://127.0.0.1:1/x"]', 'query-failed'],
  ])('says in one sentence what is wrong with %s', async (text, code) => {
    await expect(run(text, ALLOWED)).rejects.toMatchObject({ code, message: expect.stringMatching(/^.+\.$/) })
  })

  it('is not fetched by compile: the table is in the SQL, without rows', async () => {
    asked = []
    const compiled = await compile({
      language: 'kql',
      text: `externaldata(a:string)["${origin}/list.csv"]`,
      schema: SCHEMA,
      nowTicks: 0n,
      allowed: ALLOWED,
    })
    expect(compiled.inferred).toEqual([
      { name: `${origin}/list.csv`, columns: [{ name: 'a', type: 'string' }] },
    ])
    expect(compiled.warnings).toHaveLength(1)
    expect(asked).toEqual([])
  })
})

it('is refused by default, says how an administrator allows it, and fetches nothing', async () => {
  await expect(run('externaldata(a:string)["URL/list.csv"]')).rejects.toMatchObject({
    code: 'not-allowed',
    message: expect.stringContaining('--allow externaldata'),
  })
  expect(asked).toEqual([])
})

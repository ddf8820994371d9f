import { afterAll, beforeAll, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import type { AnalyticsStore } from './analytics-store.ts'
import { openAnalytics } from './open-analytics.ts'
import { type Columns, readColumns } from './read-columns.ts'

const folder = temporaryFolder()
let store: AnalyticsStore

beforeAll(async () => {
  store = await openAnalytics({ dataDir: folder, url: '' })
})
afterAll(() => store.close())

async function blocks(select: string, parameters = {}): Promise<Columns[]> {
  const found: Columns[] = []
  for await (const columns of readColumns(store, select, parameters)) found.push(columns)
  return found
}

it('gives numbers of every width and texts, with parameters', async () => {
  const [columns] = await blocks(
    `SELECT toUInt8(200) AS a, toUInt16(60000) AS b, toUInt32(4000000000) AS c, toUInt64(9007199254740991) AS d,
       toInt64(-5) AS e, toDate('2026-03-10') AS f, toDateTime('2026-03-10 01:00:00', 'UTC') AS g, 0.25 AS h,
       toLowCardinality({name:String}) AS name`,
    { name: "Zoë '; drop" },
  )
  const values = [...'abcdefgh'].map((name) => columns?.numbers(name)[0])
  expect(values).toEqual([200, 60000, 4000000000, 9007199254740991, -5, 20522, 1773104400, 0.25])
  const { dictionary, at } = columns?.texts('name') ?? { dictionary: [], at: [] }
  expect(dictionary[at[0] ?? -1]).toBe("Zoë '; drop")
})

it('puts blocks together from pieces that end anywhere', async () => {
  const select = `SELECT number AS n, toLowCardinality(toString(number % 70000)) AS text FROM numbers(300000)`
  let rows = 0
  let wrong = 0
  const counted = new Set<number>()
  for await (const columns of readColumns(store, select)) {
    const numbers = columns.numbers('n')
    const { dictionary, at } = columns.texts('text')
    for (let row = 0; row < columns.rows; row += 1) {
      const n = numbers[row] ?? -1
      counted.add(n)
      if (dictionary[at[row] ?? -1] !== String(n % 70000)) wrong += 1
    }
    rows += columns.rows
  }
  expect([rows, counted.size, wrong]).toEqual([300_000, 300_000, 0])
})

it('gives nothing of no rows, and says what it cannot read', async () => {
  expect(await blocks('SELECT number AS n FROM numbers(0)')).toEqual([])
  await expect(blocks('SELECT [1] AS list')).rejects.toThrow(/Array\(UInt8\)/)
  const [columns] = await blocks('SELECT 1 AS n')
  expect(() => columns?.numbers('m')).toThrow(/no number m/)
})

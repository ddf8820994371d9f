import { afterEach, beforeEach, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import type { AnalyticsStore } from './analytics-store.ts'
import { openAnalytics } from './open-analytics.ts'

const folder = temporaryFolder()
const COLUMNS = [{ name: 'n', type: 'UInt64' }]
let store: AnalyticsStore

beforeEach(async () => {
  store = await openAnalytics({ dataDir: folder, url: '' })
  await store.command('CREATE OR REPLACE TABLE target_row (n UInt64) ENGINE = MergeTree ORDER BY n')
})
afterEach(() => store.close())

it('rows go out and come in again in any pieces', async () => {
  const bytes = Buffer.concat(await all(store.exportRows('SELECT number AS n FROM numbers(200000)')))
  await store.importRows('target_row', COLUMNS, async function* () {
    for (let at = 0; at < bytes.length; at += 9973) yield bytes.subarray(at, at + 9973)
  })
  expect(await counted()).toEqual({ rows: 200_000, sum: '19999900000' })
})

it('no rows are no rows', async () => {
  const nothing = await all(store.exportRows('SELECT number AS n FROM numbers(0)'))
  await store.importRows('target_row', COLUMNS, async function* () {
    yield* nothing
  })
  expect(await counted()).toEqual({ rows: 0, sum: '0' })
})

it('a query that cannot begin, and one that fails half way, fail the export', async () => {
  await expect(all(store.exportRows('SELECT missing FROM target_row'))).rejects.toThrow(/missing/)
  await expect(
    all(store.exportRows("SELECT throwIf(number = 900000, 'half way') AS n FROM numbers(1000000)")),
  ).rejects.toThrow(/half way/)
  expect(await counted()).toEqual({ rows: 0, sum: '0' })
})

it('whoever stops reading leaves nothing behind', async () => {
  for await (const chunk of store.exportRows('SELECT number AS n FROM numbers(5000000)')) {
    expect(chunk.length).toBeGreaterThan(0)
    break
  }
  expect(await counted()).toEqual({ rows: 0, sum: '0' })
})

it('bytes that are no rows, rows that break off, and a source that fails, fail the import', async () => {
  const bytes = Buffer.concat(await all(store.exportRows('SELECT number AS n FROM numbers(1000)')))
  const importing = (rows: () => AsyncGenerator<Buffer>) => store.importRows('target_row', COLUMNS, rows)
  await expect(
    importing(async function* () {
      yield Buffer.alloc(1 << 20, 0xff)
    }),
  ).rejects.toThrow()
  await expect(
    importing(async function* () {
      yield bytes.subarray(0, bytes.length - 3)
    }),
  ).rejects.toThrow()
  await expect(
    importing(async function* () {
      yield bytes.subarray(0, 100)
      throw new Error('the disk is gone')
    }),
  ).rejects.toThrow()
  await expect(
    store.importRows('missing_row', COLUMNS, async function* () {
      yield bytes
    }),
  ).rejects.toThrow(/missing_row/)
  expect(await counted()).toEqual({ rows: 0, sum: '0' })
})

async function all(bytes: AsyncIterable<Buffer>): Promise<Buffer[]> {
  const chunks: Buffer[] = []
  for await (const chunk of bytes) chunks.push(chunk)
  return chunks
}

async function counted() {
  const [row] = await store.query('SELECT count() AS rows, toString(sum(n)) AS sum FROM target_row')
  return row
}

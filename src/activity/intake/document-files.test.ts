import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { ingest } from './ingest.ts'
import type { FileResult } from './result.ts'

const here = temporaryStores()
const folder = temporaryFolder()

const SAMPLE = new URL('../sources/openai-gateway/sample.log', import.meta.url)
const records = readFileSync(SAMPLE, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as object)

it.each([
  ['an array', JSON.stringify(records)],
  ['an array over many lines', JSON.stringify(records, null, 2)],
  ['an object with the records', JSON.stringify({ Records: records }, null, 1)],
  [
    'two documents',
    `${JSON.stringify({ value: records.slice(0, 2) })}\n${JSON.stringify({ value: records.slice(2) })}\n`,
  ],
])('takes the records of %s as it takes lines', async (name, text) => {
  const path = file(`${name}.json`, text)
  const taken = { source: 'openai-gateway', lines: records.length, accepted: records.length }
  expect(await take(path)).toMatchObject(taken)
  expect(await take(path)).toMatchObject({ ...taken, accepted: 0, duplicates: records.length })
  expect(await take(file(`${name}.json.gz`, gzipSync(text)))).toMatchObject({
    accepted: 0,
    duplicates: records.length,
  })
  const lines = await rows()
  await take(file('lines.log', records.map((record) => `${JSON.stringify(record)}\n`).join('')))
  // Documents without blanks hold the very bytes of the lines: then it is one input.
  expect([...new Set(await rows())]).toEqual(lines)
})

it('takes what was added to a document, also where its last record was torn', async () => {
  const text = JSON.stringify({ Records: records })
  const path = file('added.json', text.slice(0, text.length - 30))
  expect(await take(path)).toMatchObject({ lines: records.length, accepted: records.length - 1, rejected: 1 })
  writeFileSync(path, text)
  expect(await take(path)).toMatchObject({
    lines: records.length,
    accepted: 1,
    duplicates: records.length - 1,
  })
  expect(await rows()).toHaveLength(records.length)
})

it('rejects what is no record, and a record too long to hold', async () => {
  const long = { ...records[0], note: 'x'.repeat(20 << 20) }
  const path = file(
    'mixed.json',
    JSON.stringify({ value: [...records, long], nextLink: 'https://logs.example/?page=2' }),
  )
  expect(await take(path)).toMatchObject({ lines: records.length + 2, accepted: records.length, rejected: 2 })
  expect(await here.stores.analytics.query('SELECT line FROM reject ORDER BY offset')).toMatchObject([
    { line: expect.stringMatching(/^\{"timestamp"/) },
    { line: '"nextLink":"https://logs.example/?page=2"' },
  ])
})

it('finds nothing in a document without records', async () => {
  expect(await take(file('none.json', '{"Records":[]}'))).toMatchObject({ source: null, lines: 0 })
})

function file(name: string, content: Buffer | string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

async function take(path: string): Promise<FileResult | undefined> {
  const results: FileResult[] = []
  for await (const result of ingest(here.stores, [path])) results.push(result)
  expect(results).toHaveLength(1)
  expect(results[0]?.error).toBeUndefined()
  return results[0]
}

async function rows(): Promise<string[]> {
  const found = await here.stores.analytics.query(
    'SELECT time, account, src_ip, endpoint, tokens_in, tokens_out, logprobs, status FROM inference ORDER BY ALL',
  )
  return found.map((row) => JSON.stringify(row))
}

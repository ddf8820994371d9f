import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { ingest } from '../intake/ingest.ts'
import { tablesOf } from './parse-sql.ts'
import { loadSources } from './registry.ts'

const here = temporaryStores()
const folder = temporaryFolder()

/** Base64 of "private-key-of-this-example-only" and of "preshared-key-of-this-example...": as in wireguard/bad.log. */
const KEYS = ['cHJpdmF0ZS1rZXktb2YtdGhpcy1leGFtcGxlLW9ubHk=', 'cHJlc2hhcmVkLWtleS1vZi10aGlzLWV4YW1wbGUuLi4=']

it('keeps nothing of a rejected line of a source whose lines may hold secrets', async () => {
  const source = loadSources().find(({ name }) => name === 'wireguard')
  if (source === undefined) throw new Error('the source wireguard is gone')
  const read = (name: string) => readFileSync(new URL(`./wireguard/${name}`, import.meta.url), 'utf8')
  const bad = read('bad.log')
  for (const key of KEYS) expect(bad).toContain(key)
  // A line that is not UTF-8, one too long for the format, and one too long to be read at all.
  const longer = (bytes: number) => `wg0\t${KEYS[0]}\t${'x'.repeat(bytes)}\n`
  const path = join(folder, 'wireguard.log')
  writeFileSync(
    path,
    Buffer.concat([
      Buffer.from(read('sample.log') + bad + longer(1 << 20)),
      Buffer.from(`${KEYS[1]}\xff\n`, 'latin1'),
      Buffer.from(longer(40 << 20)),
    ]),
  )

  const results = []
  for await (const result of ingest(here.stores, [path], { source: 'wireguard' })) results.push(result)

  expect(results).toEqual([expect.objectContaining({ source: 'wireguard' })])
  expect(results[0]).not.toHaveProperty('error')
  const rejects = await here.stores.analytics.query<{ reason: string; line: string; line_bytes: number }>(
    'SELECT reason, line, line_bytes FROM reject_row FINAL WHERE NOT expected',
  )
  expect(rejects).toHaveLength(bad.trimEnd().split('\n').length + 3)
  expect(rejects.map(({ line }) => line).filter((line) => line !== '')).toEqual([])
  expect(rejects.filter(({ line_bytes }) => Number(line_bytes) === 0)).toEqual([])
  for (const table of [...tablesOf(source), 'reject_row']) {
    const rows = await here.stores.analytics.query(`SELECT * FROM ${table}`)
    for (const key of KEYS) expect(JSON.stringify(rows)).not.toContain(key)
  }
})

import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { linesOf, selectParsed } from './parse-sql.ts'
import { recognise } from './recognise.ts'
import { loadSources } from './registry.ts'
import type { Source } from './source.ts'

const here = temporaryStores()
const sources = loadSources()

/** The conformance suite of log formats: what every folder in `sources/` holds and keeps. */
describe.each(sources.map((source) => ({ name: source.name, source })))('$name', ({ source }) => {
  it('gives the golden rows for its sample lines', async () => {
    const rows = await parse(source, fileOf(source, 'sample.log'))
    expect(rows.map((row) => row['reason'])).toEqual(rows.map(() => ''))
    expectGolden(source, 'rows.json', rows)
  })

  it('rejects its bad lines with the golden reasons', async () => {
    const bad = fileOf(source, 'bad.log')
    const rows = await parse(source, bad)
    expect(rows.map((row) => row['reason']).filter((reason) => reason === '')).toEqual([])
    const lines = bad.toString('utf8').split('\n')
    expectGolden(
      source,
      'bad.json',
      rows.map((row, at) => ({ reason: row['reason'], line: lines[at] })),
    )
  })

  it('is recognised from its sample lines, and no other source is', () => {
    const lines = fileOf(source, 'sample.log').toString('utf8').split('\n')
    expect(recognise(lines, sources)?.name).toBe(source.name)
    for (const line of lines.filter((text) => text !== ''))
      expect(recognise([line], sources)?.name).toBe(source.name)
  })
})

async function parse(source: Source, bytes: Buffer): Promise<Record<string, unknown>[]> {
  const held = here.stores.analytics.openBlock()
  held.add({ bytes, start: 0 })
  try {
    return await here.stores.analytics.query(selectParsed(source, linesOf(held.relation)))
  } finally {
    held.release()
  }
}

function fileOf(source: Source, name: string): Buffer {
  return readFileSync(new URL(`./${source.name}/${name}`, import.meta.url))
}

/** UPDATE_GOLDEN=1 writes the files anew; read what changed before committing it. */
function expectGolden(source: Source, name: string, value: unknown): void {
  const url = new URL(`./${source.name}/${name}`, import.meta.url)
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(url, `${JSON.stringify(value, null, 2)}\n`)
  expect(value).toEqual(JSON.parse(readFileSync(url, 'utf8')))
}

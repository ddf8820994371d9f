import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { linesOf, selectParsed } from './parse-sql.ts'
import { headerOf, recognise } from './recognise.ts'
import { loadSources } from './registry.ts'
import { runSourceTests } from './run-source-tests.ts'
import type { Source } from './source.ts'

const here = temporaryStores()
const sources = loadSources()

/** The conformance suite of log formats: what every folder in `sources/` holds and keeps. */
describe.each(sources.map((source) => ({ name: source.name, source })))('$name', ({ source }) => {
  const header = headerOf(source, linesIn(fileOf(source, 'sample.log')))

  it('gives the golden rows for its sample lines', async () => {
    const rows = await parse(source, fileOf(source, 'sample.log'), header)
    expect(rows.filter(({ reason, expected }) => reason !== '' && expected === 0)).toEqual([])
    expectGolden(source, 'rows.json', rows.map(golden))
  })

  it('rejects its bad lines with the golden reasons', async () => {
    const bad = fileOf(source, 'bad.log')
    const rows = await parse(source, bad, headerOf(source, linesIn(bad)) || header)
    expect(rows.filter(({ reason, expected }) => reason === '' || expected === 1)).toEqual([])
    const lines = bad.toString('utf8').split('\n')
    expectGolden(
      source,
      'bad.json',
      rows.map((row, at) => ({ reason: row['reason'], line: lines[at] })),
    )
  })

  it('passes the tests it brings', async () => {
    expect(
      (await runSourceTests(here.stores.analytics, source, sources)).filter(({ passed }) => !passed),
    ).toEqual([])
  })

  it('is recognised from its sample lines, and no other source is', () => {
    const lines = linesIn(fileOf(source, 'sample.log'))
    expect(recognise(lines, sources)?.name).toBe(source.name)
    // Under a header the lines below it need not be told apart.
    if (header !== '') return
    for (const line of lines) expect(recognise([line], sources)?.name).toBe(source.name)
  })
})

/** The lines of a source's file in their order, each under the one of the source's rows that answers for it. */
async function parse(source: Source, bytes: Buffer, header: string): Promise<Record<string, unknown>[]> {
  const held = here.stores.analytics.openBlock()
  held.add({ bytes, start: 0, input: '1' })
  try {
    const found: Record<string, unknown>[] = []
    for (const row of source.rows) {
      const sql = selectParsed(source, row, linesOf(held.relation))
      const rows = await here.stores.analytics.query<Record<string, unknown>>(sql, { header })
      found.push(...rows.map((values) => ({ activity: row.activity, ...values })))
    }
    return found.sort((left, right) => Number(left['offset']) - Number(right['offset']))
  } finally {
    held.release()
  }
}

/** What of a line is worth reading: its row, or why there is none. */
function golden({ activity, expected, ...row }: Record<string, unknown>): Record<string, unknown> {
  if (row['reason'] !== '') return { offset: row['offset'], passedOver: row['reason'] }
  return { activity, ...row }
}

function linesIn(bytes: Buffer): string[] {
  return bytes
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
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

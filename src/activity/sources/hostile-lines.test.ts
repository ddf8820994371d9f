import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { damaged } from '../../../test/support/damage.ts'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { ingest } from '../intake/ingest.ts'
import type { FileResult } from '../intake/result.ts'
import { tablesOf } from './parse-sql.ts'
import { loadSources } from './registry.ts'
import type { Source } from './source.ts'

const here = temporaryStores()
const folder = temporaryFolder()

describe.each(loadSources().map((source) => ({ name: source.name, source })))('$name', ({ source }) => {
  it('makes a row or a reject of every line, however it is damaged', async () => {
    const sample = readFileSync(new URL(`./${source.name}/sample.log`, import.meta.url))
    const bad = readFileSync(new URL(`./${source.name}/bad.log`, import.meta.url))
    let run = 0
    await fc.assert(
      // Three damaged copies a file: planning the statements of a file takes longer than reading it.
      fc.asyncProperty(
        fc.array(damaged(Buffer.concat([sample, bad])), { minLength: 3, maxLength: 3 }),
        async (copies) => {
          await expectAccounted(source, Buffer.concat(copies), `${run++}.log`)
        },
      ),
      { numRuns: 12 },
    )
  })

  it('makes a row or a reject of every line of what is no log at all', async () => {
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 4000 }), async (bytes) => {
        await expectAccounted(source, Buffer.from(bytes), `noise-${run++}.log`)
      }),
      { numRuns: 5 },
    )
  })
})

/** Takes the bytes as this source and counts: lines in, rows and rejects out. */
async function expectAccounted(source: Source, bytes: Buffer, name: string): Promise<void> {
  const path = join(folder, `${source.name}-${name}`)
  // The first line names the input: every run is an input of its own.
  const named = Buffer.concat([Buffer.from(`${path}\n`), bytes])
  writeFileSync(path, named)
  const before = await stored(source)
  const results: FileResult[] = []
  for await (const result of ingest(here.stores, [path], { source: source.name })) results.push(result)
  const [result] = results
  const lines = linesIn(named)
  expect(result).toMatchObject({ lines, duplicates: 0 })
  expect((result?.accepted ?? 0) + (result?.rejected ?? 0)).toBe(lines)
  expect((await stored(source)) - before).toBe(lines)
}

/** Lines as `wc -l` counts them, and one more for bytes after the last newline. */
function linesIn(bytes: Buffer): number {
  const newlines = bytes.filter((byte) => byte === 10).length
  return bytes.at(-1) === 10 ? newlines : newlines + 1
}

async function stored(source: Source): Promise<number> {
  const [row] = await here.stores.analytics.query<{ rows: number }>(
    `SELECT count() AS rows FROM (${[...tablesOf(source), 'reject_row'].map((table) => `SELECT event_id FROM ${table} FINAL`).join(' UNION ALL ')})`,
  )
  return Number(row?.rows)
}

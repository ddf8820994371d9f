import { appendFileSync, copyFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { rebuildRollUps } from '../roll-ups/rebuild.ts'
import { type IngestOptions, ingest } from './ingest.ts'
import type { FileResult } from './result.ts'

const here = temporaryStores()
const folder = temporaryFolder()

it('takes a log once, however often it is given', async () => {
  const path = log('twice.log', [1, 2, 3])
  expect(await take(path)).toMatchObject({ source: 'inference-log', lines: 3, accepted: 3, duplicates: 0 })
  expect(await take(path)).toMatchObject({ source: 'inference-log', lines: 3, accepted: 0, duplicates: 3 })
  expect(await tokens()).toEqual([1, 2, 3])
})

it('takes only what was appended', async () => {
  const path = log('appended.log', [1, 2])
  await take(path)
  appendFileSync(path, line(3))
  expect(await take(path)).toMatchObject({ lines: 3, accepted: 1, duplicates: 2 })
  expect(await tokens()).toEqual([1, 2, 3])
})

it('knows a log again after it was renamed or copied', async () => {
  const path = log('before.log', [1, 2])
  await take(path)
  renameSync(path, join(folder, 'after.log'))
  copyFileSync(join(folder, 'after.log'), join(folder, 'copy.log'))
  expect(await take(join(folder, 'after.log'))).toMatchObject({ accepted: 0, duplicates: 2 })
  expect(await take(join(folder, 'copy.log'))).toMatchObject({ accepted: 0, duplicates: 2 })
  expect(await tokens()).toEqual([1, 2])
})

it('leads from a row back to its file and its line', async () => {
  const path = log('origin.log', [1, 2])
  await take(path)
  expect(
    await here.stores.analytics.query(
      'SELECT tokens_out, file, offset FROM inference JOIN input USING (input, source) ORDER BY offset',
    ),
  ).toEqual([
    { tokens_out: 1, file: path, offset: 0 },
    { tokens_out: 2, file: path, offset: line(1).length },
  ])
})

it('takes the new log that a rotation put under the old name', async () => {
  const path = log('rotated.log', [1, 2])
  await take(path)
  log('rotated.log', [3, 4, 5])
  expect(await take(path)).toMatchObject({ accepted: 3, duplicates: 0 })
  expect(await tokens()).toEqual([1, 2, 3, 4, 5])
})

it('finds nothing new in a log that was cut short', async () => {
  const path = log('cut.log', [1, 2, 3])
  await take(path)
  log('cut.log', [1, 2])
  expect(await take(path)).toMatchObject({ lines: 2, accepted: 0, duplicates: 2 })
  expect(await tokens()).toEqual([1, 2, 3])
})

it('takes both of two logs that begin with the same line', async () => {
  expect(await take(log('left.log', [1, 2]))).toMatchObject({ accepted: 2 })
  expect(await take(log('right.log', [1, 3]))).toMatchObject({ accepted: 1, duplicates: 1 })
  expect(await tokens()).toEqual([1, 2, 3])
})

it('counts equal lines of one log as acts of their own', async () => {
  expect(await take(log('equal.log', [1, 1, 1]))).toMatchObject({ accepted: 3 })
  expect(await tokens()).toEqual([1, 1, 1])
})

it('takes a last line without a newline, and the whole of it once it has grown', async () => {
  const path = log('growing.log', [1])
  appendFileSync(path, line(23).slice(0, -2))
  expect(await take(path)).toMatchObject({ lines: 2, accepted: 2 })
  await rebuildRollUps(here.stores)
  expect(await tokens()).toEqual([1, 2])
  appendFileSync(path, '3\n')
  expect(await take(path)).toMatchObject({ lines: 2, accepted: 1, duplicates: 1 })
  await rebuildRollUps(here.stores)
  expect(await tokens()).toEqual([1, 23])
  expect(await here.stores.analytics.query('SELECT sum(tokens_out) AS sum FROM inference_hour')).toEqual([
    { sum: 24 },
  ])
})

it('rejects a line that is no call, and takes it back where it was only unfinished', async () => {
  const path = log('torn.log', [1])
  appendFileSync(path, line(2).slice(0, 40))
  expect(await take(path)).toMatchObject({ lines: 2, accepted: 1, rejected: 1 })
  appendFileSync(path, line(2).slice(40))
  expect(await take(path)).toMatchObject({ lines: 2, accepted: 1, rejected: 0, duplicates: 1 })
  expect(await here.stores.analytics.query('SELECT * FROM reject')).toEqual([])
  expect(await tokens()).toEqual([1, 2])
})

it('keeps the lines around one that never seems to end', async () => {
  const path = join(folder, 'endless.log')
  writeFileSync(path, line(1))
  const chunk = 'x'.repeat(1 << 20)
  for (let mebibyte = 0; mebibyte < 150; mebibyte += 1) appendFileSync(path, chunk)
  appendFileSync(path, `\n${line(2)}`)
  expect(await take(path)).toMatchObject({ lines: 3, accepted: 2, rejected: 1 })
  expect(await tokens()).toEqual([1, 2])
  expect(await here.stores.analytics.query('SELECT offset, reason, line_bytes FROM reject')).toEqual([
    { offset: line(1).length, reason: 'line longer than 1048576 bytes', line_bytes: 150 << 20 },
  ])
})

it('takes standard input, and what comes again in it not twice', async () => {
  const stdin = (text: string): IngestOptions => ({
    stdin: { stream: Readable.from([Buffer.from(text)]), spool: join(folder, 'stdin.spool') },
  })
  expect(await take('-', stdin(line(1) + line(2)))).toMatchObject({ file: '-', lines: 2, accepted: 2 })
  expect(await take('-', stdin(line(1) + line(2) + line(3)))).toMatchObject({
    lines: 3,
    accepted: 1,
    duplicates: 2,
  })
  expect(await tokens()).toEqual([1, 2, 3])
})

it('says of an input it cannot take what is wrong, and goes on', async () => {
  writeFileSync(join(folder, 'poem.txt'), 'The scale at the gate\nweighs what leaves.\n')
  writeFileSync(join(folder, 'wide.log'), Buffer.from(`\ufeff${line(1)}`, 'utf16le'))
  writeFileSync(join(folder, 'packed.log.zip'), Buffer.from('PK\x03\x04', 'latin1'))
  writeFileSync(join(folder, 'empty.log'), '')
  const results: FileResult[] = []
  const names = ['poem.txt', 'wide.log', 'packed.log.zip', 'empty.log']
  for await (const result of ingest(here.stores, [
    ...names.map((name) => join(folder, name)),
    log('good.log', [1]),
  ])) {
    results.push(result)
  }
  expect(results.map(({ source, accepted, error }) => [source, accepted, error])).toEqual([
    [null, 0, expect.stringContaining('its format is not known')],
    [null, 0, expect.stringContaining('it is UTF-16')],
    [null, 0, expect.stringContaining('it is zip-compressed')],
    [null, 0, undefined],
    ['inference-log', 1, undefined],
  ])
})

it('passes over text nobody named, but not a log it cannot read', async () => {
  const found = join(folder, 'found')
  mkdirSync(found)
  writeFileSync(join(found, 'README'), 'Where the logs are.\n')
  writeFileSync(join(found, 'old.log.zip'), Buffer.from('PK\x03\x04', 'latin1'))
  const results: FileResult[] = []
  for await (const result of ingest(here.stores, [found])) results.push(result)
  expect(results.map(({ error, skipped }) => [error, skipped])).toEqual([
    [undefined, expect.stringContaining('its format is not known')],
    [expect.stringContaining('it is zip-compressed'), undefined],
  ])
})

function line(tokensOut: number): string {
  return `2026-03-10T22:14:33Z POST /v1/completions user=a src=10.50.100.47 tokens_in=1 tokens_out=${tokensOut}\n`
}

function log(name: string, tokensOut: readonly number[]): string {
  const path = join(folder, name)
  writeFileSync(path, tokensOut.map(line).join(''))
  return path
}

async function take(path: string, options: IngestOptions = {}): Promise<FileResult> {
  const results: FileResult[] = []
  for await (const result of ingest(here.stores, [path], options)) results.push(result)
  expect(results).toHaveLength(1)
  return results[0] as FileResult
}

async function tokens(): Promise<number[]> {
  const rows = await here.stores.analytics.query<{ tokens_out: number }>(
    'SELECT tokens_out FROM inference ORDER BY tokens_out',
  )
  return rows.map((row) => row.tokens_out)
}

import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { ingest } from './ingest.ts'
import { storedZstd, tarEntry, tarOf } from './packed/packed.fixture.ts'
import type { FileResult } from './result.ts'

const here = temporaryStores()
const folder = temporaryFolder()

it('takes nothing of a log again that a rotation has packed', async () => {
  await take(file('access.log', log([1, 2])))
  const gzip = file('access.log.1.gz', gzipSync(log([1, 2])))
  expect(await take(gzip)).toEqual([
    expect.objectContaining({ file: gzip, lines: 2, accepted: 0, duplicates: 2 }),
  ])
  expect(await take(file('access.log.1.zst', storedZstd(Buffer.from(log([1, 2])))))).toMatchObject([
    { lines: 2, accepted: 0, duplicates: 2 },
  ])
  expect(await tokens()).toEqual([1, 2])
})

it('takes what a packed log holds more than the log did', async () => {
  await take(file('grown.log', `${log([1, 2])}${log([33]).slice(0, -3)}`))
  expect(
    await take(file('grown.log.gz', Buffer.concat([gzipSync(log([1, 2])), gzipSync(log([33, 4]))]))),
  ).toMatchObject([{ lines: 4, accepted: 2, duplicates: 2 }])
  expect(await tokens()).toEqual([1, 2, 4, 33])
})

it('knows a packed log by its content, whatever it is called', async () => {
  expect(await take(file('called.txt', gzipSync(log([1]))))).toMatchObject([{ accepted: 1 }])
  expect(await take(file('called.gz', log([1])))).toMatchObject([{ accepted: 0, duplicates: 1 }])
})

it.each([
  ['tar', (bytes: Buffer) => bytes],
  ['tar.gz', (bytes: Buffer) => gzipSync(bytes)],
  ['tar.zst', (bytes: Buffer) => storedZstd(bytes)],
])('takes every file in a %s as an input of its own', async (ending, pack) => {
  const people = 'person,name,team,role,kind,time_zone,hired,left\namber.heron,,titan,,human,Etc/UTC,,\n'
  const inner = tarOf({ 'deep.log': log([5]) })
  const path = file(
    `logs.${ending}`,
    pack(
      tarOf({
        './logs/a.log': log([1, 2]),
        'logs/README': 'The scale at the gate\nweighs what leaves.\n',
        'logs/b.log.1.gz': gzipSync(log([3, 4])),
        'directory/people.csv': people,
        'inner.tar.gz': gzipSync(inner),
        'too-deep.tar': tarOf({ 'inner.tar': inner }),
        'logs/empty.log': '',
        'logs/._a.log': log([9]),
      }),
    ),
  )
  const results = await take(path)
  expect(
    results.map(({ file, source, accepted, error, skipped }) => [file, source, accepted, error ?? skipped]),
  ).toEqual([
    [`${path}!logs/a.log`, 'inference-log', 2, undefined],
    [`${path}!logs/README`, null, 0, expect.stringContaining('its format is not known')],
    [`${path}!logs/b.log.1.gz`, 'inference-log', 2, undefined],
    [`${path}!directory/people.csv`, 'people', 1, undefined],
    [`${path}!inner.tar.gz!deep.log`, 'inference-log', 1, undefined],
    [`${path}!too-deep.tar!inner.tar`, null, 0, expect.stringContaining('an archive in an archive')],
    [`${path}!logs/empty.log`, null, 0, undefined],
  ])
  expect((await take(path)).map(({ accepted }) => accepted)).toEqual([0, 0, 0, 0, 0, 0, 0])
  expect(await tokens()).toEqual([1, 2, 3, 4, 5])
})

const tarIsThere = spawnSync('tar', ['--version']).status === 0

it.runIf(tarIsThere)(
  `takes what the tar command packs${tarIsThere ? '' : ' (not run: it is not installed)'}`,
  async () => {
    const long = `${'a-long-folder-name/'.repeat(9)}day.log`
    for (const format of ['gnu', 'pax', 'ustar']) {
      const from = join(folder, `packed-${format}`)
      mkdirSync(join(from, long, '..'), { recursive: true })
      writeFileSync(join(from, long), log([1]))
      const path = join(folder, `${format}.tar`)
      expect(spawnSync('tar', ['-cf', path, `--format=${format}`, '-C', from, '.']).status).toBe(0)
      expect(await take(path)).toMatchObject([{ file: `${path}!${long}`, lines: 1 }])
    }
  },
)

it('takes the whole lines of a packed log that was cut short, and the rest once it is complete', async () => {
  const text = Array.from({ length: 400 }, (_, at) => log([at * 7919])).join('')
  const packed = gzipSync(text)
  let run = 0
  await fc.assert(
    fc.asyncProperty(fc.double({ min: 0.2, max: 1, noNaN: true }), async (share) => {
      // The first line names the input: every run is an input of its own.
      const first = log([1000 + run])
      const head = gzipSync(first)
      const cut = Buffer.concat([head, packed.subarray(0, 20 + Math.floor(share * (packed.length - 21)))])
      const path = file(`cut-${run++}.gz`, cut)
      const [torn] = await take(path)
      expect(torn?.error).toMatch(
        /^its gzip data breaks off after \d+ bytes; its \d+ whole lines before that are taken/,
      )
      expect(torn).toMatchObject({ rejected: 0, duplicates: 0 })
      expect(torn?.accepted).toBe(torn?.lines)
      writeFileSync(path, Buffer.concat([head, packed]))
      const [whole] = await take(path)
      expect(whole).toMatchObject({ lines: 401, rejected: 0, duplicates: torn?.lines })
      expect(whole?.accepted).toBe(401 - (torn?.lines ?? 0))
    }),
    { numRuns: 8 },
  )
})

it('takes the files of an archive up to where it breaks off', async () => {
  const whole = tarOf({ 'a.log': log([1, 2]), 'b.log': log([3, 4]), 'c.log': log([5]) })
  const path = file('cut.tar', whole.subarray(0, 512 * 3 + log([3]).length + 10))
  expect(await take(path)).toMatchObject([
    { accepted: 2 },
    {
      accepted: 1,
      error: expect.stringContaining(
        'the archive breaks off in it, 101 of 182 bytes are there; its 1 whole lines',
      ),
    },
    { file: path, error: expect.stringContaining('before the end mark of a tar archive') },
  ])
  writeFileSync(path, whole)
  expect((await take(path)).map(({ accepted }) => accepted)).toEqual([0, 1, 1])
  expect(await tokens()).toEqual([1, 2, 3, 4, 5])
})

it('says where in an archive there is something else than a file', async () => {
  const entry = tarEntry('a.log', Buffer.from(log([1])))
  const path = file('strange.tar', Buffer.concat([...entry, Buffer.alloc(512, 'x')]))
  expect(await take(path)).toMatchObject([
    { accepted: 1 },
    { file: path, error: 'there is no tar header at byte 1024' },
  ])
  const boastful = file(
    'boastful.tar',
    Buffer.concat([...entry, ...tarEntry('x', Buffer.alloc(0), 'x', 2 ** 33 - 1)]),
  )
  expect((await take(boastful)).at(-1)?.error).toContain('says it is 8589934591 bytes long')
})

it('counts one reject for a line that unpacks without an end', async () => {
  const path = file('endless.gz', gzipSync(log([1])))
  const zeros = gzipSync(Buffer.alloc(64 << 20, 'x'))
  for (let part = 0; part < 4; part += 1) appendFileSync(path, zeros)
  appendFileSync(path, gzipSync(`\n${log([2])}`))
  expect(await take(path)).toMatchObject([{ lines: 3, accepted: 2, rejected: 1 }])
})

it('takes no half of a directory file', async () => {
  const people =
    'person,name,team,role,kind,time_zone,hired,left\na,,titan,,human,Etc/UTC,,\nb,,titan,,human,Etc/UTC,,\n'
  const path = file('people.csv', gzipSync(people))
  expect(await take(path)).toMatchObject([{ source: 'people', accepted: 2 }])
  writeFileSync(path, gzipSync(people).subarray(0, -12))
  expect(await take(path)).toMatchObject([
    { source: null, error: expect.stringContaining('nothing of it is taken') },
  ])
  expect(await here.stores.analytics.query('SELECT person FROM person')).toHaveLength(2)
})

it('shows how far it is in the packed bytes', async () => {
  const packed = gzipSync(log(Array.from({ length: 5000 }, (_, at) => at)))
  const path = file('progress.gz', packed)
  const seen: [string, number, number | null][] = []
  const onProgress = (progress: { file: string; bytes: number; totalBytes: number | null }) =>
    seen.push([progress.file, progress.bytes, progress.totalBytes])
  for await (const _ of ingest(here.stores, [path], { onProgress }));
  expect(seen.at(-1)).toEqual([path, packed.length, packed.length])
})

function log(tokensOut: readonly number[]): string {
  return tokensOut
    .map(
      (tokens) =>
        `2026-03-10T22:14:33Z POST /v1/completions user=a src=10.50.100.47 tokens_in=1 tokens_out=${tokens}\n`,
    )
    .join('')
}

function file(name: string, content: Buffer | string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

async function take(path: string): Promise<FileResult[]> {
  const results: FileResult[] = []
  for await (const result of ingest(here.stores, [path])) results.push(result)
  return results
}

async function tokens(): Promise<number[]> {
  const rows = await here.stores.analytics.query<{ tokens_out: number }>(
    'SELECT tokens_out FROM inference ORDER BY tokens_out',
  )
  return rows.map((row) => row.tokens_out)
}

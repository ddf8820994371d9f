import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { simulate } from './simulate.ts'

const root = mkdtempSync(join(tmpdir(), 'same-bytes-'))
afterAll(() => rmSync(root, { recursive: true }))

const SMALL = { scenario: 'ordinary', people: 6, days: 10, seed: 3 } as const

test('the same options give the same bytes in every file, another seed gives others', async () => {
  const [first, again, other] = [join(root, 'first'), join(root, 'again'), join(root, 'other')]
  await simulate({ ...SMALL, out: first })
  await simulate({ ...SMALL, out: again })
  await simulate({ ...SMALL, seed: 4, out: other })
  expect(hashes(first)).toEqual(hashes(again))
  const [left, right] = [hashes(first), hashes(other)]
  const equal = Object.keys(left).filter((file) => left[file] === right[file])
  expect(equal).toEqual(['directory/assets.yaml', 'directory/destinations.csv'])
})

test('the summary counts what lies in the log files, and an earlier simulation is replaced', async () => {
  const out = join(root, 'replaced')
  await simulate({ ...SMALL, days: 12, out })
  const summary = await simulate({ ...SMALL, out })
  const logs = Object.keys(hashes(out)).filter((file) => file.startsWith('logs/'))
  const bytes = logs.map((file) => readFileSync(join(out, file)))
  expect(summary).toEqual({
    people: 6,
    days: 10,
    files: logs.length,
    lines: bytes.reduce((sum, content) => sum + content.toString().split('\n').length - 1, 0),
    bytes: bytes.reduce((sum, content) => sum + content.length, 0),
  })
  expect(logs.filter((file) => file.startsWith('logs/api/')).sort()[0]).toBe(
    'logs/api/inference-2026-04-15.log',
  )
})

test('a simulation that was cut short is known as ours from its first moment, and replaced', async () => {
  const out = join(root, 'cut-short')
  const running = simulate({ ...SMALL, out })
  while (!existsSync(join(out, 'logs'))) await new Promise(setImmediate)
  expect(JSON.parse(readFileSync(join(out, 'truth.json'), 'utf8'))).toEqual({
    scenario: 'ordinary',
    seed: 3,
    unfinished: true,
  })
  await running
  writeFileSync(join(out, 'truth.json'), '{"scenario":"ordinary","seed":3,"unfinished":true}')
  await expect(simulate({ ...SMALL, out })).resolves.toMatchObject({ days: 10 })
})

test('a folder with anything else in it is refused and left as it was', async () => {
  const foreign = join(root, 'foreign')
  mkdirSync(join(foreign, 'logs'), { recursive: true })
  writeFileSync(join(foreign, 'logs/keep.log'), 'mine')
  await expect(simulate({ ...SMALL, out: foreign })).rejects.toMatchObject({ code: 'bad-usage' })
  writeFileSync(join(foreign, 'truth.json'), '{"scenario":"ordinary","seed":1}')
  writeFileSync(join(foreign, 'thesis.tex'), 'mine')
  await expect(simulate({ ...SMALL, out: foreign })).rejects.toThrow(/thesis\.tex/)
  expect(readFileSync(join(foreign, 'logs/keep.log'), 'utf8')).toBe('mine')
})

test.each([
  ['an unknown scenario', { scenario: 'bank-robbery' as 'ordinary' }, /neural-heist, ordinary/],
  ['no people', { people: 0 }, /people.*not 0/],
  ['half a person', { people: 2.5 }, /people.*not 2\.5/],
  ['more people than names', { people: 1e6 }, /people.*not 1000000/],
  ['days that are no number', { days: Number.NaN }, /days.*not NaN/],
  ['too few days for the story', { scenario: 'neural-heist' as const, days: 59 }, /days.*from 60.*not 59/],
  ['a negative seed', { seed: -1 }, /seed.*not -1/],
])('%s is one clear sentence, before anything is written', async (_, wrong, sentence) => {
  const out = join(root, 'never')
  const attempt = simulate({ ...SMALL, ...wrong, out })
  await expect(attempt).rejects.toMatchObject({ code: 'bad-usage' })
  await expect(attempt).rejects.toThrow(sentence)
  expect(existsSync(out)).toBe(false)
})

function hashes(out: string): Record<string, string> {
  const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort()
  return Object.fromEntries(
    paths
      .filter((path) => !path.endsWith('truth.json'))
      .map((path) => [
        path.slice(out.length + 1),
        createHash('sha256').update(readFileSync(path)).digest('hex'),
      ]),
  )
}

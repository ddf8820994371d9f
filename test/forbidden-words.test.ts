import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, expect, test } from 'vitest'

const CHECK = resolve(import.meta.dirname, '../scripts/check-words.mjs')
const roots: string[] = []

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true })
})

// In pieces, because the check reads this file too.
test.each([
  ['a home', ['', 'home', 'ada', 'notes'].join('/'), "a path of somebody's machine"],
  ['a temporary folder', ['', 'tmp', 'out.json'].join('/'), 'a path of a temporary folder'],
  [
    'a registry',
    ['https:', '', ['registry', 'npmjs', 'org'].join('.'), 'zod'].join('/'),
    'the host of a package registry',
  ],
])('%s is found with its line', (_, word, what) => {
  const { status, output } = checkWords(`first line\nsee ${word} for more\n`)
  expect(output).toContain(`a.md:2  ${what}: `)
  expect(status).toBe(1)
})

test('addresses of the product and of its logs are not paths of a machine', () => {
  const { status, output } = checkWords('https://lake.example.com/home/x\ns3://work/area\nGET /v1/models\n')
  expect(output).toBe('1 files, 0 words too many\n')
  expect(status).toBe(0)
})

function checkWords(text: string) {
  const root = mkdtempSync(join(tmpdir(), 'words-'))
  roots.push(root)
  writeFileSync(join(root, 'a.md'), text)
  const run = spawnSync(process.execPath, [CHECK, root], { encoding: 'utf8' })
  return { status: run.status, output: run.stdout + run.stderr }
}

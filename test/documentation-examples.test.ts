import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, expect, test } from 'vitest'

const CHECK = resolve(import.meta.dirname, '../scripts/check-examples.mjs')
const COMPILED = 'export const double = (n) => n * 2\nexport const pair = async (n) => ({ of: [n, n] })\n'
const roots: string[] = []

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true })
})

test('promises that hold pass, with a statement before them and over several lines', () => {
  const { status, output } = checkExamples([
    '/**',
    ' * Twice a number.',
    ' *',
    ' * @example double(2) // => 4',
    ' * @example',
    ' * const three = 3',
    ' * double(',
    ' *   three,',
    ' * ) // => 6',
    ' */',
    'export function double(n: number): number { return n * 2 }',
    '/** @example pair(1) // => { of: [1, 1] } */',
    'export const pair = async (n: number) => ({ of: [n, n] })',
  ])
  expect(output).toBe('3 examples, 0 wrong\n')
  expect(status).toBe(0)
})

test.each([
  [
    'a wrong promise',
    ['/** @example double(2) // => 5 */', 'export function double(n: number) { return n * 2 }'],
    'src/a.ts:1  double(2) is 4, the example says 5.',
  ],
  [
    'no promise',
    ['/** @example double(2) */', 'export function double(n: number) { return n * 2 }'],
    'src/a.ts:1  the example of double promises nothing',
  ],
  [
    'a call that throws',
    ['/**', ' * @example gone(2) // => 4', ' */', 'export function double(n: number) { return n * 2 }'],
    'src/a.ts:2  the example of double does not run: gone is not defined',
  ],
  [
    'a name that is not exported',
    ['/** @example double(2) // => 4 */', 'function double(n: number) { return n * 2 }'],
    'src/a.ts:1  the example of double cannot run: the name is not exported.',
  ],
])('%s fails with its line', (_, source, message) => {
  const { status, output } = checkExamples(source)
  expect(output).toContain(message)
  expect(status).toBe(1)
})

test('fewer examples than the floor fail', () => {
  const { status, output } = checkExamples(['export const nothing = 0'])
  expect(output).toContain('Ran 0 examples where at least 1 were expected')
  expect(status).toBe(1)
})

function checkExamples(source: readonly string[]) {
  const root = mkdtempSync(join(tmpdir(), 'examples-'))
  roots.push(root)
  for (const folder of ['src', 'compiled']) mkdirSync(join(root, folder))
  writeFileSync(join(root, 'src/a.ts'), source.join('\n'))
  writeFileSync(join(root, 'compiled/a.js'), COMPILED)
  writeFileSync(join(root, 'compiled/package.json'), '{"type":"module"}')
  const args = [CHECK, join(root, 'src'), join(root, 'compiled'), '1']
  const run = spawnSync(process.execPath, args, { encoding: 'utf8' })
  return { status: run.status, output: run.stdout + run.stderr }
}

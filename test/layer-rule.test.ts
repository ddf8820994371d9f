import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterEach, expect, test } from 'vitest'

const CHECK = resolve(import.meta.dirname, '../scripts/check-layers.mjs')
const roots: string[] = []

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true })
})

test('a house in order passes', () => {
  const { status, output } = checkLayers({
    'src/base/a.ts': 'export const a = 1',
    'src/cli/main.ts':
      "import { a } from '../base/a.ts'\nimport { readFileSync } from 'node:fs'\nreadFileSync(String(a))",
  })
  expect(output).toBe('2 modules, 0 violations\n')
  expect(status).toBe(0)
})

test('a test beside the code may use the support of tests', () => {
  const { output } = checkLayers({
    'src/base/a.test.ts': "import { b } from '../../test/support/b.ts'\nb()",
    'test/support/b.ts': 'export const b = () => 1',
  })
  expect(output).toBe('2 modules, 0 violations\n')
})

test.each([
  [
    'a test beside the code reaching into another test',
    'tests-share-only-test-support',
    {
      'src/base/a.test.ts': "import { b } from '../../test/b.ts'\nb()",
      'test/b.ts': 'export const b = () => 1',
    },
  ],
  [
    'a value from a layer below',
    'base-imports-only-from-above',
    {
      'src/base/a.ts': "import { b } from '../store/b.ts'\nexport const a = b",
      'src/store/b.ts': 'export const b = 1',
    },
  ],
  [
    'a type from a layer below',
    'detect-imports-only-from-above',
    {
      'src/detect/a.ts': "import type { B } from '../cases/b.ts'\nexport const a: B = 1",
      'src/cases/b.ts': 'export type B = number',
    },
  ],
  [
    'a cycle',
    'no-cycles',
    {
      'src/base/a.ts': "import { b } from './b.ts'\nexport const a = () => b",
      'src/base/b.ts': "import { a } from './a.ts'\nexport const b = () => a",
    },
  ],
  [
    'an orphan',
    'no-orphans',
    { 'src/base/a.ts': 'export const a = 1', 'src/base/b.ts': 'export const b = 1' },
  ],
  [
    'a folder that is no layer',
    'src-is-layers',
    {
      'src/extra/a.ts': "import { b } from '../base/b.ts'\nexport const a = b",
      'src/base/b.ts': 'export const b = 1',
    },
  ],
  [
    'the house importing from a test',
    'nobody-imports-from-outside-the-house',
    {
      'src/base/a.ts': "import { b } from '../../test/b.ts'\nexport const a = b",
      'test/b.ts': 'export const b = 1',
    },
  ],
  [
    'the console taking code',
    'console-takes-types-only',
    {
      'console/src/a.ts': "import { b } from '../../src/cases/b.ts'\nexport const a = b",
      'src/cases/b.ts': 'export const b = 1',
    },
  ],
  [
    'the console reaching past cases and detect',
    'console-takes-shapes-only',
    {
      'console/src/a.ts': "import type { B } from '../../src/store/b.ts'\nexport const a: B = 1",
      'src/store/b.ts': 'export type B = number',
    },
  ],
  [
    'an import that leads nowhere',
    'resolvable',
    {
      'src/base/a.ts': "import { b } from './gone.ts'\nexport const a = b",
      'src/base/b.ts': "export * from './a.ts'",
    },
  ],
])('%s fails as %s', (_, rule, files) => {
  const { status, output } = checkLayers(files)
  expect(output).toContain(`  ${rule}: `)
  expect(status).toBe(1)
})

test('a check that sees no module fails instead of being content', () => {
  const { status, output } = checkLayers({ 'src/base/README.md': 'no code here' })
  expect(output).toContain('saw 0 modules where at least 2 were expected')
  expect(status).toBe(1)
})

function checkLayers(files: Record<string, string>) {
  const root = mkdtempSync(join(tmpdir(), 'layer-rule-'))
  roots.push(root)
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  const run = spawnSync(process.execPath, [CHECK, root, '2'], { encoding: 'utf8' })
  return { status: run.status, output: run.stdout + run.stderr }
}

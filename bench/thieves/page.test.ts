import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { benchPage } from './page.ts'

const RESULT = fileURLToPath(new URL('./result.json', import.meta.url))
const PAGE = fileURLToPath(new URL('../../docs/benchmark-thieves.md', import.meta.url))

test.skipIf(!existsSync(RESULT))('the page in docs/ says what the kept result says', () => {
  const page = benchPage(JSON.parse(readFileSync(RESULT, 'utf8')))
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(PAGE, page)
  expect(readFileSync(PAGE, 'utf8')).toBe(page)
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { rulesFolder } from '../rule-content.ts'
import { loadQueryRules } from './load-query-rules.ts'

/** Rows of the table of queries in rules/README.md, without the spaces that align them. */
function rowsOfTable(): string[][] {
  const readme = readFileSync(join(rulesFolder(), 'README.md'), 'utf8')
  const section = readme.slice(readme.indexOf('## Queries'), readme.indexOf('## Add a measure'))
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
}

it('is what the files say', () => {
  expect(rowsOfTable()).toEqual(
    loadQueryRules().map(({ id, language, channel, stage, severity, title }) => [
      `\`${id}\``,
      language,
      channel,
      stage,
      severity,
      title,
    ]),
  )
})

it('covers all channels, all stages and all languages with at least forty rules', () => {
  const rules = loadQueryRules()
  expect(rules.length).toBeGreaterThanOrEqual(40)
  const values = (pick: (rule: (typeof rules)[number]) => string) => [...new Set(rules.map(pick))].sort()
  expect(values(({ channel }) => channel)).toEqual(['egress', 'inference', 'lake', 'registry'])
  expect(values(({ stage }) => stage)).toEqual([
    'collect',
    'extract',
    'hide',
    'leave',
    'recon',
    'send',
    'stage',
  ])
  expect(values(({ language }) => language)).toEqual(['kql', 'sigma', 'spl', 'sql'])
})

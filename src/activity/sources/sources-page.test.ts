import { readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { loadSources } from './registry.ts'
import type { Source } from './source.ts'

const PAGE = new URL('../../../docs/sources.md', import.meta.url)

/** The formats of the house have no vendor. */
const OUR_OWN = ['inference-log', 'openai-gateway', 'registry-log', 'lake-log', 'flow-log']

/** The page is written from the definitions, so that it cannot fall behind them: UPDATE_GOLDEN=1 writes it anew. */
it('docs/sources.md says what the definitions say', () => {
  const page = pageOf(loadSources())
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(PAGE, page)
  expect(readFileSync(PAGE, 'utf8')).toBe(page)
})

it.each(loadSources().filter(isVendors))(
  '$name says where its format is published and how to switch it on',
  (source) => {
    expect(source.reference).toMatch(/^https:\/\//)
    expect(source.setup?.length ?? 0).toBeGreaterThan(80)
  },
)

function isVendors({ name }: Source): boolean {
  return !OUR_OWN.includes(name)
}

function pageOf(sources: readonly Source[]): string {
  const index = sources.map(
    (source) => `- [\`${source.name}\`](#${source.name}): ${source.title}, gives ${givenBy(source)}`,
  )
  return [
    '# Log formats',
    '',
    'Every format `weighbridge ingest` recognises by itself, what its lines become, and how to switch the log on. Made from',
    '`src/activity/sources/*/source.yaml`. What is missing you add with one file: [own-source.md](own-source.md).',
    '',
    ...index,
    '',
    ...sources.flatMap(sectionOf),
  ].join('\n')
}

function sectionOf(source: Source): string[] {
  return [
    `## ${source.name}`,
    '',
    `**${source.title}.** Gives ${givenBy(source)}.${source.system === '' ? '' : ` Logins are those of the system \`${source.system}\` in accounts.csv.`}`,
    '',
    flowing(source.about),
    '',
    ...(source.setup === undefined ? [] : [`Switch it on: ${flowing(source.setup)}`, '']),
    ...(source.reference === undefined ? [] : [`Published: <${source.reference}>`, '']),
    ...passedOver(source),
  ]
}

function passedOver({ reject }: Source): string[] {
  const reasons = reject.filter(({ expected }) => expected).map(({ reason }) => reason)
  return reasons.length === 0 ? [] : [`Passed over, and counted: ${reasons.join('; ')}.`, '']
}

function givenBy({ rows }: Source): string {
  return [...new Set(rows.map(({ activity }) => `\`${activity}\``))].join(', ')
}

function flowing(text: string): string {
  return text.trim().replaceAll(/\s*\n\s*/g, ' ')
}

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { PRODUCTS } from './load-schemas.ts'
import { readSchemaFile } from './read-schema-table.ts'
import { type SchemaFile, selectsOf } from './schema-file.ts'

const PAGE = new URL('../../../docs/schemas.md', import.meta.url)

const ABOUT: Readonly<Record<(typeof PRODUCTS)[number], string>> = {
  sentinel: 'Microsoft Sentinel, Defender and the normalized schemas of ASIM, for KQL.',
  splunk: 'Indexes and sourcetypes, and the data models of the Common Information Model, for SPL.',
  sigma: "Log sources with the field names of Sigma's taxonomy.",
  ocsf: 'Classes of the Open Cybersecurity Schema Framework.',
  zeek: 'Logs of Zeek.',
  weighbridge: 'Activity, roll-ups and the directory themselves.',
}

/** The page is written from the tables, so that it cannot fall behind them: UPDATE_GOLDEN=1 writes it anew. */
it('docs/schemas.md says what the tables say', () => {
  const page = pageOf()
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(PAGE, page)
  expect(readFileSync(PAGE, 'utf8')).toBe(page)
})

function pageOf(): string {
  return [
    '# Tables that queries can name',
    '',
    'KQL, SPL and Sigma name the tables of the product they were written for. These are the tables here: views over the',
    'activity that Weighbridge took from logs. `weighbridge schemas show NAME` explains one, with its SQL; `--schema',
    'sentinel` (or another of the six below) narrows a query to one product. Made from `src/query/schemas/*/*.yaml`.',
    'What is missing you declare yourself: [own-table.md](own-table.md).',
    '',
    'Listed are the columns that a log can fill. The others of the product are there, too, and empty, so that queries over',
    'them compile with the right types; so are whole tables, each with the number of its columns.',
    '',
    ...PRODUCTS.flatMap(sectionOf),
  ].join('\n')
}

function sectionOf(product: (typeof PRODUCTS)[number]): string[] {
  const folder = new URL(`./${product}/`, import.meta.url)
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => readSchemaFile(readFileSync(new URL(name, folder), 'utf8'), name))
  const filled = files.filter((file) => selectsOf(file).length > 0)
  const declared = files.filter((file) => selectsOf(file).length === 0)
  return [
    `## ${product}`,
    '',
    ABOUT[product],
    '',
    ...filled.flatMap(tableOf),
    ...(declared.length === 0 ? [] : [`Without rows: ${declared.map(shortOf).join(', ')}.`, '']),
  ]
}

function shortOf(file: SchemaFile): string {
  return `${linked(file)} (${file.columns.size})`
}

function tableOf(file: SchemaFile): string[] {
  const views = [...new Set(selectsOf(file).map(({ from }) => `\`${from}\``))].join(', ')
  const { description = '', splunk, dataModel, logSource, aliases } = file
  const names = [
    ...aliases.map((name) => `\`${name}\``),
    ...(splunk === undefined
      ? []
      : [
          `\`index=${splunk.index}${(splunk.sourcetypes ?? []).map((type) => ` sourcetype=${type}`).join('')}\``,
        ]),
    ...(dataModel === undefined ? [] : [`data model \`${dataModel.model}.${dataModel.dataset}\``]),
    ...(logSource === undefined
      ? []
      : [
          `log source ${Object.entries(logSource)
            .map(([part, value]) => `\`${part}: ${value}\``)
            .join(', ')}`,
        ]),
  ]
  return [
    `### ${linked(file)}`,
    '',
    `${description.replaceAll(/\s*\n\s*/g, ' ')} From ${views}.${names.length === 0 ? '' : ` Also ${names.join('; ')}.`}`,
    '',
    columnsOf(file),
    '',
  ]
}

function linked({ name, reference }: SchemaFile): string {
  return reference === undefined ? name : `[${name}](${reference})`
}

function columnsOf(file: SchemaFile): string {
  const selects = selectsOf(file)
  const columns = [...file.columns]
  const filled = columns.filter(([name]) => selects.some(({ values }) => values.has(name)))
  const empty = columns.length - filled.length
  const listed = filled.map(([name, { type }]) => `\`${name}\` ${type}`).join(', ')
  return `${listed}${empty === 0 ? '' : `; and ${empty} more, empty`}.`
}

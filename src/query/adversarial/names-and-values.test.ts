import fc from 'fast-check'
import { expect, it } from 'vitest'
import { canaries } from '../../../test/support/canaries.ts'
import { type Token, tokensOf } from '../../store/analytics/canonical-tokens.ts'
import { compile } from '../compile.ts'
import type { QueryLanguage } from '../language.ts'
import { QueryError } from '../plan/query-error.ts'
import { schemaNamed } from '../schemas/load-schemas.ts'

const here = canaries()
const schema = schemaNamed('all', { open: true })

/** Part of every hostile text, and of nothing else. */
const MARK = 'zq7x'

const PIECES = [
  "'",
  "''",
  '"',
  '`',
  '\\',
  '\\\\',
  "\\'",
  ')',
  '(',
  ';',
  '--',
  '/*',
  '*/',
  '#',
  '{p1:String}',
  '{p1:Identifier}',
  '$$',
  '\n',
  '\r',
  '\t',
  '\0',
  '\u2019',
  '\uff07',
  '\u02bc',
  '\u201c',
  '\u202e',
  '\ufeff',
  '😀',
  'é',
  '%',
  '_',
  '*',
  '?',
  '.',
  ' FROM system.one ',
  ' UNION ALL SELECT 1 ',
  ' INTO OUTFILE ',
  ' SETTINGS readonly=0 ',
  '__wb_1',
  '_t',
]

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 4 })), { minLength: 1, maxLength: 6 })
  .map((pieces) => `${MARK}${pieces.join('')}${MARK}`)

/** How a language writes a text. */
const kqlText = (text: string) => JSON.stringify(text)
const splText = (text: string) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`
const yamlText = (text: string) => JSON.stringify(text)
const kqlName = (name: string) => `['${name.replaceAll(/['\\]/g, '\\$&')}']`

type Place = readonly [language: QueryLanguage, what: string, write: (text: string) => string]

const VALUES: readonly Place[] = [
  ['kql', 'a value', (text) => `StorageBlobLogs | where AccountName == ${kqlText(text)}`],
  ['kql', 'a term', (text) => `StorageBlobLogs | where AccountName has ${kqlText(text)}`],
  ['kql', 'a part', (text) => `StorageBlobLogs | where AccountName contains ${kqlText(text)}`],
  ['kql', 'a list', (text) => `StorageBlobLogs | where AccountName in~ ("a", ${kqlText(text)})`],
  ['kql', 'a regex', (text) => `StorageBlobLogs | where AccountName matches regex ${kqlText(text)}`],
  ['kql', 'an extract', (text) => `StorageBlobLogs | extend x = extract(${kqlText(text)}, 1, AccountName)`],
  ['kql', 'a delimiter of parse', (text) => `StorageBlobLogs | parse AccountName with a ${kqlText(text)} b`],
  ['kql', 'a cell', (text) => `datatable(a:string)[${kqlText(text)}]`],
  ['kql', 'a dynamic value', (text) => `print dynamic([${kqlText(text)}])`],
  ['kql', 'a key of an object', (text) => `print x = parse_json("{}")[${kqlText(text)}]`],
  ['kql', 'a split', (text) => `print x = split("a", ${kqlText(text)})`],
  ['kql', 'a replacement', (text) => `print x = replace_string("a", "a", ${kqlText(text)})`],
  ['spl', 'a value', (text) => `index=network user=${splText(text)}`],
  ['spl', 'free text', (text) => `index=network ${splText(text)}`],
  ['spl', 'a where', (text) => `| makeresults | where x=${splText(text)}`],
  ['spl', 'a regex', (text) => `| makeresults | rex field=x ${splText(`(?<y>${text})`)}`],
  ['spl', 'a pattern', (text) => `| makeresults | eval y=if(like(x, ${splText(text)}), 1, 2)`],
  ['spl', 'a replacement', (text) => `| makeresults | eval y=replace(x, "a", ${splText(text)})`],
  ['spl', 'a fill', (text) => `| makeresults | fillnull value=${splText(text)} x`],
  ['sigma', 'a value', (text) => rule(`field: ${yamlText(text)}`)],
  ['sigma', 'a part', (text) => rule(`field|contains: ${yamlText(text)}`)],
  ['sigma', 'a regex', (text) => rule(`field|re: ${yamlText(text)}`)],
  ['sigma', 'base64', (text) => rule(`field|base64offset|contains: ${yamlText(text)}`)],
  ['sigma', 'a keyword', (text) => rule(`- ${yamlText(text)}`)],
]

const NAMES: readonly Place[] = [
  ['kql', 'a new column', (text) => `StorageBlobLogs | extend ${kqlName(text)} = 1`],
  ['kql', 'a renamed column', (text) => `StorageBlobLogs | project-rename ${kqlName(text)} = AccountName`],
  ['kql', 'a column', (text) => `print ${kqlName(text)} = 1 | where ${kqlName(text)} == 1`],
  ['kql', 'a group', (text) => `StorageBlobLogs | summarize n = count() by ${kqlName(text)} = AccountName`],
  ['kql', 'a column of a datatable', (text) => `datatable(${kqlName(text)}:string)["a"]`],
  ['kql', 'a table', (text) => `${kqlName(text)} | take 1`],
  ['kql', 'a column of an unknown table', (text) => `Unknown | where ${kqlName(text)} > 1`],
  ['kql', 'a let', (text) => `let ${kqlName(text)} = 5; print ${kqlName(text)}`],
  ['spl', 'a new field', (text) => `| makeresults | eval ${splText(text)}=1`],
  ['spl', 'a renamed field', (text) => `| makeresults | rename _time as ${splText(text)}`],
  ['spl', 'a result', (text) => `index=network | stats count as ${splText(text)} by user`],
  ['spl', 'an index', (text) => `index=${splText(text)}`],
  ['spl', 'a table', (text) => `index=network | table ${splText(text)}`],
  ['sigma', 'a field', (text) => rule(`${yamlText(text)}: value`)],
  ['sigma', 'a log source', (text) => rule('field: value', `product: ${yamlText(text)}`)],
]

function rule(selection: string, source = 'product: linux'): string {
  return `title: Hostile\nlogsource:\n  ${source}\ndetection:\n  selection:\n    ${selection}\n  condition: selection\n`
}

async function compiled(language: QueryLanguage, text: string) {
  try {
    return await compile({ language, text, schema, nowTicks: 0n })
  } catch (error) {
    // Refusing is safe; anything else thrown is a fault.
    if (error instanceof QueryError) return null
    throw error
  }
}

it.each(VALUES)(
  '%s: %s is a parameter, never text of the statement',
  async (language, _what, write) => {
    let ran = 0
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const query = await compiled(language, write(text))
        if (query === null) return
        ran += 1
        expect(query.sql).not.toContain(MARK)
        await here.store.canonicalReading(query.sql)
      }),
      { numRuns: 60 },
    )
    expect(ran).toBeGreaterThan(5)
  },
  120_000,
)

it.each(NAMES)(
  '%s: %s is a quoted name, and nothing else',
  async (language, _what, write) => {
    let ran = 0
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const query = await compiled(language, write(text))
        if (query === null) return
        ran += 1
        expect(marked(query.sql).filter(({ kind }) => kind !== 'quoted')).toEqual([])
        // The engine reads it as we do; in its own form it leaves the quotes off a name that needs none.
        const read = marked(await here.store.canonicalReading(query.sql))
        expect(read.filter(({ kind, text: name }) => kind !== 'quoted' && !/^\w+$/.test(name))).toEqual([])
      }),
      { numRuns: 60 },
    )
    expect(ran).toBeGreaterThan(5)
  },
  120_000,
)

function marked(sql: string): Token[] {
  return tokensOf(sql).filter(({ text }) => text.includes(MARK))
}

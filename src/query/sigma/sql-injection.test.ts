import { expect, it } from 'vitest'
import { scratchEngine } from '../../../test/support/scratch-engine.ts'
import { explain, rowsOver } from '../../../test/support/sigma-events.ts'
import { QueryError } from '../plan/query-error.ts'

const engine = scratchEngine()

/** Texts that end a literal, an identifier or a statement somewhere, or are a pattern of something. */
const HOSTILE = [
  "' OR 1 = 1 --",
  '` OR 1 = 1 --',
  '\\',
  "\\' OR 1 = 1 --",
  '\\` OR 1 = 1 --',
  '"; DROP TABLE activity; --',
  '{p1:String}',
  "{x:String}') OR file('/etc/passwd')",
  '%_%',
  '[[:alpha:]]',
  '.*',
  '\u0000',
  '\n',
  'é` --',
  '$1 $& ?',
]

const rule = (field: string, value: string) => ({
  title: value,
  logsource: { category: value },
  detection: { s: { [field]: value.replace(/[\\*?]/g, '\\$&') }, condition: 's' },
})

it.each(HOSTILE)('%j is a value like any other', async (text) => {
  expect(await rowsOver(engine, rule('f', text), [{ f: text }, { f: 'x' }])).toEqual([{ f: text }])
  expect(
    await rowsOver(
      engine,
      { ...rule('f', text), detection: { s: [text.replace(/[\\*?]/g, '\\$&')], condition: 's' } },
      [{ f: `a${text}b` }, { f: 'x' }],
    ),
  ).toHaveLength(1)
})

it.each(HOSTILE.filter((text) => !text.includes('|')))('%j is a field like any other', async (text) => {
  await explain(engine, rule(text, 'v'))
  const found = await rowsOver(engine, rule(`a${text}`, 'v'), [
    { [`a${text.trimEnd()}`]: 'V', [`a${text}`]: 'V' },
    { f: 'x' },
  ])
  expect(found).toHaveLength(1)
})

it.each(HOSTILE)('%j names a rule, an alias and a group like any other', async (text) => {
  const base = { name: text, logsource: { category: text }, detection: { s: { k: 'a' }, condition: 's' } }
  const correlation = {
    title: text,
    correlation: {
      type: 'value_count',
      rules: [text],
      'group-by': [text, 'g'],
      aliases: { [text]: { [text]: 'f' } },
      timespan: '1m',
      condition: { field: 'h', gte: 1 },
    },
  }
  await explain(engine, [correlation, base])
  const events = [{ time: '2026-03-01T00:00:00Z', k: 'a', f: 1, g: 2, h: 3 }]
  expect(await rowsOver(engine, [correlation, base], events)).toMatchObject([
    { rule: text, [text]: '1', g: '2', value: 1 },
  ])
})

it('names of the printer never reach the engine', async () => {
  for (const field of ['_t', '__wb_tick']) {
    await expect(explain(engine, rule(field, 'x'))).rejects.toThrow(QueryError)
  }
})

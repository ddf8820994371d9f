import { expect, it } from 'vitest'
import { QueryError } from '../plan/query-error.ts'
import type { Schema, SchemaTable } from '../schemas/schema.ts'
import { translateKql } from './translate.ts'

const EMPTY: SchemaTable = {
  name: 'Declared',
  columns: [
    { name: 'TimeGenerated', type: 'datetime' },
    { name: 'EventID', type: 'int' },
  ],
  time: 'TimeGenerated',
  partial: true,
}
const FILLED: SchemaTable = {
  ...EMPTY,
  name: '_Im_Filled',
  select: 'SELECT time AS `TimeGenerated`, 1 AS `EventID` FROM `web`',
}

function translate(text: string, open = false) {
  const schema: Schema = { name: 'test', tables: [EMPTY, FILLED], open }
  return translateKql(text, { schema, nowTicks: 17_000_000_000_000_000n })
}

it('takes a column that a table without rows does not list, and types it by its use', async () => {
  const { inferred, plan } = await translate('Declared | where Score > 1.5 | project EventID, Score')
  expect(inferred).toEqual([{ ...EMPTY, columns: [...EMPTY.columns, { name: 'Score', type: 'real' }] }])
  expect(plan.columns).toEqual([
    { name: 'EventID', type: 'int' },
    { name: 'Score', type: 'real' },
  ])
})

it('infers nothing where every column is listed', async () => {
  expect((await translate('Declared | where EventID == 1')).inferred).toEqual([])
})

it('refuses such a column of a table with rows, as it would be empty without a word', async () => {
  await expect(translate('_Im_Filled | where Score > 1.5')).rejects.toThrow(QueryError)
  const { inferred } = await translate('_Im_Filled | where Score > 1.5', true)
  expect(inferred[0]?.select).toBe(
    `SELECT *, CAST(NULL, 'Nullable(Float64)') AS \`Score\` FROM (${FILLED.select})`,
  )
})

it('applies the arguments of a parser, and says which it does not know of another function', async () => {
  const { plan } = await translate('imWebSession(starttime=ago(1d), endtime=now(), pack=true)', true)
  expect(plan).toMatchObject({
    kind: 'filter',
    condition: { function: '<=' },
    input: { kind: 'filter', condition: { function: '>=' }, input: { kind: 'scan', table: 'imWebSession' } },
  })
  const { warnings } = await translate('_Im_Filled(alias="x")')
  expect(warnings.map(({ message }) => message)).toEqual([
    'An argument of _Im_Filled(…) is not applied, as nobody here knows what it does: rows of any are read',
  ])
})

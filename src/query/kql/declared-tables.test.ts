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

it('applies the times that a function of the workspace is called with, and says which argument it does not', async () => {
  const { plan, warnings } = await translate(
    '_Im_Filled(starttime=ago(1d), endtime=now(), pack=true, eventresult="Success")',
  )
  expect(plan).toMatchObject({
    kind: 'filter',
    condition: { function: '<=' },
    input: { kind: 'filter', condition: { function: '>=' }, input: { kind: 'scan', table: '_Im_Filled' } },
  })
  expect(warnings.map(({ message }) => message)).toEqual([
    'The argument eventresult of _Im_Filled(…) is not applied: rows of any are read',
  ])
})

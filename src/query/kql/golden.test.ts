import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { openEmbedded } from '../../store/analytics/embedded.ts'
import { DEFAULT_LIMITS } from '../../store/analytics/query-limits.ts'
import { compile } from '../compile.ts'
import { describePlan } from '../plan/describe.ts'
import type { Row } from '../run/rows-table.ts'
import { runQuery } from '../run/run-query.ts'

/**
 * A folder a case: `query.kql` goes in, and the rows of the tables that it reads, `tables.json`; `plan.txt` is the plan,
 * `output.sql` what ClickHouse is asked over inferred tables, `rows.json` what it answers. UPDATE_GOLDEN=1 rewrites them: read them before
 * committing.
 */
const FOLDER = new URL('golden/', import.meta.url)
const isUpdate = process.env['UPDATE_GOLDEN'] === '1'
const OPTIONS = {
  schema: { name: 'test', tables: [], open: true },
  // 2026-03-11
  nowTicks: 17_731_872_000_000_000n,
}

let store: AnalyticsStore

beforeAll(async () => {
  store = await openEmbedded(temporaryFolder())
})

afterAll(() => store.close())

describe.each(readdirSync(FOLDER))('%s', (name) => {
  const file = (part: string) => new URL(`${name}/${part}`, FOLDER)
  const text = readFileSync(file('query.kql'), 'utf8')

  function expectGolden(part: string, content: string): void {
    if (isUpdate) writeFileSync(file(part), content)
    expect(content).toBe(readFileSync(file(part), 'utf8'))
  }

  it('prints its plan and its SQL', async () => {
    const { plan, sql, parameters, inferred } = await compile({ language: 'kql', text, ...OPTIONS })
    expectGolden('plan.txt', `${describePlan(plan)}\n`)
    const tables = inferred.map(
      (table) =>
        `-- ${table.name}: ${table.columns.map((column) => `${column.name} ${column.type}`).join(', ')}`,
    )
    const values = Object.entries(parameters).map(
      ([parameter, value]) => `-- ${parameter} = ${JSON.stringify(value)}`,
    )
    expectGolden('output.sql', `${[...tables, sql, ...values].join('\n')}\n`)
  })

  it('gives its rows', async () => {
    const tables = existsSync(file('tables.json'))
      ? (JSON.parse(readFileSync(file('tables.json'), 'utf8')) as Record<string, Row[]>)
      : {}
    const { columns, rows } = await runQuery(store, {
      language: 'kql',
      text,
      ...OPTIONS,
      rows: new Map(Object.entries(tables)),
      limits: DEFAULT_LIMITS,
    })
    const names = JSON.stringify(columns.map((column) => `${column.name}: ${column.type}`))
    const lines = rows.map((row) => JSON.stringify(row))
    expectGolden('rows.json', `[\n  ${[names, ...lines].join(',\n  ')}\n]\n`)
  })
})

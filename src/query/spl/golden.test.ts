import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { DEFAULT_LIMITS } from '../../store/analytics/query-limits.ts'
import { compile } from '../compile.ts'
import { describePlan } from '../plan/describe.ts'
import { QueryTables } from '../run/query-tables.ts'
import type { Row } from '../run/rows-table.ts'
import { runQuery } from '../run/run-query.ts'
import { schemaNamed } from '../schemas/load-schemas.ts'

/**
 * One folder a case: the search, its plan, the SQL it becomes, and the rows that the engine gives for it over `golden/events.json`.
 * UPDATE_GOLDEN=1 rewrites the last three.
 */
const FOLDER = new URL('golden/', import.meta.url)
const update = process.env['UPDATE_GOLDEN'] === '1'
const events = JSON.parse(readFileSync(new URL('events.json', FOLDER), 'utf8')) as Record<string, Row[]>
const cases = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
const here = temporaryStores()

describe('golden searches', () => {
  it.each(cases)('%s', async (name) => {
    const folder = new URL(`${name}/`, FOLDER)
    const query = {
      language: 'spl' as const,
      text: readFileSync(new URL('query.spl', folder), 'utf8'),
      schema: schemaNamed('splunk'),
      nowTicks: BigInt(Date.UTC(2026, 2, 10, 12)) * 10_000n,
      rows: new Map(Object.entries(events)),
      limits: DEFAULT_LIMITS,
    }
    const tables = new QueryTables('spl', query.schema, query.rows)
    const { plan, inferred } = await compile({ ...query, schema: tables.schema })
    const { sql } = tables.print(plan, inferred)
    const { columns, rows, warnings } = await runQuery(here.stores.analytics, query)
    const answer = {
      columns: columns.map((column) => `${column.name}: ${column.type}`),
      rows,
      warnings: warnings.map(({ message }) => message),
    }
    expectFile(new URL('plan.txt', folder), `${describePlan(plan)}\n`)
    expectFile(new URL('output.sql', folder), `${sql}\n`)
    expectFile(new URL('rows.json', folder), `${JSON.stringify(answer, null, 2)}\n`)
  })
})

function expectFile(file: URL, text: string): void {
  if (update) writeFileSync(file, text)
  expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toBe(text)
}

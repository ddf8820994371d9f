import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { openEmbedded } from '../../store/analytics/embedded.ts'
import type { Relation } from '../plan/relation.ts'
import type { Column } from '../plan/type.ts'
import { evaluatePlan, type Value } from './evaluate-plan.fixture.ts'
import { ticksText } from './json.ts'
import { printQuery } from './print.ts'
import { randomPlan } from './random-plan.fixture.ts'

const folder = temporaryFolder()
let store: AnalyticsStore
beforeAll(async () => {
  store = await openEmbedded(folder)
})
afterAll(() => store.close())

it('printed SQL gives what the plan says, as a second evaluation does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.gen(), async (g) => {
      const plan = randomPlan(g)
      expect(comparable(plan, await rowsOfEngine(plan))).toEqual(comparable(plan, rowsOfEvaluator(plan)))
    }),
    { numRuns: Number(process.env['WEIGHBRIDGE_TEST_PLANS'] ?? 300) },
  )
}, 120_000)

/** Every value as text, so that no digit is lost on the way. */
function exact(sql: string, { type }: Column): string {
  if (type === 'datetime') return ticksText(sql)
  return `toString(${type === 'bool' ? `CAST(${sql}, 'Nullable(Bool)')` : sql})`
}

async function rowsOfEngine(plan: Relation): Promise<(string | null)[][]> {
  const { sql, parameters } = printQuery(plan, () => undefined, exact)
  const { rows } = await store.select(sql, parameters)
  return (rows as (string | null)[][]).map((row) => row.map((value, at) => same(plan.columns[at], value)))
}

function rowsOfEvaluator(plan: Relation): (string | null)[][] {
  return evaluatePlan(plan).map((row) =>
    plan.columns.map((column) => same(column, textOf(row.get(column.name) ?? null))),
  )
}

function textOf(value: Value): string | null {
  return value === null ? null : String(value)
}

/** One spelling of equal reals: 1e3 is 1000, and -0 is 0. */
function same(column: Column | undefined, text: string | null): string | null {
  return column?.type === 'real' && text !== null ? String(Number(text) + 0) : text
}

/** In order where the plan's last word is an order; else as a bag. */
function comparable(plan: Relation, rows: readonly (readonly (string | null)[])[]): string[] {
  const texts = rows.map((row) => JSON.stringify(row))
  return plan.kind === 'sort' || plan.kind === 'limit' ? texts : texts.toSorted()
}

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { scratchEngine } from '../../../test/support/scratch-engine.ts'
import { OPEN, rowsOver } from '../../../test/support/sigma-events.ts'
import { printQuery } from '../clickhouse/print.ts'
import { describePlan } from '../plan/describe.ts'
import type { Row } from '../run/rows-table.ts'
import { translateSigma } from './translate.ts'

/**
 * A folder a case: `rule.yml`, perhaps `pipeline.yml`, and `events.json` go in; `plan.txt` is the plan, `output.sql` what ClickHouse is asked over inferred
 * tables, `rows.json` what it answers over the events. UPDATE_GOLDEN=1 rewrites them: read them before committing.
 */
const FOLDER = new URL('golden/', import.meta.url)
const isUpdate = process.env['UPDATE_GOLDEN'] === '1'

const engine = scratchEngine()

describe.each(readdirSync(FOLDER))('%s', (name) => {
  const file = (part: string) => new URL(`${name}/${part}`, FOLDER)
  const text = (part: string) => readFileSync(file(part), 'utf8')
  const rule = text('rule.yml')
  const options = { pipelines: existsSync(file('pipeline.yml')) ? [text('pipeline.yml')] : [] }

  function expectGolden(part: string, content: string): void {
    if (isUpdate) writeFileSync(file(part), content)
    expect(content).toBe(text(part))
  }

  it('prints its plan and its SQL', () => {
    const { plan, inferred } = translateSigma(rule, { ...OPEN, ...options })
    expectGolden('plan.txt', `${describePlan(plan)}\n`)
    const { sql, parameters } = printQuery(plan, (table) => inferred.find((one) => one.name === table))
    const tables = inferred.map(
      (table) =>
        `-- ${table.name}: ${table.columns.map((column) => `${column.name} ${column.type}`).join(', ')}`,
    )
    const values = Object.entries(parameters).map(
      ([parameter, value]) => `-- ${parameter} = ${JSON.stringify(value)}`,
    )
    expectGolden('output.sql', `${[...tables, sql, ...values].join('\n')}\n`)
  })

  it('finds its rows', async () => {
    const events = JSON.parse(text('events.json')) as Row[]
    const rows = await rowsOver(engine, rule, events, options)
    const lines = rows.map((row) => JSON.stringify(row)).toSorted()
    expectGolden('rows.json', lines.length === 0 ? '[]\n' : `[\n  ${lines.join(',\n  ')}\n]\n`)
  })
})

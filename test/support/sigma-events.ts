import { literal } from '../../src/base/sql-literal.ts'
import { identifier } from '../../src/query/clickhouse/identifier.ts'
import { PHYSICAL } from '../../src/query/clickhouse/physical.ts'
import { printQuery } from '../../src/query/clickhouse/print.ts'
import { QueryTables } from '../../src/query/run/query-tables.ts'
import type { Row } from '../../src/query/run/rows-table.ts'
import type { SchemaTable } from '../../src/query/schemas/schema.ts'
import type { SigmaOptions } from '../../src/query/sigma/options.ts'
import { translateSigma } from '../../src/query/sigma/translate.ts'
import type { ScratchEngine } from './scratch-engine.ts'

/** Options for rules over events that come with them: no table is declared. */
export const OPEN: SigmaOptions = { schema: { name: 'open', tables: [], open: true }, nowTicks: 0n }

/** Rows that a rule gives over events, as objects; the way `weighbridge query --events` goes. */
export async function rowsOver(
  engine: ScratchEngine,
  rule: string | object,
  events: readonly Row[],
  options: Partial<SigmaOptions> = {},
): Promise<Record<string, unknown>[]> {
  const tables = new QueryTables('sigma', OPEN.schema, new Map(), events)
  const { plan, inferred } = translateSigma(rule, { ...OPEN, ...options, schema: tables.schema })
  const { sql, parameters } = tables.print(plan, inferred)
  return objects(await engine.run(sql, parameters))
}

/** The same over declared columns of any type: one table of typed rows for every log source. */
export async function rowsOverTable(
  engine: ScratchEngine,
  rule: string | object,
  table: SchemaTable,
  options: Partial<SigmaOptions> = {},
): Promise<Record<string, unknown>[]> {
  const { plan, inferred } = translateSigma(rule, {
    ...OPEN,
    ...options,
    schema: { name: 'declared', tables: [table], open: false },
  })
  const { sql, parameters } = printQuery(plan, (name) =>
    [...inferred, table].find((one) => one.name === name),
  )
  return objects(await engine.run(sql, parameters))
}

/** Has the engine look at a rule's SQL over empty tables of the columns that were inferred. */
export async function explain(
  engine: ScratchEngine,
  rule: string | object,
  options: Partial<SigmaOptions> = {},
): Promise<string> {
  const { plan, inferred } = translateSigma(rule, { ...OPEN, ...options })
  const empty = inferred.map((table) => {
    const columns = table.columns.map(({ name, type }) => `${identifier(name)} ${PHYSICAL[type]}`)
    return { ...table, select: `SELECT * FROM null(${literal(columns.join(', '))})` }
  })
  const { sql, parameters } = printQuery(plan, (name) => empty.find((one) => one.name === name))
  await engine.run(`EXPLAIN description = 0 ${sql}`, parameters)
  return sql
}

function objects({ names, rows }: Awaited<ReturnType<ScratchEngine['run']>>): Record<string, unknown>[] {
  return rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at]])))
}

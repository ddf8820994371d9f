import { WeighbridgeError } from '../../base/errors.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import type { QueryLimits } from '../../store/analytics/query-limits.ts'
import { type CompiledQuery, compile } from '../compile.ts'
import type { QueryLanguage } from '../language.ts'
import type { Relation } from '../plan/relation.ts'
import type { Column } from '../plan/type.ts'
import { finalColumn, kustoValue } from '../results/kusto-json.ts'
import type { SchemaTable } from '../schemas/schema.ts'
import type { QueryWarning, TranslationOptions } from '../translation.ts'
import { fetchExternal } from './fetch-external.ts'
import { QueryTables } from './query-tables.ts'
import type { Row } from './rows-table.ts'

export interface QueryToRun extends Omit<TranslationOptions, 'discover'> {
  readonly language: QueryLanguage
  readonly text: string
  /** Rows that come with the query, by the name of their table. */
  readonly rows?: ReadonlyMap<string, readonly Row[]> | undefined
  /** Rows for whatever log source a Sigma rule names. */
  readonly events?: readonly Row[] | undefined
  readonly limits: QueryLimits
}

export interface QueryAnswer {
  readonly columns: readonly Column[]
  /** Values in Kusto's JSON forms (`src/query/results`). */
  readonly rows: readonly (readonly unknown[])[]
  readonly warnings: readonly QueryWarning[]
  /** Tables that no schema knows: each stood for one without rows. */
  readonly inferred: readonly SchemaTable[]
}

/**
 * Compiles a query, runs it in read-only mode within limits, and gives its rows.
 *
 * @throws QueryError for what does not compile; WeighbridgeError `query-timeout`, `query-too-large`, `query-failed`.
 */
export async function runQuery(store: AnalyticsStore, asked: QueryToRun): Promise<QueryAnswer> {
  const query = await withExternalRows(asked)
  const { language, limits } = query
  const tables = new QueryTables(language, query.schema, query.rows, query.events)
  const discover = async (plan: Relation, inferred: readonly SchemaTable[] = []) => {
    const { sql, parameters } = tables.print(plan, inferred)
    return (await store.select(sql, parameters, limits)).rows
  }
  const { plan, columns, warnings, inferred } = await compile({ ...query, schema: tables.schema, discover })
  const { sql, parameters } = tables.print(plan, inferred, finalColumn)
  const answer = await store.select(sql, parameters, limits)
  return { columns, rows: answer.rows.map((row) => inJsonForms(row, columns, language)), warnings, inferred }
}

/** The query with the rows that it reads from outside, where that is allowed: as if they had been given with it. */
async function withExternalRows(query: QueryToRun): Promise<QueryToRun> {
  if (query.allowed === undefined || query.allowed.length === 0) return query
  const { schema } = new QueryTables(query.language, query.schema, query.rows, query.events)
  const { external } = await compile({ ...query, schema })
  const rows = new Map(query.rows)
  for (const table of external) rows.set(table.name, await fetchExternal(table))
  const tables = external.map(({ name, columns }) => ({ name, columns }))
  return { ...query, rows, schema: { ...query.schema, tables: [...query.schema.tables, ...tables] } }
}

/**
 * Has the engine accept a compiled query; tables without rows of their own are empty.
 *
 * @throws WeighbridgeError `engine-refused` where it does not: a fault of the compiler.
 */
export async function explainQuery(
  store: AnalyticsStore,
  { plan, inferred }: CompiledQuery,
  tables: QueryTables,
  limits: QueryLimits,
): Promise<void> {
  const { sql, parameters } = tables.print(plan, inferred, finalColumn)
  try {
    await store.select(`EXPLAIN description = 0 ${sql}`, parameters, limits)
  } catch (error) {
    if (!(error instanceof WeighbridgeError) || error.code !== 'query-failed') throw error
    throw new WeighbridgeError('engine-refused', error.message, { cause: error })
  }
}

/** A missing text is empty in Kusto only: in Splunk and Sigma a field without a value is not a field that is empty. */
function inJsonForms(
  row: readonly unknown[],
  columns: readonly Column[],
  language: QueryLanguage,
): readonly unknown[] {
  return columns.map(({ type }, at) => {
    const value = row[at] ?? null
    return value === null && language !== 'kql' ? null : kustoValue(type, value)
  })
}

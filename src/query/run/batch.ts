import { WeighbridgeError } from '../../base/errors.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import type { QueryLimits } from '../../store/analytics/query-limits.ts'
import { compile } from '../compile.ts'
import type { QueryLanguage } from '../language.ts'
import type { Schema } from '../schemas/schema.ts'
import { type BatchRecord, readBatchRecord } from './batch-record.ts'
import { failureOf, type QueryFailure } from './query-failure.ts'
import { QueryTables } from './query-tables.ts'
import { explainQuery, type QueryToRun, runQuery } from './run-query.ts'
import { requiredTicks } from './ticks-of-time.ts'

/** What holds for every record of a batch that does not say otherwise. */
export interface BatchOptions {
  readonly language: QueryLanguage | undefined
  readonly nowTicks: bigint
  readonly period?: QueryToRun['period']
  readonly allowed?: QueryToRun['allowed']
  /** The schema of a name; of none: the one of the batch. */
  readonly schema: (name: string | undefined) => Promise<Schema>
  readonly limits: QueryLimits
}

/** A line that a batch writes. */
export type BatchLine = Readonly<Record<string, unknown>> & {
  readonly id: unknown
  readonly ok: boolean
  readonly error?: QueryFailure
}

/** What a batch does with each query. */
export type BatchWork = (query: QueryToRun) => Promise<Readonly<Record<string, unknown>>>

/**
 * One line out for every line in that is not blank, in order. What fails is a line, too, so the batch itself never does.
 *
 * @param lines JSON: `{ id, query }` or, of Sigma, `{ id, rule }`.
 */
export async function* batch(
  lines: AsyncIterable<string>,
  options: BatchOptions,
  work: BatchWork,
): AsyncGenerator<BatchLine> {
  let number = 0
  for await (const line of lines) {
    number += 1
    if (line.trim() === '') continue
    const record = readBatchRecord(line)
    yield 'fault' in record
      ? {
          id: record.id,
          ok: false,
          error: { code: 'bad-input', message: `Line ${number} of the batch: ${record.fault}.` },
        }
      : await answered(record, number, options, work)
  }
}

async function answered(
  record: BatchRecord,
  number: number,
  options: BatchOptions,
  work: BatchWork,
): Promise<BatchLine> {
  try {
    return { id: record.id, ok: true, ...(await work(await queryOf(record, number, options))) }
  } catch (error) {
    return { id: record.id, ok: false, error: failureOf(error, record.text) }
  }
}

async function queryOf(record: BatchRecord, number: number, options: BatchOptions): Promise<QueryToRun> {
  const language = record.language ?? options.language
  if (language === undefined) {
    throw new WeighbridgeError(
      'bad-usage',
      `Line ${number} of the batch names no language; give --lang, or "lang" in the line.`,
    )
  }
  const { text, rows, events } = record
  return {
    language,
    text,
    rows,
    events,
    schema: await options.schema(record.schema),
    nowTicks:
      record.now === undefined ? options.nowTicks : requiredTicks(record.now, `"now" of line ${number}`),
    limits: options.limits,
    ...(options.period !== undefined && { period: options.period }),
    ...(options.allowed !== undefined && { allowed: options.allowed }),
  }
}

/** Gives the SQL of each query; where there is a store, its engine has to accept it. */
export function compileWork(store: AnalyticsStore | null): BatchWork {
  return async (query) => {
    const tables = new QueryTables(query.language, query.schema, query.rows, query.events)
    const compiled = await compile({ ...query, schema: tables.schema })
    if (store !== null) await explainQuery(store, compiled, tables, query.limits)
    const { sql, parameters, columns, warnings } = compiled
    return { sql, parameters, ...namesAndTypes(columns), ...messages(warnings) }
  }
}

/** Runs each query. */
export function queryWork(store: AnalyticsStore): BatchWork {
  return async (query) => {
    const { columns, rows, warnings } = await runQuery(store, query)
    return { ...namesAndTypes(columns), rows, ...messages(warnings) }
  }
}

function namesAndTypes(columns: readonly { readonly name: string; readonly type: string }[]): {
  columns: string[]
  types: string[]
} {
  return { columns: columns.map(({ name }) => name), types: columns.map(({ type }) => type) }
}

function messages(warnings: readonly { readonly message: string }[]): { warnings?: string[] } {
  return warnings.length === 0 ? {} : { warnings: warnings.map(({ message }) => message) }
}

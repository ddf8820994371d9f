import { printQuery } from './clickhouse/print.ts'
import type { QueryLanguage } from './language.ts'
import type { Relation } from './plan/relation.ts'
import type { Column } from './plan/type.ts'
import type { SchemaTable } from './schemas/schema.ts'
import type { ExternalTable, QueryWarning, Translation, TranslationOptions } from './translation.ts'

export interface QueryRequest extends TranslationOptions {
  readonly language: QueryLanguage
  readonly text: string
  /** How a column of the outermost SELECT is written; as it is without. */
  readonly final?: (sql: string, column: Column) => string
}

/** A query as ClickHouse takes it, and all that was known on the way. */
export interface CompiledQuery {
  readonly sql: string
  /** For `{name:Type}` in the SQL. */
  readonly parameters: Readonly<Record<string, unknown>>
  readonly columns: readonly Column[]
  readonly plan: Relation
  /** Tables that no schema declares, with the columns inferred from use: empty tables have to stand for them. */
  readonly inferred: readonly SchemaTable[]
  readonly warnings: readonly QueryWarning[]
  /** Rows that are to be fetched, where that is allowed. */
  readonly external: readonly ExternalTable[]
}

type FrontEnd = (text: string, options: TranslationOptions) => Translation | Promise<Translation>

/** Loaded when first used: KQL's grammar alone is five megabytes. */
const FRONT_ENDS: Readonly<Record<QueryLanguage, () => Promise<FrontEnd>>> = {
  kql: async () => (await import('./kql/translate.ts')).translateKql,
  spl: async () => (await import('./spl/translate.ts')).translateSpl,
  sigma: async () => (await import('./sigma/translate.ts')).translateSigma,
}

/**
 * Compiles a query of any language to one SELECT with parameters.
 *
 * @throws QueryError with its place in the text: what is not known or not supported is never guessed.
 */
export async function compile(request: QueryRequest): Promise<CompiledQuery> {
  const {
    plan,
    inferred,
    warnings,
    external = [],
  } = await (await FRONT_ENDS[request.language]())(request.text, request)
  return {
    ...print(plan, [...inferred, ...request.schema.tables], request.final),
    columns: plan.columns,
    plan,
    inferred,
    warnings,
    external,
  }
}

function print(
  plan: Relation,
  tables: readonly SchemaTable[],
  final?: QueryRequest['final'],
): Pick<CompiledQuery, 'sql' | 'parameters'> {
  return printQuery(plan, (name) => tables.find((table) => table.name === name), final)
}

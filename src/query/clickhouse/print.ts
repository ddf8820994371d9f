import { prune } from '../plan/prune.ts'
import { QueryError } from '../plan/query-error.ts'
import type { Relation } from '../plan/relation.ts'
import { simplify } from '../plan/simplify.ts'
import type { Column } from '../plan/type.ts'
import type { SchemaTable } from '../schemas/schema.ts'
import { columnIn, HIDDEN, PrintContext, type PrintedRelation } from './context.ts'
import { printExpression } from './print-expression.ts'
import { printAggregate } from './relations/aggregate.ts'
import { printCorrelate } from './relations/correlate.ts'
import { printExpand } from './relations/expand.ts'
import { printFilter } from './relations/filter.ts'
import { printJoin } from './relations/join.ts'
import { printLimit } from './relations/limit.ts'
import { printMatch } from './relations/match.ts'
import { printProject } from './relations/project.ts'
import { printRange } from './relations/range.ts'
import { printRows } from './relations/rows.ts'
import { printScan } from './relations/scan.ts'
import { printSeries } from './relations/series.ts'
import { printSort } from './relations/sort.ts'
import { printUnion } from './relations/union.ts'
import { printWindow } from './relations/window.ts'
import { ALIAS, closed, isOpen, named, orderBy, statement } from './select.ts'

/** A plan as ClickHouse takes it. */
export interface PrintedQuery {
  readonly sql: string
  /** For `{name:Type}` in the SQL. */
  readonly parameters: Readonly<Record<string, unknown>>
}

const PRINTERS: {
  readonly [Kind in Relation['kind']]: (
    relation: Extract<Relation, { kind: Kind }>,
    context: PrintContext,
  ) => PrintedRelation
} = {
  scan: printScan,
  rows: printRows,
  range: printRange,
  filter: printFilter,
  project: printProject,
  aggregate: printAggregate,
  join: printJoin,
  union: printUnion,
  sort: printSort,
  limit: printLimit,
  expand: printExpand,
  window: printWindow,
  series: printSeries,
  correlate: printCorrelate,
  match: printMatch,
}

/**
 * Prints a plan as one SELECT.
 *
 * @param table finds a table of the schema, inferred ones included.
 * @param final how a column of the outermost SELECT is written, e.g. so that no digit is lost on the way out; as it is
 *   without.
 */
export function printQuery(
  plan: Relation,
  table: (name: string) => SchemaTable | undefined,
  final: (sql: string, column: Column) => string = (sql) => sql,
): PrintedQuery {
  const found = new Map<string, SchemaTable | undefined>()
  const tableOnce = (name: string) => {
    if (!found.has(name)) found.set(name, table(name))
    return found.get(name)
  }
  const context = new PrintContext(tableOnce, printRelation, printExpression)
  const printed = context.relation(prune(simplify(plan, (name) => tableOnce(name)?.empty === true)))
  const input = isOpen(printed) ? printed : closed(printed, plan.columns)
  const columns = plan.columns.map((column) =>
    named(final(columnIn(input, column.name, ALIAS), column), column.name),
  )
  const select = columns.length === 0 ? '1 AS __wb_none' : columns.join(', ')
  const tail = orderBy(input.order, input.written)
  const sql = statement({ ...input, select, tail }, plan.columns)
  if (sql.length > MOST_CHARACTERS) {
    throw new QueryError(
      'too-large',
      `The query becomes ${Math.ceil(sql.length / 1e6)} million characters of SQL, more than the ${MOST_CHARACTERS / 1e6} that are taken; name fewer tables and columns.`,
      plan.at,
    )
  }
  return { sql, parameters: context.parameters }
}

/** What the engine parses in well under a second. */
const MOST_CHARACTERS = 4_000_000

function printRelation(relation: Relation, context: PrintContext): PrintedRelation {
  refuseReservedNames(relation)
  const print = PRINTERS[relation.kind] as (relation: Relation, context: PrintContext) => PrintedRelation
  return print(relation, context)
}

/** Aliases of the printer; a column of that name would shadow its table. */
const RESERVED: ReadonlySet<string> = new Set(['_t', '_l', '_r'])

function refuseReservedNames(relation: Relation): void {
  const name = relation.columns.find((column) => RESERVED.has(column.name) || column.name.startsWith(HIDDEN))
  if (name === undefined) return
  throw new QueryError(
    'unsupported',
    `No column may be named ${name.name}: the printer uses that name; give it another.`,
    relation.at,
    name.name,
  )
}

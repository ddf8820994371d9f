import { allOf, call, columnReference, filter, literal, scan } from '../plan/build.ts'
import type { Expression } from '../plan/expression.ts'
import type { Relation } from '../plan/relation.ts'
import type { Span } from '../plan/span.ts'
import type { SchemaTable } from '../schemas/schema.ts'
import { withColumns } from '../schemas/with-columns.ts'
import { argumentsOf, calledName } from './expressions/arguments.ts'
import { normalizedParser } from './normalized/filter-parameters.ts'
import { filteredByArguments } from './normalized/filtered.ts'
import { callPattern } from './patterns.ts'
import { refusal } from './refusal.ts'
import { inside, lookUp, type Scope } from './scope.ts'
import { kindOf, nameIn, part, type Syntax, spanOf, unwrapped } from './syntax.ts'
import { closed, type Table } from './table.ts'
import type { Translator } from './translator.ts'
import { callTabularFunction } from './user-functions.ts'

/** The table that a name means: bound by the query, declared by the schema, or, where names are open, inferred from use. */
export function translateNamedTable(name: string, node: Syntax, scope: Scope, translator: Translator): Table {
  const bound = lookUp(scope.names, name) ?? lookUp(translator.aliases, name)
  if (bound?.kind === 'table') return bound.table
  if (bound?.kind === 'function') return callTabularFunction(bound, node, [], scope, translator)
  if (bound?.kind === 'scalar') {
    throw refusal('wrong-argument', `'${name}' is a value where a table is needed`, node, name)
  }
  const { schema } = translator.options
  const declared = schema.tables.find((table) => table.name === name)
  const at = spanOf(node)
  if (declared?.partial === true && (declared.select === undefined || schema.open))
    return partialTable(declared, translator, at)
  if (declared !== undefined) return closed(inPeriod(scan(declared, at), declared, translator, at))
  if (schema.open) return openTable(name, translator, at)
  const others = schema.tables.map((table) => table.name)
  throw refusal('unknown-table', `There is no table '${name}'${nearest(name, others)}`, node, name)
}

/** A name where a table is wanted. A parser of a normalized schema filters without being called, too, where it has defaults. */
export function translateTableName(node: Syntax, scope: Scope, translator: Translator): Table {
  const name = nameIn(node)
  const table = translateNamedTable(name, node, scope, translator)
  const isBound = (lookUp(scope.names, name) ?? lookUp(translator.aliases, name)) !== undefined
  const parser = isBound ? undefined : normalizedParser(name)
  return parser === undefined
    ? table
    : filteredByArguments(table, parser, { name, node, args: [] }, scope, translator)
}

function nearest(name: string, others: readonly string[]): string {
  const same = others.find((other) => other.toLowerCase() === name.toLowerCase())
  return same === undefined ? '; list the schema to see what there is' : `; did you mean '${same}'?`
}

/** A table that nobody declares: its columns are those that the query reads. */
function openTable(name: string, translator: Translator, at: Span): Table {
  const table = translator.inference.table(name)
  const columns = table.typed
  const time = columns.find(
    (column) => column.type === 'datetime' && /^(TimeGenerated|Timestamp)$/.test(column.name),
  )
  const declared: SchemaTable = { name, columns, ...(time !== undefined && { time: time.name }) }
  return {
    relation: inPeriod(scan(declared, at), declared, translator, at),
    open: [[table]],
    origins: new Map(table.columns.map((column) => [column.name, column])),
  }
}

/**
 * A table of which not every column is declared: a name that is not among them is one of its. Where it has rows that holds
 * only as long as nothing is run: then such a column would be empty without a word.
 */
function partialTable(declared: SchemaTable, translator: Translator, at: Span): Table {
  const more = translator.inference.table(declared.name, declared)
  const table = withColumns(declared, more.typed)
  return {
    relation: inPeriod(scan(table, at), table, translator, at),
    open: [[more]],
    origins: new Map(more.columns.map((column) => [column.name, column])),
  }
}

/** Only rows of the look-back that a rule asks for. */
function inPeriod(relation: Relation, table: SchemaTable, translator: Translator, at: Span): Relation {
  const { period } = translator.options
  const column = table.columns.find(({ name }) => name === table.time)
  if (period === undefined || column === undefined) return relation
  const time = columnReference(column, at)
  const ticks = (value: bigint) => literal('datetime', String(value), at)
  const conditions: Expression[] = [
    call('>=', 'bool', [time, ticks(period.fromTicks)], at),
    call('<', 'bool', [time, ticks(period.untilTicks)], at),
  ]
  return filter(relation, allOf(conditions, at), at)
}

/** Functions of Kusto that reach another database or another product. */
const OUTSIDE: ReadonlySet<string> = new Set([
  'cluster',
  'database',
  'workspace',
  'app',
  'resource',
  'adx',
  'arg',
  'external_table',
  'entity_group',
  'stored_query_result',
])

/** A call that gives rows. */
export function translateTabularCall(node: Syntax, scope: Scope, translator: Translator): Table {
  const name = calledName(node)
  const args = argumentsOf(node)
  const bound = lookUp(scope.names, name)
  if (bound?.kind === 'function') return callTabularFunction(bound, node, args, scope, translator)
  if (bound?.kind === 'table' && args.length === 0) return bound.table
  if (bound?.kind === 'pattern') return callPattern(bound, node, args, undefined, scope, translator)
  if (name === 'table' || name === 'materialized_view') {
    const [first] = args
    const named = first === undefined ? undefined : translator.expression(first, inside(scope))
    if (named?.kind !== 'literal') {
      throw refusal('wrong-argument', `'${name}' takes the name of a table as a constant`, node, name)
    }
    return translator.namedTable(String(named.value), node, inside(scope))
  }
  if (OUTSIDE.has(name)) throw outside(node, name)
  return workspaceFunction(name, node, args, scope, translator)
}

/** `database("x").T`: only what is here can be read. */
export function translateTablePath(node: Syntax, scope: Scope, translator: Translator): Table {
  const owner = unwrapped(part(node, 'Expression'))
  const selector = part(node, 'Selector')
  if (kindOf(owner) === 'FunctionCallExpression' && calledName(owner) === 'database') {
    const [first] = argumentsOf(owner)
    const database = first === undefined ? undefined : translator.expression(first, inside(scope))
    const isThis = database?.kind === 'literal' && String(database.value) === translator.options.schema.name
    if (first === undefined || isThis) return translator.table(selector, inside(scope))
  }
  const bound =
    kindOf(owner) === 'FunctionCallExpression' ? lookUp(scope.names, calledName(owner)) : undefined
  if (bound?.kind === 'pattern') {
    return callPattern(bound, node, argumentsOf(owner), nameIn(selector), scope, translator)
  }
  throw outside(node, outermost(owner))
}

/** What a path starts with: `cluster` of `cluster("x").database("y")`. */
function outermost(node: Syntax): string {
  if (kindOf(node) === 'PathExpression') return outermost(unwrapped(part(node, 'Expression')))
  return kindOf(node) === 'FunctionCallExpression' ? calledName(node) : nameIn(node)
}

function outside(node: Syntax, name: string) {
  return refusal(
    'not-allowed',
    `'${name}(…)' reaches out of this store, which is not allowed; only the tables of the schema can be read`,
    node,
    name,
  )
}

/**
 * A function of the workspace that the query was written for (`_Im_Dns()`, `_GetWatchlist('x')`). A schema may declare its
 * rows as a table of that name; where names are open, they are inferred. Arguments are known of normalized schemas.
 */
function workspaceFunction(
  name: string,
  node: Syntax,
  args: readonly Syntax[],
  scope: Scope,
  translator: Translator,
): Table {
  const { schema } = translator.options
  const isDeclared = schema.tables.some((table) => table.name === name)
  if (!isDeclared && !schema.open) {
    throw refusal('unknown-function', `No function is called '${name}'`, part(node, 'Name'), name)
  }
  const table = translator.namedTable(name, node, scope)
  const parser = normalizedParser(name)
  if (parser !== undefined) return filteredByArguments(table, parser, { name, node, args }, scope, translator)
  for (const arg of args) {
    translator.warn(
      `An argument of ${name}(…) is not applied, as nobody here knows what it does: rows of any are read`,
      spanOf(arg),
    )
  }
  return table
}

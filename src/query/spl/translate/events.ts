import { call, columnReference, filter, literal, named, project, scan, union } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import { QueryError } from '../../plan/query-error.ts'
import type { Relation } from '../../plan/relation.ts'
import type { Span } from '../../plan/span.ts'
import type { Column } from '../../plan/type.ts'
import type { SchemaTable } from '../../schemas/schema.ts'
import { commonType, toText, toType } from '../functions/conversions.ts'
import type { SearchExpression } from '../syntax/search-expression.ts'
import { scopeOf, scopeWith } from './field-scope.ts'
import { matchesWildcard, type SearchPlace, searchCondition, unresolvedMacro } from './search.ts'
import type { CommandContext, TranslationSession } from './session.ts'
import { columnsOf, type MoreFields, rowsOf, type SplRows, settled } from './spl-rows.ts'

/** Fields whose value says which index an event is in. */
const PLACES: ReadonlySet<string> = new Set(['index', 'sourcetype', 'source', 'eventtype'])

/** Events that the terms of a first `search` ask for: which tables they are in, and the condition on them. */
export function eventsOf(expression: SearchExpression, context: CommandContext): SplRows {
  const { session } = context
  const tables = session.schema.tables.filter(
    (table) => table.splunk !== undefined && table.aliasOf === undefined && mayHold(expression, table),
  )
  const named = namedTable(expression)
  if (tables.length > 0 && named !== undefined && named.kind !== 'eventtype') {
    const parts = tables.map((table) => filtered(eventsOfTable(table, session), expression, context, table))
    return together(parts, expression.at)
  }
  const name = named?.name ?? 'main'
  const known = session.tableNamed(name)
  if (known !== undefined) {
    // What a table was found by holds for all of it, unless it keeps that in columns of its own.
    const keepsPlace = known.columns.some((column) => PLACES.has(column.name))
    const splunk = known.splunk ?? (named === undefined || keepsPlace ? undefined : placeNamed(named))
    const table = splunk === undefined ? known : { ...known, splunk }
    return filtered(eventsOfTable(known, session), expression, context, table)
  }
  const table = session.inferredTable(name, 'events', named?.at ?? expression.at)
  return filtered(eventsOfTable(table, session), expression, context, table)
}

/** All rows of a table as events: '' is null where the table says so, the newest first. */
export function eventsOfTable(declared: SchemaTable, session: TranslationSession): SplRows {
  const at = { start: 0, end: 0 }
  const table = declared.partial === true ? session.widened(declared) : declared
  const views = new Map<string, Expression>()
  for (const column of table.columns) {
    if (column.emptyIsNull !== true || column.type !== 'string') continue
    views.set(column.name, call('spl.present', 'string', [columnReference(column, at)], at))
  }
  const rows = { relation: scan(table, at), views, newestFirst: true }
  return table.partial === true ? { ...rows, more: session.fieldsOfTable(table.name) } : rows
}

function filtered(
  rows: SplRows,
  expression: SearchExpression,
  context: CommandContext,
  table: SchemaTable,
): SplRows {
  const { session } = context
  const scope = scopeWith(scopeOf(rows, session), (name, at) => placeOf(name, table, at))
  let namesTable = true
  const place: SearchPlace = {
    pipeline: (pipeline) => context.pipeline(pipeline),
    ...textsOf(rows),
    macro: (name, at) => {
      // The macro that names the table holds for all of it; another one is a condition that only its author knows.
      if (namesTable && name === table.name) {
        namesTable = false
        return literal('bool', true, at)
      }
      return macroField(name, rows, table, session, at)
    },
  }
  const condition = searchCondition(expression, scope, session, place)
  const time = table.time === undefined ? undefined : scope.find(table.time, expression.at)
  const limits = periodOf(expression, time, session)
  const conditions = [...limits, condition].filter((each) => each.kind !== 'literal' || each.value !== true)
  const relation = conditions.reduce((input, each) => filter(input, each, expression.at), rows.relation)
  return { ...rows, relation }
}

/** A macro nobody defined, on a table nobody declared: a field of its events that says whether the macro holds. */
export function macroField(
  name: string,
  rows: SplRows,
  table: SchemaTable,
  session: TranslationSession,
  at: Span,
): Expression {
  if (!session.schema.open || table.partial !== true || table.select !== undefined)
    throw unresolvedMacro(name, at)
  const field = `\`${name}\``
  session.ask(`table ${table.name}`, field, 'bool')
  session.warn(
    `The macro \`${name}\` is not defined: it is taken as a condition of which nothing is known.`,
    at,
  )
  const known = rows.relation.columns.find((column) => column.name === field)
  return columnReference(known ?? { name: field, type: 'bool' }, at)
}

/** Where words may stand: the raw event, or where the table keeps none, any of its texts. */
export function textsOf(rows: SplRows): { texts?: readonly Expression[] } {
  const columns = columnsOf(rows)
  if (columns.some(({ name }) => name === '_raw') || rows.more !== undefined) return {}
  const at = rows.relation.at
  return {
    texts: columns
      .filter(({ type }) => type === 'string' || type === 'multivalue')
      .map((column) => toText(columnReference(column, at))),
  }
}

/** The look-back of the query where the search has no bound of its own, and the end of one that has a beginning only. */
export function periodOf(
  expression: SearchExpression,
  time: Expression | undefined,
  session: TranslationSession,
): Expression[] {
  const { period, nowTicks } = session.options
  const own = new Set(termsOf(expression).flatMap((term) => (term.kind === 'time' ? [term.bound] : [])))
  const { at } = expression
  if (time === undefined) return []
  // A search that says from when on ends now.
  const now = literal('datetime', nowTicks.toString(), at)
  if (period === undefined) {
    return own.has('earliest') && !own.has('latest') ? [call('<', 'bool', [time, now], at)] : []
  }
  const from = literal('datetime', period.fromTicks.toString(), at)
  const until = literal('datetime', period.untilTicks.toString(), at)
  return [
    ...(own.has('earliest') ? [] : [call('>=', 'bool', [time, from], at)]),
    ...(own.has('latest') ? [] : [call('<', 'bool', [time, until], at)]),
  ]
}

/** What all events of a table have as `index` and `sourcetype`: decided here, no row has to be asked. */
function placeOf(name: string, { splunk }: SchemaTable, at: Span): Expression | undefined {
  if (splunk === undefined) return undefined
  if (name === 'index') return literal('string', splunk.index, at)
  const [only, ...others] = splunk.sourcetypes ?? []
  if (name === 'sourcetype' && only !== undefined && others.length === 0) return literal('string', only, at)
  return undefined
}

/** Whether events of a table can match at all, by what is known about it before any row is read. */
function mayHold(expression: SearchExpression, table: SchemaTable): boolean {
  const known = decide(expression, table)
  return known !== false && namesPlace(expression, table)
}

/** True, false, or undefined where the rows decide. */
function decide(expression: SearchExpression, table: SchemaTable): boolean | undefined {
  switch (expression.kind) {
    case 'and': {
      const sides = expression.terms.map((term) => decide(term, table))
      return sides.includes(false) ? false : sides.includes(undefined) ? undefined : true
    }
    case 'or': {
      const sides = expression.terms.map((term) => decide(term, table))
      return sides.includes(true) ? true : sides.includes(undefined) ? undefined : false
    }
    case 'not': {
      const inner = decide(expression.term, table)
      return inner === undefined ? undefined : !inner
    }
    case 'comparison': {
      const matches = matchesPlace(expression.field, [expression.value.text], table)
      return matches === undefined || expression.operator === '=' ? matches : !matches
    }
    case 'list':
      return matchesPlace(
        expression.field,
        expression.values.map((value) => value.text),
        table,
      )
    default:
      return undefined
  }
}

function matchesPlace(
  field: string,
  values: readonly string[],
  { splunk }: SchemaTable,
): boolean | undefined {
  if (splunk === undefined) return undefined
  // A source or an event type alone says of no table that it is meant.
  if (field === 'source' || field === 'eventtype') return false
  if (field === 'index') return values.some((value) => matchesWildcard(value, splunk.index))
  if (field !== 'sourcetype' || splunk.sourcetypes === undefined) return undefined
  const matching = splunk.sourcetypes.filter((type) => values.some((value) => matchesWildcard(value, type)))
  if (matching.length === 0) return false
  return matching.length === splunk.sourcetypes.length ? true : undefined
}

/** A search that names neither the index nor the sourcetype of a table does not mean it. */
function namesPlace(expression: SearchExpression, table: SchemaTable): boolean {
  return termsOf(expression).some((term) => {
    if (term.kind === 'comparison' && term.operator === '=') {
      return matchesPlace(term.field, [term.value.text], table) !== undefined
    }
    return (
      term.kind === 'list' &&
      matchesPlace(
        term.field,
        term.values.map((value) => value.text),
        table,
      ) !== undefined
    )
  })
}

/** All terms, those under AND, OR and NOT included. */
export function termsOf(expression: SearchExpression): readonly SearchExpression[] {
  if (expression.kind === 'and' || expression.kind === 'or') return expression.terms.flatMap(termsOf)
  return expression.kind === 'not' ? termsOf(expression.term) : [expression]
}

function placeNamed({ index, sourcetype }: TableName): NonNullable<SchemaTable['splunk']> {
  return { index: index ?? '', ...(sourcetype === undefined ? {} : { sourcetypes: [sourcetype] }) }
}

interface TableName {
  readonly name: string
  /** The field, or `macro`, that names it. */
  readonly kind: string
  readonly index?: string
  readonly sourcetype?: string
  readonly at: Span
}

/** The table that a search means where no schema declares one: `index.sourcetype`, either, or a macro. */
function namedTable(expression: SearchExpression): TableName | undefined {
  const first = new Map<string, { name: string; at: Span }>()
  for (const term of termsOf(expression)) {
    const found =
      term.kind === 'macro'
        ? { kind: 'macro', name: term.name, at: term.at }
        : term.kind === 'comparison' && term.operator === '=' && PLACES.has(term.field)
          ? { kind: term.field, name: term.value.text, at: term.at }
          : term.kind === 'list' && PLACES.has(term.field)
            ? { kind: term.field, name: term.values[0]?.text ?? '', at: term.at }
            : undefined
    if (found !== undefined && !first.has(found.kind)) first.set(found.kind, found)
  }
  const index = first.get('index')
  const sourcetype = first.get('sourcetype')
  if (index !== undefined && sourcetype !== undefined) {
    const name = `${index.name}.${sourcetype.name}`
    return { name, kind: 'index', index: index.name, sourcetype: sourcetype.name, at: index.at }
  }
  for (const kind of ['index', 'sourcetype', 'macro', 'source', 'eventtype']) {
    const found = first.get(kind)
    if (found === undefined) continue
    return {
      ...found,
      kind,
      ...(kind === 'index' ? { index: found.name } : {}),
      ...(kind === 'sourcetype' ? { sourcetype: found.name } : {}),
    }
  }
  return undefined
}

/** Rows of several inputs as one: a field that one of them lacks is null there. */
export function together(inputs: readonly SplRows[], at: Span): SplRows {
  const [only, ...others] = inputs
  if (only === undefined) throw new QueryError('syntax', 'There is nothing to put together.', at)
  if (others.length === 0) return only
  const newestFirst = inputs.every((rows) => rows.newestFirst)
  const ready = inputs.map((rows) =>
    settled({ ...rows, newestFirst: newestFirst ? false : rows.newestFirst }),
  )
  const names = [...new Set(ready.flatMap((rows) => rows.relation.columns.map(({ name }) => name)))]
  const columns = names.map((name) => ({ name, type: typeOf(name, ready, at) }))
  const alike = ready.map((rows) => inShape(rows, columns, at))
  const asking = ready.flatMap(({ more }) => more ?? [])
  const relation = union(alike as [Relation, ...Relation[]], at)
  const ask: MoreFields['ask'] = (name, type) => asking.map((more) => more.ask(name, type)).includes(true)
  return { ...rowsOf(relation, asking.length === 0 ? undefined : { ask }), newestFirst }
}

function typeOf(name: string, inputs: readonly SplRows[], at: Span): Column['type'] {
  if (name === '_time') return 'datetime'
  const found = inputs.flatMap((rows) => rows.relation.columns.filter((column) => column.name === name))
  return commonType(found.map((column) => columnReference(column, at)))
}

function inShape(rows: SplRows, columns: readonly Column[], at: Span): Relation {
  const values = columns.map(({ name, type }) => {
    const column = rows.relation.columns.find((each) => each.name === name)
    const nothing = literal(type, type === 'multivalue' ? [] : null, at)
    return named(name, column === undefined ? nothing : toType(columnReference(column, at), type))
  })
  return project(rows.relation, values, at)
}

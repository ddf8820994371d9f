import type {
  Call,
  ColumnReference,
  Expression,
  InRelation,
  Literal,
  NamedExpression,
  ScalarRelation,
} from './expression.ts'
import type {
  Aggregate,
  Correlate,
  Expand,
  Filter,
  Join,
  Limit,
  Match,
  Project,
  Range,
  Relation,
  Rows,
  Scan,
  Series,
  Sort,
  SortKey,
  Union,
  Window,
} from './relation.ts'
import type { Span } from './span.ts'
import type { Column, ScalarType } from './type.ts'

/**
 * Constructors of plans: each freezes its node and works out the columns that it gives. Front ends build plans with
 * these only.
 */

/** A reference to a column of the input. */
export function columnReference(column: Column, at: Span): ColumnReference {
  return freeze({ kind: 'column', name: column.name, type: column.type, at })
}

/** A reference to a column of one side of a join. */
export function sideColumn(side: 'left' | 'right', column: Column, at: Span): ColumnReference {
  return freeze({ kind: 'column', name: column.name, type: column.type, side, at })
}

/** A constant; {@link Literal} says which values go with which type. */
export function literal(type: ScalarType, value: Literal['value'], at: Span): Literal {
  return freeze({ kind: 'literal', type, value, at })
}

/** The null of a type; for a string that is never null, the empty string. */
export function missing(type: ScalarType, at: Span): Literal {
  if (type === 'multivalue') return literal(type, [], at)
  return literal(type, type === 'string' ? '' : null, at)
}

/** A call of a function, an operator or an aggregate of the plan. */
export function call(name: string, type: ScalarType, args: readonly Expression[], at: Span): Call {
  return freeze({ kind: 'call', function: name, type, arguments: freeze([...args]), at })
}

export function named(name: string, value: Expression): NamedExpression {
  return freeze({ name, value })
}

/** Conditions joined by `and`; true where there are none. */
export function allOf(conditions: readonly Expression[], at: Span): Expression {
  return joined('and', conditions, at)
}

/** Conditions joined by `or`; false where there are none. */
export function anyOf(conditions: readonly Expression[], at: Span): Expression {
  return joined('or', conditions, at)
}

function joined(operator: 'and' | 'or', conditions: readonly Expression[], at: Span): Expression {
  const [first, ...others] = conditions
  if (first === undefined) return literal('bool', operator === 'and', at)
  return others.length === 0 ? first : call(operator, 'bool', conditions, at)
}

export function inRelation(
  operand: Expression,
  relation: Relation,
  how: { readonly negated: boolean; readonly ignoreCase: boolean },
  at: Span,
): InRelation {
  return freeze({ kind: 'in', type: 'bool', operand, relation, ...how, at })
}

/** The first column of the first row of a relation. */
export function scalarRelation(relation: Relation, at: Span): ScalarRelation {
  return freeze({ kind: 'scalar', type: relation.columns[0]?.type ?? 'dynamic', relation, at })
}

export function scan(table: { readonly name: string; readonly columns: readonly Column[] }, at: Span): Scan {
  return freeze({ kind: 'scan', table: table.name, columns: columnsOf(table.columns), at })
}

export function rows(columns: readonly Column[], values: Rows['rows'], at: Span): Rows {
  return freeze({
    kind: 'rows',
    columns: columnsOf(columns),
    rows: freeze(values.map((row) => freeze([...row]))),
    at,
  })
}

export function range(column: Column, from: Expression, to: Expression, step: Expression, at: Span): Range {
  return freeze({ kind: 'range', columns: columnsOf([column]), from, to, step, at })
}

export function filter(input: Relation, condition: Expression, at: Span): Filter {
  return freeze({ kind: 'filter', columns: input.columns, input, condition, at })
}

/** Exactly these columns. */
export function project(input: Relation, values: readonly NamedExpression[], at: Span): Project {
  return freeze({
    kind: 'project',
    columns: columnsOf(values.map(typed)),
    input,
    values: freeze([...values]),
    at,
  })
}

/** The columns of these names, in this order, as they are. */
export function select(input: Relation, names: readonly string[], at: Span): Project {
  const byName = new Map(input.columns.map((column) => [column.name, column]))
  const kept = names.flatMap((name) => byName.get(name) ?? [])
  return project(
    input,
    kept.map((column) => named(column.name, columnReference(column, at))),
    at,
  )
}

/** All columns of the input; a value whose name is taken stands in the place of that column, others come after. */
export function extend(input: Relation, values: readonly NamedExpression[], at: Span): Project {
  const byName = new Map(values.map((value) => [value.name, value]))
  const inPlace = input.columns.map(
    (column) => byName.get(column.name) ?? named(column.name, columnReference(column, at)),
  )
  const taken = new Set(input.columns.map((column) => column.name))
  return project(input, [...inPlace, ...[...byName.values()].filter((value) => !taken.has(value.name))], at)
}

export function aggregate(
  input: Relation,
  by: readonly NamedExpression[],
  values: readonly NamedExpression[],
  at: Span,
  options: { readonly dropNullKeys?: boolean } = {},
): Aggregate {
  return freeze({
    kind: 'aggregate',
    columns: columnsOf([...by, ...values].map(typed)),
    input,
    by: freeze([...by]),
    values: freeze([...values]),
    ...options,
    at,
  })
}

/** `columns` follow from `output`. */
export function join(parts: Omit<Join, 'kind' | 'columns'>): Join {
  const sides = {
    left: new Map(parts.left.columns.map((column) => [column.name, column.type])),
    right: new Map(parts.right.columns.map((column) => [column.name, column.type])),
  }
  const columns = parts.output.map(({ side, column, name }) => ({
    name,
    type: sides[side].get(column) ?? ('string' as const),
  }))
  return freeze({
    ...parts,
    kind: 'join',
    columns: columnsOf(columns),
    on: freeze([...parts.on]),
    output: freeze([...parts.output]),
  })
}

/** Inputs with the same columns in the same order; there is at least one. */
export function union(inputs: readonly [Relation, ...Relation[]], at: Span): Union {
  return freeze({ kind: 'union', columns: inputs[0].columns, inputs: freeze([...inputs]), at })
}

export function sort(input: Relation, keys: readonly SortKey[], at: Span): Sort {
  return freeze({ kind: 'sort', columns: input.columns, input, keys: freeze([...keys]), at })
}

export function limit(
  input: Relation,
  count: number,
  at: Span,
  options: { readonly offset?: number; readonly per?: readonly Expression[] } = {},
): Limit {
  return freeze({ kind: 'limit', columns: input.columns, input, count, ...options, at })
}

/** The input's columns with the elements' columns in their place or after them, and the index last. */
export function expand(parts: Omit<Expand, 'kind' | 'columns'>): Expand {
  const elements = new Map(parts.arrays.map(({ element }) => [element.name, element]))
  const inPlace = parts.input.columns.map((column) => elements.get(column.name) ?? column)
  const taken = new Set(parts.input.columns.map((column) => column.name))
  const added = [...elements.values()].filter((element) => !taken.has(element.name))
  const index = parts.index === undefined ? [] : [{ name: parts.index, type: 'long' as const }]
  return freeze({ ...parts, kind: 'expand', columns: columnsOf([...inPlace, ...added, ...index]) })
}

/** The input's columns; a value whose name is taken stands in the place of that column, others come after. */
export function window(parts: Omit<Window, 'kind' | 'columns'>): Window {
  const values = new Map(parts.values.map((value) => [value.name, typed(value)]))
  const inPlace = parts.input.columns.map((column) => values.get(column.name) ?? column)
  const taken = new Set(parts.input.columns.map((column) => column.name))
  const added = [...values.values()].filter((column) => !taken.has(column.name))
  return freeze({ ...parts, kind: 'window', columns: columnsOf([...inPlace, ...added]) })
}

/** Groups, then the arrays of values, then the axis. */
export function series(parts: Omit<Series, 'kind' | 'columns'>): Series {
  const arrays = [...parts.values, parts.axis].map(({ name }) => ({ name, type: 'dynamic' as const }))
  return freeze({ ...parts, kind: 'series', columns: columnsOf([...parts.by.map(typed), ...arrays]) })
}

/** The input's columns and the value found. */
export function correlate(parts: Omit<Correlate, 'kind' | 'columns'>): Correlate {
  const value = { name: parts.value, type: 'real' as const }
  return freeze({ ...parts, kind: 'correlate', columns: columnsOf([...parts.input.columns, value]) })
}

/** The input's columns, those declared and the number of the match. */
export function match(parts: Omit<Match, 'kind' | 'columns'>): Match {
  const number = parts.matchNumber === undefined ? [] : [{ name: parts.matchNumber, type: 'long' as const }]
  const columns = [...parts.input.columns, ...parts.declared.map(typed), ...number]
  return freeze({ ...parts, kind: 'match', columns: columnsOf(columns) })
}

function typed(value: NamedExpression): Column {
  return { name: value.name, type: value.value.type }
}

function columnsOf(columns: readonly Column[]): readonly Column[] {
  return freeze(columns.map(({ name, type }) => freeze({ name, type })))
}

function freeze<const Value extends object>(value: Value): Value {
  return Object.freeze(value)
}

import type { Relation } from './relation.ts'
import type { Span } from './span.ts'
import type { Column, ScalarType } from './type.ts'

/**
 * A value computed for every row. Frozen plain data: no function, no class, no cycle; it can be kept as JSON.
 */
export type Expression = ColumnReference | Literal | Call | Lambda | Variable | InRelation | ScalarRelation

interface Typed {
  readonly type: ScalarType
  /** Where in the query's text it stands. */
  readonly at: Span
}

/** A column of the input. In a join's condition `side` says whose. */
export interface ColumnReference extends Typed {
  readonly kind: 'column'
  readonly name: string
  readonly side?: 'left' | 'right'
}

/**
 * A constant; it reaches ClickHouse as a parameter.
 *
 * Values: bool boolean; int, long, datetime (ticks since 1970-01-01) and timespan (ticks) decimal text; real number or
 * 'nan', 'inf', '-inf'; decimal, string and guid text; dynamic JSON text; multivalue an array of texts. Null is null.
 */
export interface Literal extends Typed {
  readonly kind: 'literal'
  readonly value: string | number | boolean | null | readonly string[]
}

/**
 * An operator or function of the plan (`clickhouse/functions/`). Names are Kusto's where Kusto has one (`==`, `has`,
 * `strcat`, `bin`), with Kusto's meaning; `spl.` and `sigma.` stand before what is theirs. Arguments have the types
 * the function takes: front ends convert, printers do not guess. Aggregates are calls, too, and stand only in
 * `aggregate`, `series` and `window`.
 */
export interface Call extends Typed {
  readonly kind: 'call'
  readonly function: string
  readonly arguments: readonly Expression[]
}

/** A function of one element, for functions over arrays; its body reads `variable`s. */
export interface Lambda extends Typed {
  readonly kind: 'lambda'
  readonly parameters: readonly Column[]
  readonly body: Expression
}

/** A lambda's parameter. */
export interface Variable extends Typed {
  readonly kind: 'variable'
  readonly name: string
}

/** Is the operand among the values of the first column of a relation. */
export interface InRelation extends Typed {
  readonly kind: 'in'
  readonly operand: Expression
  readonly relation: Relation
  readonly negated: boolean
  readonly ignoreCase: boolean
}

/** The first column of the first row of a relation, null where there is none. */
export interface ScalarRelation extends Typed {
  readonly kind: 'scalar'
  readonly relation: Relation
}

export interface NamedExpression {
  readonly name: string
  readonly value: Expression
}

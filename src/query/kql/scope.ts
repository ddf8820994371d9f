import type { Expression } from '../plan/expression.ts'
import type { Window } from '../plan/relation.ts'
import type { Column } from '../plan/type.ts'
import type { Syntax } from './syntax.ts'
import type { Table } from './table.ts'

/** What a name of a query stands for, beside columns. */
export type Bound =
  | { readonly kind: 'scalar'; readonly value: Expression }
  | { readonly kind: 'table'; readonly table: Table }
  /** A pattern declared in the query: queries for given arguments. */
  | { readonly kind: 'pattern'; readonly declaration: Syntax; readonly names: Names | undefined }
  /** A function written in the query; its body is translated anew at every call. */
  | { readonly kind: 'function'; readonly declaration: Syntax; readonly names: Names | undefined }

/** Names of `let` statements and parameters: a chain, innermost first. What is bound is worked out on first use. */
export interface Names {
  readonly name: string
  readonly bound: () => Bound
  readonly outer: Names | undefined
}

/** The names with one more; it hides an outer one of the same name. */
export function withName(outer: Names | undefined, name: string, bound: () => Bound): Names {
  let known: Bound | undefined
  return {
    name,
    outer,
    bound: () => {
      known ??= bound()
      return known
    },
  }
}

/** What a name is bound to. */
export function lookUp(names: Names | undefined, name: string): Bound | undefined {
  for (let entry = names; entry !== undefined; entry = entry.outer) {
    if (entry.name === name) return entry.bound()
  }
  return undefined
}

/** The columns that an expression can read. */
export type Row =
  | { readonly kind: 'table'; readonly table: Table }
  /** In a join's condition; a bare name is a column of the left side. */
  | { readonly kind: 'join'; readonly left: Table; readonly right: Table }

/** A value over neighbouring rows that an expression holds: worked out in a window before the operator. */
export interface RowValue {
  readonly name: string
  readonly value: Expression
  readonly restart?: Expression
  readonly frame?: NonNullable<Window['frame']>
}

/** Where an expression or a query stands. */
export interface Scope {
  readonly names: Names | undefined
  readonly row?: Row
  /** What flows into an operator that stands first in a subquery: in mv-apply, partition, fork. */
  readonly piped?: Table
  /** Aggregates can be called here. */
  readonly aggregates?: boolean
  /** Takes the row functions (`prev`, `row_number`) found in an expression. */
  readonly rowValues?: RowValue[]
  /** Steps of a scan, whose sequence's columns can be read as `step.column`. */
  readonly steps?: Steps
}

/** The steps of a scan up to the one that an expression stands in, and the columns that it declares. */
export interface Steps {
  readonly names: readonly string[]
  readonly declared: readonly Column[]
}

/** The scope within a table's rows. */
export function over(scope: Scope, table: Table, more: Partial<Scope> = {}): Scope {
  return { names: scope.names, row: { kind: 'table', table }, ...more }
}

/** The scope of a query inside: no columns of the row outside. */
export function inside(scope: Scope, more: Partial<Scope> = {}): Scope {
  return { names: scope.names, ...more }
}

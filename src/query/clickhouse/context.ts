import type { Expression } from '../plan/expression.ts'
import type { Relation } from '../plan/relation.ts'
import type { Renaming } from '../schemas/renaming.ts'
import type { SchemaTable } from '../schemas/schema.ts'
import { identifier } from './identifier.ts'

/** What a relation is printed as, and the order its rows have. */
export interface PrintedRelation {
  /** `FROM` part with the alias `_t`; all that is added before it is a WHERE. */
  readonly from: string
  readonly where: readonly string[]
  /** The SELECT list that closes it; absent: the columns of the source as they are. */
  readonly select?: string
  /** What follows WHERE: GROUP BY, ORDER BY, LIMIT. */
  readonly tail?: string
  /** Columns, hidden ones included, that `from` does not have under their names: how they are written over it. */
  readonly written?: ReadonlyMap<string, string>
  /** The rows are groups of those of `from`; all that can be read of them is in `written`. */
  readonly groups?: PrintedGroups
  /** Columns that give another column's values other names. */
  readonly renamed?: ReadonlyMap<string, Renaming>
  /** Sort keys as hidden columns (beside the plan's columns), first key first; empty: no order. */
  readonly order: readonly PrintedOrder[]
}

export interface PrintedGroups {
  readonly keys: readonly string[]
  readonly having: readonly string[]
}

export interface PrintedOrder {
  /** Column of the printed SELECT; hidden ones start with {@link HIDDEN}. */
  readonly column: string
  readonly descending: boolean
  readonly nulls: 'first' | 'last'
}

/** Starts names of columns that the printer adds; no column of a plan starts so (compile.ts sees to it). */
export const HIDDEN = '__wb_'

/** How columns and variables of the expression being printed are written. */
export interface Scope {
  /** Alias of the input, or of both sides of a join. */
  readonly alias: string
  readonly left?: string
  readonly right?: string
  /** Columns of the input that are not written with the alias and their name. */
  readonly written?: ReadonlyMap<string, string> | undefined
  /** Columns of the input whose comparison with a constant is one of the column they rename. */
  readonly renamed?: ReadonlyMap<string, Renaming> | undefined
  /** The order of the input, for functions that depend on it. */
  readonly order: readonly PrintedOrder[]
  /** Columns of the input that are surely never null; absent: none is known. */
  readonly neverNull?: ReadonlySet<string>
  /** Aggregates are of groups, so of one row at least. */
  readonly grouped?: boolean
  /** Follows the closing bracket of an aggregate or window function, e.g. ` OVER (…)`; empty outside of windows. */
  readonly over: string
  /** Variables of the plan that are written otherwise than by their name. */
  readonly variables?: ReadonlyMap<string, string>
}

/** Everything that is collected while one plan is printed. */
export class PrintContext {
  readonly parameters: Record<string, unknown> = {}
  readonly #types: string[] = []
  readonly #known = new Map<string, string>()
  #hidden = 0
  readonly table: (name: string) => SchemaTable | undefined
  /** Prints any relation; set by print.ts, so that relations and expressions can hold each other. */
  readonly printRelation: (relation: Relation, context: PrintContext) => PrintedRelation
  readonly printExpression: (expression: Expression, scope: Scope, context: PrintContext) => string

  constructor(
    table: (name: string) => SchemaTable | undefined,
    printRelation: PrintContext['printRelation'],
    printExpression: PrintContext['printExpression'],
  ) {
    this.table = table
    this.printRelation = printRelation
    this.printExpression = printExpression
  }

  /** A value as a parameter of a ClickHouse type, e.g. `{p1:String}`. Equal values share one. */
  parameter(value: unknown, type: string): string {
    const key = `${type} ${JSON.stringify(value)}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const name = `p${this.#types.push(type)}`
    this.parameters[name] = value
    const written = `{${name}:${type}}`
    this.#known.set(key, written)
    return written
  }

  /** A new name for a column that the plan does not have. */
  hiddenColumn(): string {
    this.#hidden += 1
    return `${HIDDEN}${this.#hidden}`
  }

  expression(expression: Expression, scope: Scope): string {
    return this.printExpression(expression, scope, this)
  }

  relation(relation: Relation): PrintedRelation {
    return this.printRelation(relation, this)
  }
}

/** A column of a relation or a scope, as it is written there. */
export function columnIn(
  { written }: { readonly written?: ReadonlyMap<string, string> | undefined },
  name: string,
  alias: string,
): string {
  return written?.get(name) ?? columnOf(alias, name)
}

/** A column of the input, as it is always written: with its alias, so that nothing of the SELECT can shadow it. */
export function columnOf(alias: string, name: string): string {
  return `${alias}.${identifier(name)}`
}

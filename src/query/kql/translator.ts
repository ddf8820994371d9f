import { aggregate, call, missing, named, scalarRelation } from '../plan/build.ts'
import type { Expression } from '../plan/expression.ts'
import { QueryError } from '../plan/query-error.ts'
import type { Relation } from '../plan/relation.ts'
import type { Span } from '../plan/span.ts'
import type { ScalarType } from '../plan/type.ts'
import type { ExternalTable, QueryWarning, TranslationOptions } from '../translation.ts'
import { type Inference, type InferredColumn, inferColumn } from './inference.ts'
import { isBuiltIn } from './naming.ts'
import { refusal } from './refusal.ts'
import { lookUp, type Names, type Scope } from './scope.ts'
import { isTabular } from './statements.ts'
import { type Syntax, spanOf } from './syntax.ts'
import type { Table } from './table.ts'

/** Deeper queries would overflow the stack, here or in the engine. */
const MOST_LEVELS = 400
/** Functions are expanded in place: forty that call the one before twice are a trillion expressions. */
const MOST_STEPS = 200_000

/** Translators of single constructs call each other through this, so that they can stand in files of their own. */
export interface Constructs {
  namedTable(name: string, node: Syntax, scope: Scope, translator: Translator): Table
  expression(node: Syntax, scope: Scope, translator: Translator): Expression
  table(node: Syntax, scope: Scope, translator: Translator): Table
}

/** What the rows of a plan are needed for to know the columns of the next. Thrown; the driver runs it and goes again. */
export class DiscoveryNeeded extends Error {
  readonly key: string
  readonly plan: Relation

  constructor(key: string, plan: Relation) {
    super('Rows are needed to go on')
    this.key = key
    this.plan = plan
  }
}

export type DiscoveredRows = ReadonlyMap<string, readonly (readonly unknown[])[]>

/** One pass over one query. */
export class Translator {
  readonly options: TranslationOptions
  readonly inference: Inference
  readonly discovered: DiscoveredRows
  readonly warnings: QueryWarning[] = []
  /** Rows outside of the store, by the name of their table. */
  readonly external = new Map<string, ExternalTable>()
  /** While columns are being inferred a wrong type is not an error yet: a later pass knows better. */
  readonly isLearning: boolean
  readonly #constructs: Constructs
  /** What `set` statements say. */
  readonly settings = new Map<string, Expression>()
  /** Names that `as` gave to tables, for the rest of the query. */
  aliases: Names | undefined
  readonly #met = new Map<number, number>()
  #columns = 0
  #depth = 0
  #steps = 0

  constructor(
    options: TranslationOptions,
    inference: Inference,
    discovered: DiscoveredRows,
    isLearning: boolean,
    constructs: Constructs,
  ) {
    this.options = options
    this.inference = inference
    this.discovered = discovered
    this.isLearning = isLearning
    this.#constructs = constructs
  }

  expression(node: Syntax, scope: Scope): Expression {
    return this.#constructs.expression(node, scope, this)
  }

  table(node: Syntax, scope: Scope): Table {
    return this.#constructs.table(node, scope, this)
  }

  /** The table of a name: bound, declared, or open. */
  namedTable(name: string, node: Syntax, scope: Scope): Table {
    return this.#constructs.namedTable(name, node, scope, this)
  }

  /** `Column1`, `Column2`… for values without a name, counted through the query. */
  nextColumn(): string {
    this.#columns += 1
    return `Column${this.#columns}`
  }

  /** What is discovered for an operator; the same operator can be met several times, in a function's body. */
  nextKey(node: Syntax): string {
    const met = (this.#met.get(node.TextStart) ?? 0) + 1
    this.#met.set(node.TextStart, met)
    return `${node.TextStart}#${met}`
  }

  /** A nesting level deeper: expressions in expressions, functions that call functions. */
  deeper<Result>(node: Syntax, work: () => Result): Result {
    if (this.#depth >= MOST_LEVELS) {
      throw refusal(
        'too-large',
        `The query nests more than ${MOST_LEVELS} levels deep here; write it flatter`,
        node,
      )
    }
    this.#steps += 1
    if (this.#steps > MOST_STEPS) {
      throw refusal(
        'too-large',
        'The query expands to more than can be run: its functions call each other too often',
        node,
      )
    }
    this.#depth += 1
    try {
      return work()
    } finally {
      this.#depth -= 1
    }
  }

  get depth(): number {
    return this.#depth
  }

  /** While learning, what does not fit yet becomes a null of the type expected: a later pass knows the types. */
  attempt(type: ScalarType, node: Syntax, work: () => Expression): Expression {
    if (!this.isLearning) return work()
    try {
      return work()
    } catch (error) {
      if (error instanceof QueryError && error.code === 'wrong-argument') return missing(type, spanOf(node))
      throw error
    }
  }

  /** Does an expression give rows, not a value? */
  isTabular(node: Syntax, scope: Scope): boolean {
    return isTabular(node, scope.names, this)
  }

  /** Is this a function of Kusto, an aggregate included? */
  isBuiltIn(name: string): boolean {
    return isBuiltIn(name)
  }

  /** Is this the name of a table that is bound or declared? */
  isKnownTable(name: string, scope: Scope): boolean {
    if (lookUp(scope.names, name) !== undefined) return true
    return this.options.schema.tables.some((table) => table.name === name)
  }

  inferredColumn(table: Table, name: string): InferredColumn | undefined {
    return this.isLearning ? inferColumn(table.open, name) : undefined
  }

  /** A text read as JSON. */
  parsedJson(value: Expression): Expression {
    return call('parse_json', 'dynamic', [value], value.at)
  }

  /** One aggregate over all rows of a relation, as a value. */
  gathered(relation: Relation, value: Expression, at: Span): Expression {
    return scalarRelation(aggregate(relation, [], [named('value', value)], at), at)
  }

  warn(message: string, at: Span): void {
    this.warnings.push({ message, at })
  }
}

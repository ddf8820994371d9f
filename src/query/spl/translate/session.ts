import type { Expression } from '../../plan/expression.ts'
import { QueryError } from '../../plan/query-error.ts'
import type { Relation } from '../../plan/relation.ts'
import type { Span } from '../../plan/span.ts'
import type { Column, ScalarType } from '../../plan/type.ts'
import type { Schema, SchemaTable } from '../../schemas/schema.ts'
import { withColumns } from '../../schemas/with-columns.ts'
import type { QueryWarning, TranslationOptions } from '../../translation.ts'
import type { SplPipeline } from '../syntax/command.ts'
import type { MoreFields, SplRows } from './spl-rows.ts'

/** Fields that every event of an index has. */
const EVENT_FIELDS: readonly Column[] = [
  { name: '_time', type: 'datetime' },
  { name: '_raw', type: 'string' },
  { name: 'host', type: 'string' },
  { name: 'source', type: 'string' },
  { name: 'sourcetype', type: 'string' },
  { name: 'index', type: 'string' },
]

/**
 * What is known about one search while it is translated. Fields that nobody declares come to light only where they are
 * used, so a search is translated again until no pass asks for more; what was asked for is kept between passes.
 */
export class TranslationSession {
  readonly options: TranslationOptions
  readonly #asked = new Map<string, Map<string, ScalarType>>()
  readonly #widened = new Map<string, SchemaTable>()
  readonly #discovered = new Map<string, readonly (readonly unknown[])[]>()
  #warnings = new Map<string, QueryWarning>()
  #changed = false
  /** A plan whose rows the next pass needs. */
  wanted: Relation | undefined

  constructor(options: TranslationOptions) {
    this.options = options
  }

  get schema(): Schema {
    return this.options.schema
  }

  /** Begins a pass. */
  begin(): void {
    this.#warnings = new Map()
    this.#changed = false
    this.wanted = undefined
  }

  /** Whether another pass would see more than the last one did. */
  get isUnfinished(): boolean {
    return this.#changed || this.wanted !== undefined
  }

  /** Whether a field was asked for in this pass that no pass asked for before. */
  get hasNewFields(): boolean {
    return this.#changed
  }

  warn(message: string, at: Span): void {
    const key = `${at.start} ${message}`
    if (!this.#warnings.has(key)) this.#warnings.set(key, { message, at })
  }

  get warnings(): readonly QueryWarning[] {
    return [...this.#warnings.values()]
  }

  /** Notes a name under a place; the next pass finds it with {@link askedAt}. */
  ask(place: string, name: string, type: ScalarType = 'string'): void {
    const names = this.#asked.get(place) ?? new Map<string, ScalarType>()
    this.#asked.set(place, names)
    if (names.has(name)) return
    names.set(name, type)
    this.#changed = true
  }

  askedAt(place: string): readonly Column[] {
    return [...(this.#asked.get(place) ?? [])].map(([name, type]) => ({ name, type }))
  }

  tableNamed(name: string): SchemaTable | undefined {
    return this.schema.tables.find((table) => table.name === name)
  }

  /** A table that no schema declares, with the columns that were asked for so far. */
  inferredTable(name: string, kind: 'events' | 'lookup', at: Span): SchemaTable {
    if (!this.schema.open) {
      throw new QueryError(
        'unknown-table',
        `"${name}" is no table of the schema ${this.schema.name}; declare it, or name one that is.`,
        at,
        name,
      )
    }
    const base: SchemaTable =
      kind === 'events'
        ? { name, columns: EVENT_FIELDS, time: '_time', partial: true }
        : { name, columns: [], partial: true }
    return this.widened(this.#widened.get(name) ?? base)
  }

  /** A table that may have more columns than are declared, with those that were asked for so far. */
  widened(table: SchemaTable): SchemaTable {
    this.#widened.set(table.name, table)
    // Whatever a table does not keep is '' in it.
    return withColumns(
      table,
      this.askedAt(`table ${table.name}`).map((column) => ({ ...column, emptyIsNull: true })),
    )
  }

  /** Columns of a table that are found out by asking. */
  fieldsOfTable(name: string): MoreFields {
    return {
      ask: (field, type) => {
        this.ask(`table ${name}`, field, type)
        return true
      },
    }
  }

  /** Tables that the plan scans and the schema does not declare as they are scanned. */
  get inferred(): readonly SchemaTable[] {
    const declared = new Set(this.schema.tables.map(({ name }) => name))
    return [...this.#widened.values()]
      .map((table) => this.widened(table))
      .filter((table) => !declared.has(table.name) || this.#asked.has(`table ${table.name}`))
  }

  /** Rows of a plan, for columns that depend on data; undefined where nothing may be run, or not yet. */
  rowsOf(plan: Relation): readonly (readonly unknown[])[] | undefined {
    if (this.options.discover === undefined) return undefined
    const known = this.#discovered.get(JSON.stringify(plan))
    if (known === undefined) this.wanted = plan
    return known
  }

  keepRows(plan: Relation, rows: readonly (readonly unknown[])[]): void {
    this.#discovered.set(JSON.stringify(plan), rows)
  }
}

/** What the translator of a command is given beside the command and its rows. */
export interface CommandContext {
  readonly session: TranslationSession
  /** Translates a subsearch; with rows to begin from for `appendpipe`. */
  readonly pipeline: (pipeline: SplPipeline, input?: SplRows) => SplRows
}

/** Finds fields by name where an expression stands. */
export interface FieldScope {
  /** Whether a column has the name; asks for nothing. */
  readonly has: (name: string) => boolean
  /** As the search sees it; null of text where there is none. */
  readonly field: (name: string, at: Span) => Expression
  /** Undefined where there is none. */
  readonly find: (name: string, at: Span) => Expression | undefined
  /** The table's own column, in which '' may stand for null: for comparisons that '' does not pass. */
  readonly bare: (name: string, at: Span) => Expression
}

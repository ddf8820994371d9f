import { call, columnReference, literal, scan } from '../plan/build.ts'
import type { Expression } from '../plan/expression.ts'
import type { Scan } from '../plan/relation.ts'
import type { Span } from '../plan/span.ts'
import type { ScalarType } from '../plan/type.ts'
import type { SchemaColumn, SchemaTable } from '../schemas/schema.ts'
import { withColumns } from '../schemas/with-columns.ts'

/** A field of an event, as a value to compare with. */
export interface Operand {
  readonly value: Expression
  readonly type: ScalarType
  /** An empty text stands for a field that the log did not have. */
  readonly emptyIsNull: boolean
}

/** All values of an event as text, of tables that nobody declared: keywords search it. */
const EVENT_COLUMN = '_event'

/** When it happened, of tables that say nothing of it. */
const TIME_COLUMN = '_time'

/** The first of these that a table has is its time, where it does not say which. */
const TIME_NAMES = [
  '_time',
  'TimeGenerated',
  '@timestamp',
  'timestamp',
  'Timestamp',
  'time',
  'TimeCreated_SystemTime',
  'eventTime',
  'UtcTime',
  'ts',
]

/** The first of these that a table has tells events of one moment apart and puts them in order. */
const ID_NAMES = ['event_id', '_id', 'EventRecordID', 'eventID', 'uid']

/**
 * The table of a log source while rules are translated: which of its columns they use, and those inferred from use,
 * where the table is open.
 */
export class EventTable {
  readonly name: string
  /** Nobody declared it, or only a part of its columns. */
  readonly isOpen: boolean
  readonly #declared: SchemaTable | undefined
  readonly #columns: Map<string, SchemaColumn>
  readonly #inferred = new Map<string, SchemaColumn>()

  constructor(name: string, declared?: SchemaTable) {
    this.name = name
    this.#declared = declared
    this.isOpen = declared === undefined || declared.partial === true
    this.#columns = new Map((declared?.columns ?? []).map((column) => [column.name, column]))
  }

  /**
   * A field by its exact name; else by its name in other letters; else inside a column of objects. Of an open table
   * every field is there: it is text, which compares with numbers, too. undefined: there is no such field.
   */
  field(name: string, at: Span): Operand | undefined {
    const column = this.#columnNamed(name)
    if (column !== undefined) return operandOf(column, at)
    const member = this.#member(name, at)
    if (member !== undefined) return member
    return this.isOpen ? operandOf(this.#infer({ name, type: 'string', ...this.#absence }), at) : undefined
  }

  /** All values of the event, as text. */
  event(at: Span): Operand {
    const value =
      this.isOpen && this.#declared === undefined
        ? columnReference(this.#infer({ name: EVENT_COLUMN, type: 'multivalue' }), at)
        : call(
            'sigma.event',
            'multivalue',
            this.columns.map((column) => columnReference(column, at)),
            at,
          )
    return { value, type: 'multivalue', emptyIsNull: false }
  }

  /** When it happened; undefined where the table has no time. */
  time(at: Span): Expression | undefined {
    const named = [this.#declared?.time ?? '', ...TIME_NAMES].find((name) => this.#columns.has(name))
    const column = named === undefined ? undefined : this.#columns.get(named)
    if (column !== undefined) {
      const reference = columnReference(column, at)
      return column.type === 'datetime' ? reference : call('sigma.time', 'datetime', [reference], at)
    }
    if (this.#declared !== undefined) return undefined
    return columnReference(this.#infer({ name: TIME_COLUMN, type: 'datetime' }), at)
  }

  /** When it happened, where the schema says so. */
  declaredTime(at: Span): Expression | undefined {
    const column = this.#columns.get(this.#declared?.time ?? '')
    return column?.type === 'datetime' ? columnReference(column, at) : undefined
  }

  /** What tells the event from others, as text; empty where the table has nothing for it. */
  id(at: Span): Expression {
    const named = ID_NAMES.find((name) => this.#columns.has(name))
    const column = named === undefined ? undefined : this.#columns.get(named)
    if (column === undefined && this.#declared !== undefined) return literal('string', '', at)
    const own = column ?? this.#infer({ name: '_id', type: 'long' })
    return call('sigma.text', 'string', [columnReference(own, at)], at)
  }

  /** Of an open table, those used so far. */
  get columns(): readonly SchemaColumn[] {
    return [...this.#columns.values()]
  }

  /** The table that a plan needs beyond the schema's; undefined where the schema has it all. */
  get inferred(): SchemaTable | undefined {
    if (this.#declared !== undefined && this.#inferred.size === 0) return undefined
    const base: SchemaTable = this.#declared ?? { name: this.name, columns: [] }
    const hasTime = this.#inferred.has(TIME_COLUMN) && base.time === undefined
    const table = withColumns(base, [...this.#inferred.values()])
    return hasTime ? { ...table, time: TIME_COLUMN } : table
  }

  /** Fields that no row has, although the table has rows of its own: its schema does not know them. */
  get unknownFields(): readonly string[] {
    return this.#declared?.select === undefined ? [] : [...this.#inferred.keys()]
  }

  /** In a column that is added to rows, an empty text stands for nothing. */
  get #absence(): { emptyIsNull?: true } {
    return this.#declared?.select === undefined ? {} : { emptyIsNull: true }
  }

  scan(at: Span): Scan {
    return scan({ name: this.name, columns: this.columns }, at)
  }

  #columnNamed(name: string): SchemaColumn | undefined {
    const exact = this.#columns.get(name)
    if (exact !== undefined) return exact
    // A table nobody declared has just the names that rules use: two that differ in case are two fields.
    if (this.#declared === undefined) return undefined
    const folded = name.toLowerCase()
    const similar = this.columns.filter((column) => column.name.toLowerCase() === folded)
    return similar.length === 1 ? similar[0] : undefined
  }

  /** `a.b.c` where `a`, or `a.b`, is a column of objects. */
  #member(name: string, at: Span): Operand | undefined {
    const steps = name.split('.')
    for (let count = steps.length - 1; count > 0; count -= 1) {
      const column = this.#columnNamed(steps.slice(0, count).join('.'))
      if (column?.type !== 'dynamic') continue
      const path = literal('multivalue', steps.slice(count), at)
      const value = call('sigma.member', 'dynamic', [columnReference(column, at), path], at)
      return { value, type: 'dynamic', emptyIsNull: false }
    }
    return undefined
  }

  #infer(column: SchemaColumn): SchemaColumn {
    const known = this.#columns.get(column.name)
    if (known !== undefined) return known
    this.#columns.set(column.name, column)
    this.#inferred.set(column.name, column)
    return column
  }
}

function operandOf(column: SchemaColumn, at: Span): Operand {
  return {
    value: columnReference(column, at),
    type: column.type,
    emptyIsNull: column.emptyIsNull === true,
  }
}

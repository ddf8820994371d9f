import type { Expression } from '../plan/expression.ts'
import type { Column, ScalarType } from '../plan/type.ts'
import type { SchemaTable } from '../schemas/schema.ts'
import { withColumns } from '../schemas/with-columns.ts'
import { wellKnownType } from './well-known-columns.ts'

/** A column that no schema declares, and what its uses say about its type. */
export class InferredColumn {
  readonly name: string
  readonly #votes = new Map<ScalarType, number>()
  readonly #known: ScalarType | undefined

  constructor(name: string) {
    this.name = name
    this.#known = wellKnownType(name)
  }

  vote(type: ScalarType): void {
    this.#votes.set(type, (this.#votes.get(type) ?? 0) + 1)
  }

  /**
   * Somebody looks into it: dynamic, whatever else is said. Else what its name is known for, else what most uses say;
   * a column that nothing is said about is a string.
   */
  get type(): ScalarType {
    if (this.#votes.has('dynamic')) return 'dynamic'
    if (this.#known !== undefined) return this.#known
    const votes = [...this.#votes].sort(([, one], [, other]) => other - one)
    const [most] = votes
    if (most === undefined) return 'string'
    // Numbers agree with each other: the widest that was seen.
    const isNumeric = NUMBERS.includes(most[0])
    return isNumeric ? (NUMBERS.findLast((type) => this.#votes.has(type)) ?? most[0]) : most[0]
  }
}

const NUMBERS: readonly ScalarType[] = ['int', 'long', 'real', 'decimal']

/** A table, a workspace function's rows or an unpacked bag, whose columns nobody declares. */
export class InferredTable {
  readonly name: string
  readonly #columns = new Map<string, InferredColumn>()
  /** Starts the name that every column has outside; of an unpacked bag. */
  readonly prefix: string
  readonly #onChange: () => void

  constructor(name: string, prefix: string, onChange: () => void) {
    this.name = name
    this.prefix = prefix
    this.#onChange = onChange
  }

  /** Can a name outside be a column of this table? */
  mayHave(name: string): boolean {
    return name.startsWith(this.prefix) && name.length > this.prefix.length
  }

  get columns(): readonly InferredColumn[] {
    return [...this.#columns.values()]
  }

  find(name: string): InferredColumn | undefined {
    return this.#columns.get(name)
  }

  /** The column of this name outside: from now on the table has it. */
  columnNamed(name: string): InferredColumn {
    return this.column(name.slice(this.prefix.length))
  }

  /** The column of this name: from now on the table has it. */
  column(name: string): InferredColumn {
    const known = this.#columns.get(name)
    if (known !== undefined) return known
    const added = new InferredColumn(name)
    this.#columns.set(name, added)
    this.#onChange()
    return added
  }

  get typed(): readonly Column[] {
    return this.columns.map(({ name, type }) => ({ name, type }))
  }
}

/** A join gives a column of the right side the suffix 1 where the left has its name. */
const SUFFIXED = /^(.+)1$/

/**
 * The column of an open table that a name must be, where `open` are a relation's open tables (see `Table`): from now on
 * the table has it. Undefined: nothing is open, so no table has it.
 */
export function inferColumn(
  open: readonly (readonly InferredTable[])[],
  name: string,
): InferredColumn | undefined {
  if (name === '' || name.startsWith('$')) return undefined
  const able = open.filter((group) => group.some((table) => table.mayHave(name)))
  const first = TIMES.has(name) ? able.at(-1) : able[0]
  if (first === undefined) return undefined
  const base = SUFFIXED.exec(name)?.[1]
  const right = open.length > 1 ? open.at(-1)?.[0] : undefined
  if (base !== undefined && right?.find(base) === undefined && first.some((table) => table.find(base))) {
    if (right?.mayHave(base) === true) return right.columnNamed(base)
  }
  let found: InferredColumn | undefined
  for (const table of first) found = table.columnNamed(name)
  return found
}

/** When a row happened: no property of a bag within it. */
const TIMES: ReadonlySet<string> = new Set(['TimeGenerated', 'Timestamp'])

/**
 * What the uses of undeclared columns say about them. A query is translated again and again until a pass learns nothing
 * new: columns seen late (after a join, in a function) then are there from the start, with their types.
 */
export class Inference {
  readonly #tables = new Map<string, InferredTable>()
  readonly #declared = new Map<string, SchemaTable>()
  readonly #bags = new Map<string, InferredTable>()
  readonly #origins = new WeakMap<Expression, InferredColumn>()
  #changed = false

  /**
   * The table of this name, open from now on.
   *
   * @param declared where a part of its columns is declared: then it has those that are not.
   */
  table(name: string, declared?: SchemaTable): InferredTable {
    if (declared !== undefined) this.#declared.set(name, declared)
    return this.#of(this.#tables, name)
  }

  /** The unpacked bag of an operator; `key` says where it stands. */
  bag(key: string, prefix: string): InferredTable {
    return this.#of(this.#bags, key, prefix)
  }

  /** Remembers that an expression is a column of an open table, as it is. */
  remember<Kind extends Expression>(expression: Kind, column: InferredColumn): Kind {
    this.#origins.set(expression, column)
    return expression
  }

  originOf(expression: Expression): InferredColumn | undefined {
    return this.#origins.get(expression)
  }

  /** A use of an expression says what it is. */
  suggest(expression: Expression, type: ScalarType): void {
    const column = this.originOf(expression)
    if (column !== undefined) this.suggestColumn(column, type)
  }

  suggestColumn(column: InferredColumn, type: ScalarType): void {
    const before = column.type
    column.vote(type)
    if (column.type !== before) this.#changed = true
  }

  /** Did anything change since the last question? */
  settle(): boolean {
    const changed = this.#changed
    this.#changed = false
    return !changed
  }

  get schemaTables(): readonly SchemaTable[] {
    return [...this.#tables.values()].flatMap((table) => {
      const columns = table.typed
      const declared = this.#declared.get(table.name)
      if (declared !== undefined) return columns.length === 0 ? [] : [withColumns(declared, columns)]
      const time = ['TimeGenerated', 'Timestamp'].find((name) =>
        columns.some((column) => column.name === name && column.type === 'datetime'),
      )
      return [{ name: table.name, columns, ...(time !== undefined && { time }) }]
    })
  }

  #of(tables: Map<string, InferredTable>, name: string, prefix = ''): InferredTable {
    const known = tables.get(name)
    if (known !== undefined) return known
    this.#changed = true
    const added = new InferredTable(name, prefix, () => {
      this.#changed = true
    })
    tables.set(name, added)
    return added
  }
}

import {
  aggregate,
  call,
  columnReference,
  correlate,
  expand,
  filter,
  inRelation,
  join,
  limit,
  literal,
  named,
  project,
  scalarRelation,
  scan,
  sideColumn,
  sort,
  union,
  window,
} from '../../query/plan/build.ts'
import type { Call, Expression, InRelation, NamedExpression } from '../../query/plan/expression.ts'
import type { Filter, Join, Relation, SortKey } from '../../query/plan/relation.ts'
import type { Span } from '../../query/plan/span.ts'
import { type Column, TICKS_PER_SECOND } from '../../query/plan/type.ts'

/** The column that says for which window a row holds: the window's end. No product names a column so. */
export const WINDOW: Column = { name: 'weighbridge window', type: 'datetime' }

/** Why a plan cannot be asked about many windows at once. It is asked about each by itself then. */
export class NotWindowed extends Error {
  constructor(why: string) {
    super(why)
    this.name = 'NotWindowed'
  }
}

/** One query translated twice, with different clocks: what differs by exactly the difference is its now. */
export interface TwoClocks {
  readonly plan: Relation
  readonly later: Relation
  readonly nowTicks: bigint
  /** A whole number of weeks, so that starts of days and weeks move with the clock. */
  readonly shiftTicks: bigint
  /** Whether a table has a time, and so only some of its rows belong to a window. */
  readonly hasTime: (table: string) => boolean
}

/**
 * The plan that answers a query for many windows at once: every row of a table is given once for each window it lies in, and
 * groups, joins, limits and orders stay within their window. Its last column is {@link WINDOW}.
 *
 * The rows of one window are those that the query gives when it is asked about that window alone;
 * `windowed-plan.test.ts` compares them for every rule of the house.
 *
 * @throws NotWindowed where that cannot be promised.
 */
export function windowedPlan(clocks: TwoClocks): Relation {
  const { relation, windowed } = new Windower(clocks).relation(clocks.plan, clocks.later)
  if (!windowed) throw new NotWindowed('no table of it has a time')
  return relation
}

interface Windowed {
  readonly relation: Relation
  /** False for what is the same in every window: rows of the query, the directory. */
  readonly windowed: boolean
}

class Windower {
  readonly #clocks: TwoClocks

  constructor(clocks: TwoClocks) {
    this.#clocks = clocks
  }

  relation(node: Relation, later: Relation): Windowed {
    const { at } = node
    switch (node.kind) {
      case 'scan': {
        if (!this.#clocks.hasTime(node.table)) return { relation: node, windowed: false }
        return {
          relation: scan({ name: node.table, columns: [...node.columns, WINDOW] }, at),
          windowed: true,
        }
      }
      case 'rows':
      case 'range':
        return { relation: same(node, later), windowed: false }
      case 'filter':
        return this.#filter(node, like(later, 'filter'))
      case 'project': {
        const input = this.relation(node.input, like(later, 'project').input)
        const values = this.#named(node.values, like(later, 'project').values, input)
        return { ...input, relation: project(input.relation, withWindow(values, input, at), at) }
      }
      case 'aggregate': {
        const other = like(later, 'aggregate')
        const input = this.relation(node.input, other.input)
        const by = this.#named(node.by, other.by, input)
        if (input.windowed && by.length === 0)
          throw new NotWindowed('a total without groups is a row even of no rows')
        const values = this.#named(node.values, other.values, input)
        const options = node.dropNullKeys === undefined ? {} : { dropNullKeys: node.dropNullKeys }
        const grouped = aggregate(input.relation, withWindow(by, input, at), values, at, options)
        return { ...input, relation: ordered(grouped, node.columns, input.windowed, at) }
      }
      case 'join':
        return this.#join(node, like(later, 'join'))
      case 'union': {
        const other = like(later, 'union')
        const inputs = node.inputs.map((input, index) => this.relation(input, nth(other.inputs, index)))
        const [first, ...others] = inputs
        if (first === undefined || others.some((input) => input.windowed !== first.windowed))
          throw new NotWindowed('a union of tables with and without a time')
        return { ...first, relation: union([first.relation, ...others.map((input) => input.relation)], at) }
      }
      case 'sort': {
        const other = like(later, 'sort')
        const input = this.relation(node.input, other.input)
        return { ...input, relation: sort(input.relation, this.#keys(node.keys, other.keys, input), at) }
      }
      case 'limit': {
        const other = like(later, 'limit')
        const input = this.relation(node.input, other.input)
        if (!input.windowed) return { relation: same(node, later), windowed: false }
        if (node.offset !== undefined) throw new NotWindowed('rows that are passed over')
        const per = this.#all(node.per ?? [], other.per ?? [], input)
        return {
          ...input,
          relation: limit(input.relation, node.count, at, { per: [...per, windowColumn(at)] }),
        }
      }
      case 'expand': {
        const other = like(later, 'expand')
        const input = this.relation(node.input, other.input)
        const values = this.#named(node.arrays, other.arrays, input)
        const arrays = node.arrays.map(({ element }, index) => ({ ...nth(values, index), element }))
        const { kind: _, columns: __, ...parts } = node
        const expanded = expand({ ...parts, input: input.relation, arrays })
        return { ...input, relation: ordered(expanded, node.columns, input.windowed, at) }
      }
      case 'window': {
        const other = like(later, 'window')
        const input = this.relation(node.input, other.input)
        const { kind: _, columns: __, ...parts } = node
        const values = this.#named(node.values, other.values, input)
        const partition = this.#all(node.partition, other.partition, input)
        const order = this.#keys(node.order, other.order, input)
        const within = input.windowed ? [...partition, windowColumn(at)] : partition
        const computed = window({ ...parts, input: input.relation, values, partition: within, order })
        return { ...input, relation: ordered(computed, node.columns, input.windowed, at) }
      }
      case 'correlate': {
        const other = like(later, 'correlate')
        const input = this.relation(node.input, other.input)
        const { kind: _, columns: __, ...parts } = node
        same(node.measure, other.measure)
        const by = this.#all(node.by, other.by, input)
        const correlated = correlate({
          ...parts,
          input: input.relation,
          tick: this.#expression(node.tick, other.tick, input),
          event: this.#expression(node.event, other.event, input),
          tieBreak: this.#expression(node.tieBreak, other.tieBreak, input),
          by: input.windowed ? [...by, windowColumn(at)] : by,
        })
        return { ...input, relation: ordered(correlated, node.columns, input.windowed, at) }
      }
      default:
        // A series begins and ends with the window's data.
        throw new NotWindowed(node.kind)
    }
  }

  /** `where x in (a query)` becomes a join, as the query's rows are those of the same window. */
  #filter(node: Filter, later: Filter): Windowed {
    const input = this.relation(node.input, later.input)
    const conditions = conjuncts(node.condition)
    const laterConditions = conjuncts(later.condition)
    let relation = input.relation
    const kept: Expression[] = []
    for (const [index, condition] of conditions.entries()) {
      const other = nth(laterConditions, index)
      if (condition.kind === 'in' && other.kind === 'in') {
        const among = this.relation(condition.relation, other.relation)
        if (among.windowed && input.windowed) {
          if (condition.ignoreCase) throw new NotWindowed('a set of the window that ignores case')
          const operand = this.#expression(condition.operand, other.operand, input)
          relation = amongWindow(relation, condition, operand, among.relation)
          continue
        }
      }
      kept.push(this.#expression(condition, other, input))
    }
    const at = node.at
    const filtered =
      kept.length === 0
        ? relation
        : filter(relation, kept.length === 1 ? nth(kept, 0) : call('and', 'bool', kept, at), at)
    return { ...input, relation: filtered }
  }

  #join(node: Join, later: Join): Windowed {
    const left = this.relation(node.left, later.left)
    const right = this.relation(node.right, later.right)
    const { at } = node
    const on = node.on.map((pair, index) => ({
      left: this.#expression(pair.left, nth(later.on, index).left, left),
      right: this.#expression(pair.right, nth(later.on, index).right, right),
    }))
    const { kind: _, columns: __, ...parts } = node
    const sides = { ...parts, left: left.relation, right: right.relation }
    if (!left.windowed && !right.windowed) return { relation: same(node, later), windowed: false }
    const both = left.windowed && right.windowed
    const side = RIGHT_STAYS.has(node.join) ? 'right' : 'left'
    if (!both && !(side === 'right' ? right.windowed : left.windowed))
      throw new NotWindowed('a join whose rows stay without a window')
    if (node.join === 'fullouter') throw new NotWindowed('fullouter')
    if (!both && node.join === 'innerunique')
      throw new NotWindowed('innerunique with a table that has no time')
    const windowOf = { side, column: WINDOW.name, name: WINDOW.name } as const
    return {
      relation: join({
        ...sides,
        join: both && node.join === 'cross' ? 'inner' : node.join,
        on: both
          ? [...on, { left: sideColumn('left', WINDOW, at), right: sideColumn('right', WINDOW, at) }]
          : on,
        output: [...node.output, windowOf],
      }),
      windowed: true,
    }
  }

  #named(
    values: readonly NamedExpression[],
    later: readonly NamedExpression[],
    input: Windowed,
  ): NamedExpression[] {
    return values.map(({ name, value }, index) =>
      named(name, this.#expression(value, nth(later, index).value, input)),
    )
  }

  #keys(keys: readonly SortKey[], later: readonly SortKey[], input: Windowed): SortKey[] {
    return keys.map((key, index) => ({
      ...key,
      value: this.#expression(key.value, nth(later, index).value, input),
    }))
  }

  #all(values: readonly Expression[], later: readonly Expression[], input: Windowed): Expression[] {
    return values.map((value, index) => this.#expression(value, nth(later, index), input))
  }

  #expression(value: Expression, later: Expression, input: Windowed): Expression {
    if (value.kind !== later.kind) throw new NotWindowed('a shape that depends on the clock')
    switch (value.kind) {
      case 'literal': {
        const other = later as typeof value
        if (JSON.stringify(value.value) === JSON.stringify(other.value)) return value
        if (!input.windowed) throw new NotWindowed('a clock beside a table without a time')
        return this.#clock(value.type, value.value, other.value, value.at)
      }
      case 'call': {
        const other = later as Call
        if (value.function !== other.function) throw new NotWindowed('a shape that depends on the clock')
        return call(value.function, value.type, this.#all(value.arguments, other.arguments, input), value.at)
      }
      case 'in': {
        const other = later as InRelation
        const among = this.relation(value.relation, other.relation)
        if (among.windowed) throw new NotWindowed('a set of the window inside a condition')
        const operand = this.#expression(value.operand, other.operand, input)
        return inRelation(operand, among.relation, value, value.at)
      }
      case 'scalar': {
        const single = this.relation(value.relation, (later as typeof value).relation)
        if (single.windowed) throw new NotWindowed('a single value of the window')
        return scalarRelation(single.relation, value.at)
      }
      default:
        return same(value, later)
    }
  }

  /** A constant that moves with the clock, as the window's end and what lies between. */
  #clock(type: Expression['type'], value: unknown, later: unknown, at: Span): Expression {
    const { nowTicks, shiftTicks } = this.#clocks
    if (type === 'datetime' && typeof value === 'string' && typeof later === 'string') {
      if (BigInt(later) - BigInt(value) !== shiftTicks) throw new NotWindowed('a month or year of the clock')
      const offset = BigInt(value) - nowTicks
      if (offset === 0n) return windowColumn(at)
      return call('+', 'datetime', [windowColumn(at), literal('timespan', String(offset), at)], at)
    }
    if (type === 'real' && typeof value === 'number' && typeof later === 'number') {
      // Splunk's times: seconds since 1970.
      if (later - value !== Number(shiftTicks / TICKS_PER_SECOND))
        throw new NotWindowed('a month or year of the clock')
      const since = call('-', 'timespan', [windowColumn(at), literal('datetime', '0', at)], at)
      const seconds = call('/', 'real', [since, literal('timespan', String(TICKS_PER_SECOND), at)], at)
      const offset = value - Number(nowTicks / TICKS_PER_SECOND)
      return offset === 0 ? seconds : call('+', 'real', [seconds, literal('real', offset, at)], at)
    }
    throw new NotWindowed(`a clock written as ${type}`)
  }
}

const RIGHT_STAYS: ReadonlySet<Join['join']> = new Set(['rightouter', 'rightsemi', 'rightanti'])

function amongWindow(input: Relation, condition: InRelation, operand: Expression, among: Relation): Relation {
  const { at } = condition
  const [first] = among.columns
  if (first === undefined) throw new NotWindowed('a set without a column')
  return join({
    join: condition.negated ? 'leftanti' : 'leftsemi',
    left: input,
    right: among,
    on: [
      { left: sided(operand, 'left'), right: sideColumn('right', first, at) },
      { left: sideColumn('left', WINDOW, at), right: sideColumn('right', WINDOW, at) },
    ],
    output: input.columns.map(({ name }) => ({ side: 'left', column: name, name })),
    missingStrings: 'empty',
    at,
  })
}

/** An expression over one input as one over a side of a join. */
function sided(value: Expression, side: 'left' | 'right'): Expression {
  if (value.kind === 'column') return sideColumn(side, value, value.at)
  if (value.kind === 'call')
    return call(
      value.function,
      value.type,
      value.arguments.map((argument) => sided(argument, side)),
      value.at,
    )
  return value
}

function withWindow(values: readonly NamedExpression[], { windowed }: Windowed, at: Span): NamedExpression[] {
  return windowed ? [...values, named(WINDOW.name, windowColumn(at))] : [...values]
}

/** The window's column stands last everywhere, so that the sides of a union agree. */
function ordered(relation: Relation, columns: readonly Column[], windowed: boolean, at: Span): Relation {
  if (!windowed || relation.columns.at(-1)?.name === WINDOW.name) return relation
  return project(
    relation,
    [...columns, WINDOW].map((column) => named(column.name, columnReference(column, at))),
    at,
  )
}

function windowColumn(at: Span): Expression {
  return columnReference(WINDOW, at)
}

function conjuncts(condition: Expression): readonly Expression[] {
  return condition.kind === 'call' && condition.function === 'and'
    ? condition.arguments.flatMap(conjuncts)
    : [condition]
}

function like<Kind extends Relation['kind']>(
  relation: Relation,
  kind: Kind,
): Extract<Relation, { kind: Kind }> {
  if (relation.kind !== kind) throw new NotWindowed('a shape that depends on the clock')
  return relation as Extract<Relation, { kind: Kind }>
}

function nth<Item>(items: readonly Item[], index: number): Item {
  const item = items[index]
  if (item === undefined) throw new NotWindowed('a shape that depends on the clock')
  return item
}

/** What says the same whatever the clock. */
function same<Value>(value: Value, later: unknown): Value {
  if (JSON.stringify(value) !== JSON.stringify(later)) throw new NotWindowed('a clock in constant rows')
  return value
}

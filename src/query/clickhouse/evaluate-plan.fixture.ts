import type { Call, Expression, NamedExpression } from '../plan/expression.ts'
import type { Aggregate, Join, Relation, SortKey } from '../plan/relation.ts'

/**
 * Plans evaluated in memory, row by row, from Kusto's rules alone: the second opinion that printed SQL is compared with.
 * It knows the relations and functions that `random-plan.fixture.ts` makes, and nothing of ClickHouse.
 *
 * long: bigint; real: number; bool: boolean; string: string; datetime: ticks, bigint; null in all but string.
 */
export type Value = bigint | number | boolean | string | null
export type Row = ReadonlyMap<string, Value>

interface Sides {
  readonly left?: Row
  readonly right?: Row
  readonly own?: Row
}

/** The rows of a plan, in order where it has one. */
export function evaluatePlan(relation: Relation): Row[] {
  switch (relation.kind) {
    case 'rows':
      return relation.rows.map((row) =>
        rowOf(
          relation.columns.map(({ name }) => name),
          row.map((value) => evaluate(value, {})),
        ),
      )
    case 'filter':
      return evaluatePlan(relation.input).filter((own) => evaluate(relation.condition, { own }) === true)
    case 'project':
      return evaluatePlan(relation.input).map((own) => projected(relation.values, own))
    case 'aggregate':
      return aggregated(relation)
    case 'join':
      return joined(relation)
    case 'union':
      return relation.inputs.flatMap((input) => {
        const names = input.columns.map(({ name }) => name)
        return evaluatePlan(input).map((row) =>
          rowOf(
            relation.columns.map(({ name }) => name),
            names.map((name) => row.get(name) ?? null),
          ),
        )
      })
    case 'sort':
      return evaluatePlan(relation.input).toSorted((left, right) => compareRows(relation.keys, left, right))
    case 'limit':
      return evaluatePlan(relation.input).slice(relation.offset ?? 0, (relation.offset ?? 0) + relation.count)
    default:
      throw new Error(`The evaluator has no ${relation.kind}.`)
  }
}

function rowOf(names: readonly string[], values: readonly Value[]): Row {
  return new Map(names.map((name, at) => [name, values[at] ?? null]))
}

function projected(values: readonly NamedExpression[], own: Row): Row {
  return new Map(values.map(({ name, value }) => [name, evaluate(value, { own })]))
}

function aggregated({ input, by, values }: Aggregate): Row[] {
  const groups = new Map<string, { key: Row; rows: Row[] }>()
  for (const row of evaluatePlan(input)) {
    const key = projected(by, row)
    const text = keyText([...key.values()])
    const group = groups.get(text) ?? { key, rows: [] }
    group.rows.push(row)
    groups.set(text, group)
  }
  // One row even of no rows, unless there are groups.
  if (by.length === 0 && groups.size === 0) groups.set('', { key: new Map(), rows: [] })
  return [...groups.values()].map(
    ({ key, rows }) =>
      new Map([...key, ...values.map(({ name, value }) => [name, aggregateOf(value, rows)] as const)]),
  )
}

function aggregateOf(value: Expression, rows: readonly Row[]): Value {
  if (value.kind !== 'call') throw new Error('An aggregate is a call.')
  const [argument] = value.arguments
  const all = argument === undefined ? [] : rows.map((own) => evaluate(argument, { own }))
  const some = all.filter((one) => one !== null)
  switch (value.function) {
    case 'count':
      return BigInt(rows.length)
    case 'countif':
      return BigInt(all.filter((one) => one === true).length)
    case 'dcount':
      return BigInt(new Set(some).size)
    case 'sum':
      return value.type === 'real'
        ? (some as number[]).reduce((sum, one) => sum + one, 0)
        : (some as bigint[]).reduce((sum, one) => sum + one, 0n)
    case 'min':
      return some.reduce<Value>((least, one) => (least === null || one < least ? one : least), null)
    case 'max':
      return some.reduce<Value>((most, one) => (most === null || one > most ? one : most), null)
    default:
      throw new Error(`The evaluator has no aggregate ${value.function}.`)
  }
}

function joined(join: Join): Row[] {
  const left = evaluatePlan(join.left)
  const right = evaluatePlan(join.right)
  // A null matches nothing, not even a null.
  const matches = (one: Row, other: Row) =>
    join.on.every((pair) => {
      const a = evaluate(pair.left, { own: one, left: one })
      const b = evaluate(pair.right, { own: other, right: other })
      return a !== null && a === b
    })
  const output = (one: Row | null, other: Row | null): Row =>
    new Map(
      join.output.map(({ side, column, name }) => {
        const from = side === 'left' ? one : other
        const { columns } = side === 'left' ? join.left : join.right
        const isText = columns.find((candidate) => candidate.name === column)?.type === 'string'
        return [name, from === null ? (isText ? '' : null) : (from.get(column) ?? null)]
      }),
    )
  const pairs = left.flatMap((one) =>
    right.filter((other) => matches(one, other)).map((other) => ({ one, other })),
  )
  const leftAlone = left.filter((one) => !right.some((other) => matches(one, other)))
  const rightAlone = right.filter((other) => !left.some((one) => matches(one, other)))
  const both = () => pairs.map(({ one, other }) => output(one, other))
  switch (join.join) {
    case 'inner':
      return both()
    case 'innerunique': {
      const seen = new Set<string>()
      const once = left.filter((one) => {
        const key = keyText(join.on.map((pair) => evaluate(pair.left, { own: one, left: one })))
        return !seen.has(key) && seen.add(key)
      })
      return pairs.filter(({ one }) => once.includes(one)).map(({ one, other }) => output(one, other))
    }
    case 'leftouter':
      return [...both(), ...leftAlone.map((one) => output(one, null))]
    case 'rightouter':
      return [...both(), ...rightAlone.map((other) => output(null, other))]
    case 'fullouter':
      return [
        ...both(),
        ...leftAlone.map((one) => output(one, null)),
        ...rightAlone.map((other) => output(null, other)),
      ]
    case 'leftsemi':
      return left.filter((one) => !leftAlone.includes(one)).map((one) => output(one, null))
    case 'rightsemi':
      return right.filter((other) => !rightAlone.includes(other)).map((other) => output(null, other))
    case 'leftanti':
      return leftAlone.map((one) => output(one, null))
    case 'rightanti':
      return rightAlone.map((other) => output(null, other))
    case 'cross':
      return left.flatMap((one) => right.map((other) => output(one, other)))
  }
}

function compareRows(keys: readonly SortKey[], left: Row, right: Row): number {
  for (const { value, descending, nulls } of keys) {
    const a = evaluate(value, { own: left })
    const b = evaluate(value, { own: right })
    if (a === b) continue
    if (a === null || b === null) return (a === null) === (nulls === 'first') ? -1 : 1
    return a < b !== descending ? -1 : 1
  }
  return 0
}

function keyText(values: readonly Value[]): string {
  return JSON.stringify(values.map((value) => (typeof value === 'bigint' ? `${value}n` : value)))
}

function evaluate(expression: Expression, sides: Sides): Value {
  switch (expression.kind) {
    case 'column': {
      const row = expression.side === undefined ? sides.own : (sides[expression.side] ?? sides.own)
      return row?.get(expression.name) ?? null
    }
    case 'literal': {
      const { value, type } = expression
      if (value === null) return null
      if (type === 'long' || type === 'int' || type === 'datetime' || type === 'timespan')
        return BigInt(value as string)
      return value as Value
    }
    case 'call':
      return evaluateCall(expression, sides)
    default:
      throw new Error(`The evaluator has no ${expression.kind}.`)
  }
}

function evaluateCall(call: Call, sides: Sides): Value {
  const values = call.arguments.map((argument) => evaluate(argument, sides))
  const rule = RULES.get(call.function)
  if (rule === undefined) throw new Error(`The evaluator has no ${call.function}.`)
  return rule(values)
}

type Rule = (values: readonly Value[]) => Value

/** Null wherever an argument is. */
function sticky<Argument extends Value>(rule: (...values: Argument[]) => Value): Rule {
  return (values) => (values.includes(null) ? null : rule(...(values as Argument[])))
}

function equals([left, right]: readonly Value[]): boolean | null {
  if (left === null && right === null) return null
  return left === right
}

function not(value: Value): Value {
  return value === null ? null : !value
}

const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['==', equals],
  ['!=', (values) => not(equals(values))],
  ['<', sticky<bigint>((left, right) => left < right)],
  ['<=', sticky<bigint>((left, right) => left <= right)],
  ['>', sticky<bigint>((left, right) => left > right)],
  ['>=', sticky<bigint>((left, right) => left >= right)],
  ['and', (values) => (values.includes(false) ? false : values.includes(null) ? null : true)],
  ['or', (values) => (values.includes(true) ? true : values.includes(null) ? null : false)],
  ['not', ([value = null]) => not(value)],
  ['isnull', ([value]) => value === null],
  ['isnotnull', ([value]) => value !== null],
  ['isempty', ([value]) => value === null || value === ''],
  ['iff', ([condition, yes = null, no = null]) => (condition === true ? yes : no)],
  ['+', sticky<bigint>((left, right) => left + right)],
  ['-', sticky<bigint>((left, right) => left - right)],
  ['*', sticky<bigint>((left, right) => left * right)],
  ['/', sticky<bigint>((left, right) => (right === 0n ? null : left / right))],
  [
    '%',
    sticky<bigint>((left, right) => {
      if (right === 0n) return null
      const size = right < 0n ? -right : right
      return ((left % size) + size) % size
    }),
  ],
  ['strcat', (values) => values.join('')],
  ['tolower', ([text]) => String(text).toLowerCase()],
  ['toupper', ([text]) => String(text).toUpperCase()],
  ['strlen', ([text]) => BigInt([...String(text)].length)],
  ['contains', folded((text, part) => text.includes(part))],
  ['!contains', folded((text, part) => !text.includes(part))],
  ['startswith', folded((text, part) => text.startsWith(part))],
  ['endswith', folded((text, part) => text.endsWith(part))],
  ['=~', folded((text, other) => text === other)],
  ['!~', folded((text, other) => text !== other)],
  ['in', ([value, ...list]) => value !== null && list.includes(value as Value)],
  ['!in', ([value, ...list]) => value === null || !list.includes(value as Value)],
])

function folded(rule: (text: string, other: string) => boolean): Rule {
  return ([text, other]) => rule(String(text).toLowerCase(), String(other).toLowerCase())
}

import fc from 'fast-check'
import {
  aggregate,
  call,
  columnReference,
  filter,
  join,
  limit,
  literal,
  named,
  project,
  rows,
  sort,
  union,
} from '../plan/build.ts'
import type { Expression } from '../plan/expression.ts'
import { JOIN_KINDS, type Relation } from '../plan/relation.ts'
import type { Column, ScalarType } from '../plan/type.ts'

const AT = { start: 0, end: 0 }

/** Types whose columns the plans have. */
const TYPES = ['long', 'string', 'bool', 'real', 'datetime'] as const
type Type = (typeof TYPES)[number]

type Generate = fc.GeneratorValue

/** A plan of a few relations over small tables that repeat values, nulls and empty texts. */
export function randomPlan(g: Generate): Relation {
  const size = g(fc.integer, { min: 1, max: 4 })
  let plan = table(g)
  for (let step = 0; step < size; step += 1) plan = next(g, plan)
  return plan
}

const STEPS = ['filter', 'project', 'aggregate', 'join', 'union', 'sort', 'limit'] as const

function next(g: Generate, input: Relation): Relation {
  switch (g(fc.constantFrom<(typeof STEPS)[number][]>, ...STEPS)) {
    case 'filter':
      return filter(input, expression(g, input.columns, 'bool', 2), AT)
    case 'project':
      return project(
        input,
        repeat(g, 1, 3, (at) => named(nameOf(g, at), expression(g, input.columns, oneType(g), 2))),
        AT,
      )
    case 'aggregate':
      return aggregate(
        input,
        repeat(g, 0, 2, (at) => named(`k${at}`, expression(g, input.columns, oneType(g), 1))),
        repeat(g, 1, 3, (at) => named(`v${at}`, aggregateCall(g, input.columns))),
        AT,
      )
    case 'join':
      return joined(g, input)
    case 'union':
      return union([input, tableLike(g, input.columns)], AT)
    case 'sort':
      return sortedByAll(g, input)
    case 'limit':
      // Which rows are first is only known of rows in a full order.
      return limit(sortedByAll(g, input), g(fc.integer, { min: 0, max: 5 }), AT, {
        offset: g(fc.integer, { min: 0, max: 2 }),
      })
  }
}

function sortedByAll(g: Generate, input: Relation): Relation {
  const keys = input.columns.map((column) => ({
    value: columnReference(column, AT),
    descending: g(fc.boolean),
    nulls: g(fc.constantFrom<('first' | 'last')[]>, 'first', 'last'),
  }))
  return sort(input, keys, AT)
}

function joined(g: Generate, left: Relation): Relation {
  const kind = g(fc.constantFrom<(typeof JOIN_KINDS)[number][]>, ...JOIN_KINDS)
  const right = tableLike(g, left.columns)
  const key = left.columns[g(fc.integer, { min: 0, max: left.columns.length - 1 })] as Column
  const sides = { left: !/^right(semi|anti)$/.test(kind), right: !/^left(semi|anti)$/.test(kind) }
  // Any left row of a key may be the one of innerunique: only what all of them share is asked for.
  const fromLeft = kind === 'innerunique' ? [key] : left.columns
  const taken = new Set(left.columns.map(({ name }) => name))
  const unused = (name: string): string => {
    if (taken.has(name)) return unused(`${name}'`)
    taken.add(name)
    return name
  }
  return join({
    join: kind,
    left,
    right,
    on: kind === 'cross' ? [] : [{ left: columnReference(key, AT), right: columnReference(key, AT) }],
    output: [
      ...(sides.left ? fromLeft.map(({ name }) => ({ side: 'left' as const, column: name, name })) : []),
      ...(sides.right
        ? right.columns.map(({ name }) => ({ side: 'right' as const, column: name, name: unused(name) }))
        : []),
    ],
    missingStrings: 'empty',
    at: AT,
  })
}

function table(g: Generate): Relation {
  return tableLike(
    g,
    repeat(g, 1, 3, (at) => ({ name: nameOf(g, at), type: oneType(g) })),
  )
}

function tableLike(g: Generate, columns: readonly Column[]): Relation {
  const values = repeat(g, 0, 5, () => columns.map(({ type }) => constant(g, type as Type)))
  return rows(columns, values, AT)
}

function aggregateCall(g: Generate, columns: readonly Column[]): Expression {
  const name = g(fc.constantFrom<string[]>, 'count', 'countif', 'dcount', 'sum', 'min', 'max')
  switch (name) {
    case 'count':
      return call('count', 'long', [], AT)
    case 'countif':
      return call('countif', 'long', [expression(g, columns, 'bool', 1)], AT)
    case 'dcount':
      return call('dcount', 'long', [expression(g, columns, oneType(g), 1)], AT)
    default: {
      const type = g(fc.constantFrom<Type[]>, 'long', 'real')
      return call(name, type, [expression(g, columns, type, 1)], AT)
    }
  }
}

/** Odd names, too: whatever they are, they are names. */
function nameOf(g: Generate, at: number): string {
  const name = g(fc.constantFrom<string[]>, 'a', 'b c', "d'e", 'f`g', 'h\\', 'i"j', 'count()', '1', 'ü')
  return `${name}${at}`
}

function oneType(g: Generate): Type {
  return g(fc.constantFrom<Type[]>, ...TYPES)
}

function repeat<Item>(g: Generate, min: number, max: number, make: (at: number) => Item): Item[] {
  return Array.from({ length: g(fc.integer, { min, max }) }, (_, at) => make(at))
}

function constant(g: Generate, type: Type): Expression {
  const value = g(fc.constantFrom<(string | number | boolean | null)[]>, ...VALUES[type])
  return literal(type, value, AT)
}

const VALUES: Readonly<Record<Type, readonly (string | number | boolean | null)[]>> = {
  long: ['0', '1', '-1', '7', '-14', '12', null],
  string: ['', 'a', 'A', 'ab c', 'É', "x'`\\", '{p1:String}'],
  bool: [true, false, null],
  // Halves and quarters: sums of them are exact in any order.
  real: [0, 1.5, -0.25, 3, null],
  datetime: ['0', '17730000000000001', '-5', '17720000000000000', null],
}

function expression(g: Generate, columns: readonly Column[], type: Type, depth: number): Expression {
  const own = columns.filter((column) => column.type === type)
  if (depth === 0 || g(fc.integer, { min: 0, max: 3 }) === 0) {
    const column = own[g(fc.integer, { min: 0, max: own.length })]
    return column === undefined ? constant(g, type) : columnReference(column, AT)
  }
  const of = (one: Type) => expression(g, columns, one, depth - 1)
  const make = g(
    fc.constantFrom<((of: (type: Type) => Expression, g: Generate) => Expression)[]>,
    ...MAKERS[type],
  )
  return make(of, g)
}

type Maker = (of: (type: Type) => Expression, g: Generate) => Expression

const made = (name: string, result: ScalarType, ...types: readonly Type[]): Maker => {
  return (of) => call(name, result, types.map(of), AT)
}

const compared = (name: string): Maker => {
  return (of, g) => {
    const type = oneType(g)
    return call(name, 'bool', [of(type), of(type)], AT)
  }
}

const chosen = (type: Type): Maker => made('iff', type, 'bool', type, type)

const among = (name: string): Maker => {
  return (of, g) => {
    const type = g(fc.constantFrom<Type[]>, 'long', 'string')
    const list = repeat(g, 1, 3, () => constant(g, type)).filter(
      (value) => value.kind === 'literal' && value.value !== null,
    )
    return call(name, 'bool', [of(type), ...list], AT)
  }
}

const MAKERS: Readonly<Record<Type, readonly Maker[]>> = {
  bool: [
    ...['==', '!=', '<', '<=', '>', '>='].map(compared),
    made('and', 'bool', 'bool', 'bool'),
    made('or', 'bool', 'bool', 'bool', 'bool'),
    made('not', 'bool', 'bool'),
    (of, g) =>
      call(
        g(fc.constantFrom<string[]>, 'isnull', 'isnotnull'),
        'bool',
        [of(g(fc.constantFrom<Type[]>, 'long', 'real', 'datetime', 'bool'))],
        AT,
      ),
    made('isempty', 'bool', 'string'),
    ...['contains', '!contains', 'startswith', 'endswith', '=~', '!~'].map((name) =>
      made(name, 'bool', 'string', 'string'),
    ),
    among('in'),
    among('!in'),
    chosen('bool'),
  ],
  long: [
    ...['+', '-', '*', '/', '%'].map((name) => made(name, 'long', 'long', 'long')),
    made('strlen', 'long', 'string'),
    chosen('long'),
  ],
  real: [chosen('real')],
  string: [
    made('strcat', 'string', 'string', 'string'),
    made('tolower', 'string', 'string'),
    made('toupper', 'string', 'string'),
    chosen('string'),
  ],
  datetime: [chosen('datetime')],
}

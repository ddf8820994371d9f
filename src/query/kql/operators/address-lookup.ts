import {
  call,
  columnReference,
  filter,
  join,
  limit,
  literal,
  missing,
  named,
  project,
  sort,
  union,
  window,
} from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import type { Relation } from '../../plan/relation.ts'
import type { Span } from '../../plan/span.ts'
import { argumentsOf, calledName, namedArgument } from '../expressions/arguments.ts'
import { convert } from '../functions/convert.ts'
import { binaryOperator } from '../functions/operators.ts'
import type { InferredColumn } from '../inference.ts'
import { UniqueNames } from '../projection.ts'
import { refusal } from '../refusal.ts'
import { inside, over } from '../scope.ts'
import { nameIn, part, type Syntax, spanOf } from '../syntax.ts'
import type { TranslateOperator } from './operator.ts'

const ROW = '$lookup_row'
const LENGTH = '$lookup_prefix'

/**
 * `evaluate ipv4_lookup(table, address, network, more keys…, return_unmatched)`: beside every row the row of the table
 * with the longest network that holds the row's address. ipv6_lookup is the same.
 */
export const translateAddressLookup: TranslateOperator = (node, input, scope, translator) => {
  const at = spanOf(node)
  const plugin = part(node, 'FunctionCall')
  const version = calledName(plugin).slice(0, 4)
  const written = argumentsOf(plugin).map(namedArgument)
  const [tableNode, addressNode, networkNode, ...more] = written
    .filter(({ name }) => name === undefined)
    .map(({ value }) => value)
  if (tableNode === undefined || addressNode === undefined || networkNode === undefined) {
    throw refusal('wrong-argument', `'${version}_lookup' takes a table, an address and a network`, node)
  }
  const option = written.find(({ name }) => name === 'return_unmatched')?.value ?? more.find(isFlag)
  const flag = option === undefined ? undefined : translator.expression(option, inside(scope))
  const keepsUnmatched = flag?.kind === 'literal' && flag.value === true
  const table = translator.table(tableNode, inside(scope))
  const address = translator.expression(addressNode, over(scope, input))
  const network = translator.expression(networkNode, over(scope, table))
  const keys = more
    .filter((each) => !isFlag(each))
    .map((each) => ({
      left: translator.expression(each, over(scope, input)),
      right: translator.expression(each, over(scope, table)),
    }))
  const numbered = window({
    input: input.relation,
    partition: [],
    order: [],
    values: [named(ROW, call('row_number', 'long', [literal('long', '1', at)], at))],
    frame: { unit: 'rows', preceding: null, following: 0 },
    at,
  })
  const names = new UniqueNames()
  const output = [
    ...numbered.columns.map(({ name }) => ({ side: 'left' as const, column: name, name: names.take(name) })),
    ...table.relation.columns.map(({ name }) => ({
      side: 'right' as const,
      column: name,
      name: names.take(name),
    })),
  ]
  const outside = (side: 'left' | 'right', value: Expression) => {
    const found = output.find(
      (each) => each.side === side && value.kind === 'column' && each.column === value.name,
    )
    if (found === undefined) throw refusal('wrong-argument', 'A lookup compares columns', node)
    return columnReference({ name: found.name, type: value.type }, at)
  }
  const pairs = join({
    join: 'cross',
    left: numbered,
    right: table.relation,
    on: [],
    output,
    missingStrings: 'empty',
    at,
  })
  const cidr = convert(outside('right', network), 'string')
  const holds = call(
    `${version}_is_in_range`,
    'bool',
    [convert(outside('left', address), 'string'), cidr],
    at,
  )
  const same = keys.map(({ left, right }) =>
    binaryOperator('==', outside('left', left), outside('right', right), at),
  )
  const fitting = same.reduce<Relation>(
    (rows, condition) => filter(rows, condition, at),
    filter(pairs, holds, at),
  )
  const measured = project(
    fitting,
    [
      ...fitting.columns.map((column) => named(column.name, columnReference(column, at))),
      named(LENGTH, prefixLength(cidr, at)),
    ],
    at,
  )
  const length = columnReference({ name: LENGTH, type: 'long' }, at)
  const row = columnReference({ name: ROW, type: 'long' }, at)
  const longest = limit(sort(measured, [{ value: length, descending: true, nulls: 'last' }], at), 1, at, {
    per: [row],
  })
  const shown = output.filter(({ name }) => name !== ROW)
  const result = onlyShown(longest, shown, at)
  const origins = new Map<string, InferredColumn>()
  for (const { side, column, name } of shown) {
    const origin = (side === 'left' ? input : table).origins.get(column)
    if (origin !== undefined) origins.set(name, origin)
  }
  const open = [...input.open, ...table.open]
  if (!keepsUnmatched) return { relation: result, open, origins }
  const unmatched = join({
    join: 'leftanti',
    left: numbered,
    right: longest,
    on: [{ left: row, right: row }],
    output: numbered.columns.map(({ name }) => ({ side: 'left' as const, column: name, name })),
    missingStrings: 'empty',
    at,
  })
  const padded = project(
    unmatched,
    result.columns.map((column, index) =>
      named(
        column.name,
        shown[index]?.side === 'left' ? columnReference(column, at) : missing(column.type, at),
      ),
    ),
    at,
  )
  return { relation: union([result, padded], at), open, origins }
}

function isFlag(node: Syntax): boolean {
  return /^(true|false)$/i.test(nameIn(node))
}

/** What stands after the slash; a bare address is the longest network there is. */
function prefixLength(cidr: Expression, at: Span): Expression {
  const suffix = call(
    'extract',
    'string',
    [literal('string', '/(\\d+)', at), literal('long', '1', at), cidr],
    at,
  )
  return call('coalesce', 'long', [convert(suffix, 'long'), literal('long', '128', at)], at)
}

function onlyShown(relation: Relation, shown: readonly { readonly name: string }[], at: Span): Relation {
  const types = new Map(relation.columns.map(({ name, type }) => [name, type]))
  return project(
    relation,
    shown.map(({ name }) => named(name, columnReference({ name, type: types.get(name) ?? 'string' }, at))),
    at,
  )
}

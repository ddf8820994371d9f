import {
  aggregate,
  call,
  columnReference,
  expand,
  extend,
  filter,
  join,
  limit,
  literal,
  missing,
  named,
  project,
  scalarRelation,
  sideColumn,
  sort,
  union,
  window,
} from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import type { Relation } from '../../plan/relation.ts'
import type { Span } from '../../plan/span.ts'
import { argumentsOf, calledName, namedArgument } from '../expressions/arguments.ts'
import { convert } from '../functions/convert.ts'
import type { InferredColumn } from '../inference.ts'
import { UniqueNames } from '../projection.ts'
import { refusal } from '../refusal.ts'
import { inside, over } from '../scope.ts'
import { nameIn, part, type Syntax, spanOf } from '../syntax.ts'
import type { TranslateOperator } from './operator.ts'

const ROW = '$lookup_row'
const LENGTHS = '$lookup_lengths'
const LENGTH = '$lookup_length'
const KEY = '$lookup_key'
const PREFIX = '$lookup_prefix'

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
  // Every row once for each length that networks have, beside the networks that begin as its address does.
  const each = { name: LENGTH, type: 'long' as const }
  const known = project(
    table.relation,
    [
      ...table.relation.columns.map((column) => named(column.name, columnReference(column, at))),
      named(KEY, call('kql.network_first', 'string', [convert(network, 'string')], at)),
      named(PREFIX, call('kql.network_prefix', 'long', [convert(network, 'string')], at)),
    ],
    at,
  )
  const prefix = columnReference({ name: PREFIX, type: 'long' }, at)
  const networks = filter(
    known,
    call('!=', 'bool', [columnReference({ name: KEY, type: 'string' }, at), literal('string', '', at)], at),
    at,
  )
  const lengths = scalarRelation(
    aggregate(networks, [], [named('lengths', call('make_set', 'dynamic', [prefix], at))], at),
    at,
  )
  const walked = expand({
    input: numbered,
    arrays: [{ name: LENGTHS, value: lengths, element: { name: LENGTHS, type: 'dynamic' } }],
    keepEmpty: false,
    keepNull: false,
    at,
  })
  const measuredRows = extend(
    walked,
    [named(LENGTH, convert(columnReference({ name: LENGTHS, type: 'dynamic' }, at), 'long'))],
    at,
  )
  const names = new UniqueNames()
  const output = [
    ...numbered.columns.map(({ name }) => ({ side: 'left' as const, column: name, name: names.take(name) })),
    ...table.relation.columns.map(({ name }) => ({
      side: 'right' as const,
      column: name,
      name: names.take(name),
    })),
  ]
  const measured = join({
    join: 'inner',
    left: measuredRows,
    right: networks,
    on: [
      {
        left: call(
          'kql.network_key',
          'string',
          [convert(onSide('left', address), 'string'), sideColumn('left', each, at)],
          at,
        ),
        right: sideColumn('right', { name: KEY, type: 'string' }, at),
      },
      {
        left: sideColumn('left', each, at),
        right: sideColumn('right', { name: PREFIX, type: 'long' }, at),
      },
      ...keys.map(({ left, right }) => ({ left: onSide('left', left), right: onSide('right', right) })),
    ],
    output: [...output, { side: 'left', column: LENGTH, name: LENGTH }],
    missingStrings: 'empty',
    at,
  })
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

/** A column in a join's condition. */
function onSide(side: 'left' | 'right', value: Expression): Expression {
  if (value.kind === 'column') return sideColumn(side, { name: value.name, type: value.type }, value.at)
  if (value.kind !== 'call') return value
  return { ...value, arguments: value.arguments.map((each) => onSide(side, each)) }
}

function onlyShown(relation: Relation, shown: readonly { readonly name: string }[], at: Span): Relation {
  const types = new Map(relation.columns.map(({ name, type }) => [name, type]))
  return project(
    relation,
    shown.map(({ name }) => named(name, columnReference({ name, type: types.get(name) ?? 'string' }, at))),
    at,
  )
}

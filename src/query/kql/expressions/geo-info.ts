import {
  aggregate,
  call,
  columnReference,
  filter,
  literal,
  missing,
  named,
  project,
  scalarRelation,
  scan,
  window,
} from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import type { Relation } from '../../plan/relation.ts'
import type { Span } from '../../plan/span.ts'
import type { ScalarType } from '../../plan/type.ts'
import type { SchemaTable } from '../../schemas/schema.ts'
import { convert } from '../functions/convert.ts'
import { refusal } from '../refusal.ts'
import type { Scope } from '../scope.ts'
import { type Syntax, spanOf } from '../syntax.ts'
import type { Translator } from '../translator.ts'

/** The table of networks that the user gives. */
const TABLE = 'geo_ip'
const PLACE: readonly (readonly [string, ScalarType])[] = [
  ['country', 'string'],
  ['state', 'string'],
  ['city', 'string'],
  ['latitude', 'real'],
  ['longitude', 'real'],
]

/** `geo_info_from_ip_address(ip)`: what the table `geo_ip` says of the longest network that holds the address; else null. */
export function translateGeoInfo(
  node: Syntax,
  args: readonly Syntax[],
  scope: Scope,
  translator: Translator,
): Expression {
  const at = spanOf(node)
  const [ip, more] = args
  if (ip === undefined || more !== undefined) {
    throw refusal('wrong-argument', "'geo_info_from_ip_address' takes one address", node)
  }
  const address = translator.expression(ip, scope)
  translator.inference.suggest(address, 'string')
  const table = translator.options.schema.tables.find(({ name }) => name === TABLE)
  if (table === undefined || (table.select === undefined && table.given !== true)) {
    translator.warn(
      `geo_info_from_ip_address knows no network, so every address is unknown to it: give the table ${TABLE} (network, country, state, city, latitude, longitude), as in --rows ${TABLE}=FILE.csv`,
      at,
    )
  }
  if (table === undefined) return missing('dynamic', at)
  return call('geo_info_from_ip_address', 'dynamic', [convert(address, 'string'), networks(table, at)], at)
}

/** All networks in one value, in which an address is found quickly. */
function networks(table: SchemaTable, at: Span): Expression {
  const column = (name: string, type: ScalarType = 'string') => columnReference({ name, type }, at)
  const source = scan(table, at)
  const written = new Map(source.columns.map((each) => [each.name, each]))
  const cell = (name: string, type: ScalarType): Expression => {
    const found = written.get(name)
    return found === undefined ? missing(type, at) : convert(columnReference(found, at), type)
  }
  const network = cell('network', 'string')
  const place = call(
    'bag_pack',
    'dynamic',
    PLACE.flatMap(([name, type]) => [literal('string', name, at), convert(cell(name, type), 'dynamic')]),
    at,
  )
  const read = project(
    source,
    [
      named('first', call('kql.network_first', 'string', [network], at)),
      named('last', call('kql.network_last', 'string', [network], at)),
      named('prefix', call('kql.network_prefix', 'long', [network], at)),
      named('place', place),
    ],
    at,
  )
  const valid = filter(read, call('!=', 'bool', [column('first'), literal('string', '', at)], at), at)
  const ordered: Relation = window({
    input: valid,
    partition: [],
    order: [
      { value: column('first'), descending: false, nulls: 'last' },
      { value: column('prefix', 'long'), descending: false, nulls: 'last' },
    ],
    values: [named('before', call('max', 'string', [column('last')], at))],
    frame: { unit: 'rows', preceding: null, following: -1 },
    at,
  })
  const index = call(
    'kql.network_index',
    'dynamic',
    [column('first'), column('last'), column('prefix', 'long'), column('place', 'dynamic'), column('before')],
    at,
  )
  return scalarRelation(aggregate(ordered, [], [named('index', index)], at), at)
}

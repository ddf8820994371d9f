import { aggregate, call, columnReference, expand, literal, named, project } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import type { Relation } from '../../plan/relation.ts'
import type { Span } from '../../plan/span.ts'
import type { Column, ScalarType } from '../../plan/type.ts'
import { argumentsOf, namedArgument } from '../expressions/arguments.ts'
import { convert } from '../functions/convert.ts'
import { memberOf } from '../functions/member.ts'
import { typeNamed } from '../functions/type-literal.ts'
import type { InferredTable } from '../inference.ts'
import { Projection } from '../projection.ts'
import { notBuilt, refusal } from '../refusal.ts'
import { over } from '../scope.ts'
import { part, type Syntax, spanOf } from '../syntax.ts'
import { asTheyAre, computed, type Table } from '../table.ts'
import { DiscoveryNeeded, type Translator } from '../translator.ts'
import type { TranslateOperator } from './operator.ts'
import { declaredSchema } from './plugin-schema.ts'

/**
 * `evaluate bag_unpack(bag, prefix, conflict, ignored)`: a column for every property. Which ones there are is declared,
 * or found in the data, or, where nothing may be run, what the rest of the query names.
 */
export const translateBagUnpack: TranslateOperator = (node, input, scope, translator) => {
  const at = spanOf(node)
  const args = optionsOf(part(node, 'FunctionCall'))
  const bagNode = args.get('bag')
  if (bagNode === undefined) throw refusal('wrong-argument', `'bag_unpack' takes a column`, node)
  const bag = translator.expression(bagNode, over(scope, input))
  translator.inference.suggest(bag, 'dynamic')
  if (bag.kind !== 'column') throw refusal('wrong-argument', `'bag_unpack' takes a column`, bagNode)
  const text = (name: string) => {
    const option = args.get(name)
    const value = option === undefined ? undefined : translator.expression(option, over(scope, input))
    return value?.kind === 'literal' ? value : undefined
  }
  const prefix = String(text('prefix')?.value ?? '')
  const conflict = String(text('columnsConflict')?.value ?? 'error')
  const ignored = ignoredIn(text('ignoredProperties')?.value)
  const dynamicBag = convert(bag, 'dynamic')
  const others = input.relation.columns.filter(({ name }) => name !== bag.name)
  const declared = declaredSchema(node)
  if (declared !== undefined) {
    const kept = declared.keepsInput ? others : []
    const values = declared.columns.map((column) => {
      const own = others.find(({ name }) => name === column.name)
      const value = own === undefined ? property(dynamicBag, column, prefix, at) : columnReference(own, at)
      return named(column.name, convert(value, column.type))
    })
    const relation = project(input.relation, [...asTheyAre(kept, at), ...values], at)
    return computed(input, relation, asTheyAre(kept, at), translator.inference, { keepsOthers: false })
  }
  const found = propertiesOf(dynamicBag, prefix, input, node, translator)
  const columns = found.columns
    .filter(({ name }) => !ignored.has(name))
    .map((column) => ({ ...column, name: `${prefix}${column.name}` }))
  return unpacked(input, others, columns, dynamicBag, prefix, conflict, found.open, node, translator)
}

function unpacked(
  input: Table,
  others: readonly Column[],
  columns: readonly Column[],
  bag: Expression,
  prefix: string,
  conflict: string,
  open: InferredTable | undefined,
  node: Syntax,
  translator: Translator,
): Table {
  const at = spanOf(node)
  const projection = new Projection()
  const replaced = new Set(columns.map(({ name }) => name))
  projection.keep(
    others.filter(({ name }) => conflict !== 'replace_source' || !replaced.has(name)),
    at,
  )
  for (const column of columns) {
    const isTaken = projection.has(column.name)
    if (isTaken && conflict === 'keep_source') continue
    if (isTaken && conflict === 'error' && open === undefined) {
      throw refusal(
        'wrong-argument',
        `The bag has a property '${column.name}', and the table has a column of that name`,
        node,
        column.name,
      )
    }
    if (isTaken) continue
    const value = property(bag, column, prefix, at)
    const origin = open?.find(column.name.slice(prefix.length))
    projection.add(column.name, origin === undefined ? value : translator.inference.remember(value, origin))
  }
  const relation = project(input.relation, projection.values, at)
  const table = computed(input, relation, projection.values, translator.inference, { keepsOthers: false })
  const kept = new Map(input.origins)
  for (const [name, origin] of table.origins) kept.set(name, origin)
  const groups = open === undefined ? input.open : [[open], ...input.open]
  return { relation, open: groups, origins: kept }
}

function property(bag: Expression, column: Column, prefix: string, at: Span): Expression {
  const name = column.name.startsWith(prefix) ? column.name.slice(prefix.length) : column.name
  const value = memberOf(bag, name, at)
  // A new node each time: an expression remembers where it comes from.
  return column.type === 'dynamic' ? { ...value } : convert(value, column.type)
}

function propertiesOf(
  bag: Expression,
  prefix: string,
  input: Table,
  node: Syntax,
  translator: Translator,
): { readonly columns: readonly Column[]; readonly open?: InferredTable } {
  const key = translator.nextKey(node)
  // What the rest of the query names is there, and null where no row has it: a rule must not fail on a quiet day.
  const open = translator.inference.bag(key, prefix)
  if (translator.options.discover === undefined || translator.isLearning) return { columns: open.typed, open }
  const rows = translator.discovered.get(key)
  if (rows === undefined) throw new DiscoveryNeeded(key, propertiesPlan(bag, input, spanOf(node)))
  const found = columnsOf(rows)
  const names = new Set([...found, ...input.relation.columns].map(({ name }) => name))
  return { columns: [...found, ...open.typed.filter(({ name }) => !names.has(`${prefix}${name}`))] }
}

/** Every property and every type it has. */
function propertiesPlan(bag: Expression, input: Table, at: Span): Relation {
  const property = { name: 'property', type: 'dynamic' as const }
  const each = expand({
    input: project(input.relation, [named(property.name, bag)], at),
    arrays: [{ name: property.name, value: columnReference(property, at), element: property }],
    keepEmpty: false,
    keepNull: false,
    at,
  })
  const one = columnReference(property, at)
  const name = convert(
    memberOf(call('bag_keys', 'dynamic', [one], at), literal('long', '0', at), at),
    'string',
  )
  const value = memberOf(one, name, at)
  return aggregate(each, [named('name', name), named('type', call('gettype', 'string', [value], at))], [], at)
}

/** One column a property: of its type, where all rows agree. Names are in the order of the alphabet. */
function columnsOf(rows: readonly (readonly unknown[])[]): readonly Column[] {
  const types = new Map<string, Set<ScalarType>>()
  for (const [name, type] of rows) {
    if (typeof name !== 'string' || typeof type !== 'string' || type === 'null' || name === '') continue
    const known = types.get(name) ?? new Set()
    known.add(typeNamed(type) ?? 'dynamic')
    types.set(name, known)
  }
  return [...types]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, found]) => ({ name, type: agreed([...found]) }))
}

function agreed(types: readonly ScalarType[]): ScalarType {
  const [first, ...others] = types
  if (first !== undefined && others.length === 0) return first
  return types.every((type) => type === 'long' || type === 'int' || type === 'real') ? 'real' : 'dynamic'
}

const POSITIONS = ['bag', 'prefix', 'columnsConflict', 'ignoredProperties']

function optionsOf(call: Syntax): ReadonlyMap<string, Syntax> {
  const options = new Map<string, Syntax>()
  argumentsOf(call).forEach((arg, index) => {
    const { name = POSITIONS[index], value } = namedArgument(arg)
    if (name === undefined) throw notBuilt(arg, 'bag_unpack')
    options.set(/^(OutputColumnPrefix)$/i.test(name) ? 'prefix' : name, value)
  })
  return options
}

function ignoredIn(json: unknown): ReadonlySet<string> {
  if (typeof json !== 'string') return new Set()
  try {
    const parsed: unknown = JSON.parse(json)
    return new Set(Array.isArray(parsed) ? parsed.map(String) : [])
  } catch {
    return new Set()
  }
}

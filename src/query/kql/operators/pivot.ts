import { aggregate, call, literal, named } from '../../plan/build.ts'
import type { Expression, NamedExpression } from '../../plan/expression.ts'
import type { Column } from '../../plan/type.ts'
import { argumentsOf, calledName } from '../expressions/arguments.ts'
import { convert } from '../functions/convert.ts'
import { aggregateOf } from '../functions/function-signatures.ts'
import type { InferredTable } from '../inference.ts'
import { Projection } from '../projection.ts'
import { notBuilt, refusal } from '../refusal.ts'
import { over } from '../scope.ts'
import { kindOf, part, type Syntax, spanOf } from '../syntax.ts'
import { computed, type Table } from '../table.ts'
import { DiscoveryNeeded, type Translator } from '../translator.ts'
import type { TranslateOperator } from './operator.ts'
import { declaredSchema } from './plugin-schema.ts'

/** The form of an aggregate that takes a condition. */
const CONDITIONAL: ReadonlyMap<string, string> = new Map([
  ['count', 'countif'],
  ['sum', 'sumif'],
  ['avg', 'avgif'],
  ['min', 'minif'],
  ['max', 'maxif'],
  ['dcount', 'dcountif'],
  ['take_any', 'take_anyif'],
  ['any', 'take_anyif'],
  ['make_list', 'make_list_if'],
  ['make_set', 'make_set_if'],
  ['make_bag', 'make_bag_if'],
  ['stdev', 'stdevif'],
  ['variance', 'varianceif'],
])

/** `evaluate pivot(column, aggregate, keys…)`: a column for every value of one column. */
export const translatePivot: TranslateOperator = (node, input, scope, translator) => {
  const at = spanOf(node)
  const rowScope = over(scope, input)
  const [pivotNode, ...rest] = argumentsOf(part(node, 'FunctionCall'))
  if (pivotNode === undefined) throw refusal('wrong-argument', `'pivot' takes a column`, node)
  const pivot = translator.expression(pivotNode, rowScope)
  const isAggregate = (each: Syntax) => kindOf(each) === 'FunctionCallExpression'
  const written = rest.find(isAggregate)
  const keyNodes = rest.filter((each) => !isAggregate(each))
  const inner = written === undefined ? [] : argumentsOf(written)
  const args = inner.map((arg) => translator.expression(arg, rowScope))
  const used = new Set([pivot, ...args].flatMap((value) => (value.kind === 'column' ? [value.name] : [])))
  const projection = new Projection()
  if (keyNodes.length === 0) {
    projection.keep(
      input.relation.columns.filter(({ name }) => !used.has(name)),
      at,
    )
  } else {
    for (const key of keyNodes) {
      const value = translator.expression(key, rowScope)
      if (value.kind !== 'column') throw refusal('wrong-argument', `'pivot' groups by columns`, key)
      projection.add(value.name, value)
    }
  }
  const text = convert(pivot, 'string')
  const name = written === undefined ? 'count' : calledName(written)
  const discoveryKey = translator.nextKey(node)
  const open = translator.inference.bag(discoveryKey, '')
  const cells = columnsFor(node, text, input, open, discoveryKey, translator).map(
    (column): NamedExpression => {
      const value = cell(name, args, text, column.name, written ?? node, translator)
      return named(projection.names.take(column.name), value)
    },
  )
  const groups = projection.values
  const relation = aggregate(input.relation, groups, cells, at)
  const table = computed(input, relation, groups, translator.inference, { keepsOthers: false })
  return { ...table, open: [[open], ...(keyNodes.length === 0 ? input.open : [])] }
}

/** Declared, or the values in the data and what the rest of the query names. */
function columnsFor(
  node: Syntax,
  pivot: Expression,
  input: Table,
  open: InferredTable,
  key: string,
  translator: Translator,
): readonly Column[] {
  const declared = declaredSchema(node)
  const own = new Set(input.relation.columns.map(({ name }) => name))
  if (declared !== undefined) return declared.columns.filter(({ name }) => !own.has(name))
  if (translator.options.discover === undefined || translator.isLearning) return open.typed
  const rows = translator.discovered.get(key)
  if (rows === undefined) {
    throw new DiscoveryNeeded(key, aggregate(input.relation, [named('value', pivot)], [], spanOf(node)))
  }
  const names = new Set([
    ...rows.map(([value]) => String(value ?? '')).sort(),
    ...open.typed.map(({ name }) => name),
  ])
  return [...names].map((name) => ({ name, type: 'dynamic' as const }))
}

function cell(
  name: string,
  args: readonly Expression[],
  pivot: Expression,
  value: string,
  node: Syntax,
  translator: Translator,
): Expression {
  const at = spanOf(node)
  const conditional = CONDITIONAL.get(name)
  const signature = conditional === undefined ? undefined : aggregateOf(conditional)
  if (signature === undefined) throw notBuilt(node, `pivot with ${name}`)
  const holds = call('==', 'bool', [pivot, literal('string', value, at)], at)
  return translator.attempt('long', node, () => signature.translate([...args, holds], at))
}

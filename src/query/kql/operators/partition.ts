import { extend, named, select } from '../../plan/build.ts'
import { notBuilt } from '../refusal.ts'
import { inside, over } from '../scope.ts'
import { kindOf, part, spanOf } from '../syntax.ts'
import { kept } from '../table.ts'
import type { TranslateOperator } from './operator.ts'
import { perGroup } from './per-group.ts'

/** `partition by key (subquery)`: the subquery runs for the rows of every key by themselves. */
export const translatePartition: TranslateOperator = (node, input, scope, translator) => {
  const at = spanOf(node)
  const operand = part(node, 'Operand')
  if (kindOf(operand) !== 'PartitionSubquery') throw notBuilt(node, 'partition { … }')
  const value = translator.expression(part(node, 'ByExpression'), over(scope, input))
  const key = { name: `$partition_${translator.depth}`, type: value.type }
  const full = extend(input.relation, [named(key.name, value)], at)
  const piped = { ...input, relation: { ...full, columns: input.relation.columns } }
  const result = translator.table(part(operand, 'Subquery'), inside(scope, { piped }))
  const grouped = perGroup(result.relation, piped.relation, full, { key: [key], along: [] })
  const names = result.relation.columns.map(({ name }) => name)
  return kept(result, select(grouped, names, at))
}

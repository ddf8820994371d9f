import { call, columnReference, extend, literal, named, project, window } from '../../plan/build.ts'
import type { NamedExpression } from '../../plan/expression.ts'
import type { InferredColumn } from '../inference.ts'
import { UniqueNames } from '../projection.ts'
import { refusal } from '../refusal.ts'
import { inside } from '../scope.ts'
import { optionalPart, part, spanOf } from '../syntax.ts'
import { addsTo } from './adds-to.ts'
import { expanded } from './expand.ts'
import type { TranslateOperator } from './operator.ts'
import { perGroup } from './per-group.ts'

const ROW = '$apply_row'
const COPY = '$apply_'

/** `mv-apply`: the elements of every row go through a subquery of their own; its rows stand beside the row's columns. */
export const translateApply: TranslateOperator = (node, input, scope, translator) => {
  const at = spanOf(node)
  const subquery = part(node, 'Subquery')
  const body = optionalPart(subquery, 'Expression')
  if (body === undefined) throw refusal('syntax', 'mv-apply needs a subquery', node)
  const level = `${translator.depth}_`
  const key = { name: `${ROW}${level}`, type: 'long' as const }
  const numbered = window({
    input: input.relation,
    partition: [],
    order: [],
    values: [named(key.name, call('row_number', 'long', [literal('long', '1', at)], at))],
    frame: { unit: 'rows', preceding: null, following: 0 },
    at,
  })
  // The subquery may drop or replace the row's columns: copies come through beside them.
  const copies = input.relation.columns.map((column, index) => ({
    column,
    copy: { name: `${COPY}${level}${index}`, type: column.type },
  }))
  const copied = extend(
    numbered,
    copies.map(({ column, copy }) => named(copy.name, columnReference(column, at))),
    at,
  )
  const { table, elements } = expanded(node, { ...input, relation: copied }, scope, translator)
  const seen = table.relation.columns.filter(
    ({ name }) => name !== key.name && !copies.some(({ copy }) => copy.name === name),
  )
  const piped = { ...table, relation: { ...table.relation, columns: seen } }
  const result = translator.table(body, inside(scope, { piped }))
  const grouped = perGroup(result.relation, piped.relation, table.relation, {
    key: [key],
    along: copies.map(({ copy }) => copy),
  })
  const rowNames = new Set(input.relation.columns.map(({ name }) => name))
  const isOpen = addsTo(body)
  const added = result.relation.columns.filter(
    ({ name }) => !isOpen || elements.includes(name) || !rowNames.has(name),
  )
  const names = new UniqueNames()
  const origins = new Map<string, InferredColumn>()
  const left = copies
    .filter(({ column }) => !elements.includes(column.name))
    .map(({ column, copy }): NamedExpression => {
      const name = names.take(column.name)
      const origin = input.origins.get(column.name)
      if (origin !== undefined) origins.set(name, origin)
      return named(name, columnReference(copy, at))
    })
  const right = added.map((column): NamedExpression => {
    const name = names.take(column.name)
    const origin = result.origins.get(column.name)
    if (origin !== undefined) origins.set(name, origin)
    return named(name, columnReference(column, at))
  })
  return { relation: project(grouped, [...left, ...right], at), open: input.open, origins }
}

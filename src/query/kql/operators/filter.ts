import { filter, select } from '../../plan/build.ts'
import { convert } from '../functions/convert.ts'
import { over, type RowValue } from '../scope.ts'
import { part, spanOf } from '../syntax.ts'
import { kept } from '../table.ts'
import type { TranslateOperator } from './operator.ts'
import { withRowValues } from './row-windows.ts'

/** `where`, `filter`. */
export const translateFilter: TranslateOperator = (node, input, scope, translator) => {
  const at = spanOf(node)
  const rowValues: RowValue[] = []
  const condition = translator.expression(part(node, 'Condition'), over(scope, input, { rowValues }))
  translator.inference.suggest(condition, 'bool')
  const holds = convert(condition, 'bool')
  if (rowValues.length === 0) return kept(input, filter(input.relation, holds, at))
  const names = input.relation.columns.map(({ name }) => name)
  return kept(input, select(filter(withRowValues(input.relation, rowValues, at), holds, at), names, at))
}

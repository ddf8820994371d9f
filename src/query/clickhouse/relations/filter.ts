import type { Filter } from '../../plan/relation.ts'
import type { PrintContext, PrintedRelation } from '../context.ts'
import { ALIAS, opened } from '../select.ts'

/** Rows for which a condition is true; null drops a row as false does. */
export function printFilter(filter: Filter, context: PrintContext): PrintedRelation {
  const input = opened(context.relation(filter.input), filter.input.columns)
  const condition = context.expression(filter.condition, { alias: ALIAS, order: input.order, over: '' })
  return { ...input, where: [...input.where, `(${condition})`] }
}

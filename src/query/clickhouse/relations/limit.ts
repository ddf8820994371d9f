import type { Limit } from '../../plan/relation.ts'
import type { PrintContext, PrintedRelation } from '../context.ts'
import { ALIAS, opened, orderBy, passedOn } from '../select.ts'

/** The first rows in the order they have, of all or of each group. */
export function printLimit(limit: Limit, context: PrintContext): PrintedRelation {
  const input = opened(context.relation(limit.input), limit.input.columns)
  const count = context.parameter(String(limit.count), 'UInt64')
  const offset =
    limit.offset === undefined ? '' : ` OFFSET ${context.parameter(String(limit.offset), 'UInt64')}`
  const scope = { alias: ALIAS, order: input.order, over: '' }
  const per = limit.per?.map((value) => context.expression(value, scope)).join(', ')
  const group = per === undefined || per === '' ? '' : ` BY ${per}`
  return {
    ...input,
    select: passedOn(limit.columns, input.order),
    tail: `${orderBy(input.order)} LIMIT ${count}${offset}${group}`.trimStart(),
  }
}

import type { Limit } from '../../plan/relation.ts'
import type { PrintContext, PrintedRelation } from '../context.ts'
import { ALIAS, isOpen, openedToRead, orderBy, passedOn } from '../select.ts'

/** The first rows in the order they have, of all or of each group. */
export function printLimit(limit: Limit, context: PrintContext): PrintedRelation {
  const printed = context.relation(limit.input)
  const isOfGroups = isOpen(printed) && printed.groups !== undefined && limit.per === undefined
  const input = isOfGroups ? printed : openedToRead(printed, limit.input.columns)
  const count = context.parameter(String(limit.count), 'UInt64')
  const offset =
    limit.offset === undefined ? '' : ` OFFSET ${context.parameter(String(limit.offset), 'UInt64')}`
  const scope = { alias: ALIAS, order: input.order, over: '', written: input.written }
  const per = limit.per?.map((value) => context.expression(value, scope)).join(', ')
  const group = per === undefined || per === '' ? '' : ` BY ${per}`
  return {
    ...input,
    select: passedOn(limit.columns, input.order, input.written),
    tail: `${orderBy(input.order, input.written)} LIMIT ${count}${offset}${group}`.trimStart(),
  }
}

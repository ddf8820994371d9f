import type { Sort } from '../../plan/relation.ts'
import { columnIn, type PrintContext, type PrintedOrder, type PrintedRelation } from '../context.ts'
import { ALIAS, isOpen, named, openedToRead, passedOn } from '../select.ts'

/** Sort keys become hidden columns; who reads the rows last, or cuts them off, sorts by them. */
export function printSort(sort: Sort, context: PrintContext): PrintedRelation {
  const printed = context.relation(sort.input)
  const isPlain = isOpen(printed) && sort.keys.every(({ value }) => value.kind === 'column')
  const input = isPlain ? printed : openedToRead(printed, sort.input.columns)
  const scope = { alias: ALIAS, order: input.order, over: '', written: input.written }
  const keys = sort.keys.map((key) => ({
    sql: context.expression(key.value, scope),
    order: {
      column: context.hiddenColumn(),
      descending: key.descending,
      nulls: key.nulls,
    } satisfies PrintedOrder,
  }))
  // Equal keys stay in the order they had.
  const order = [...keys.map((key) => key.order), ...input.order]
  if (isPlain) {
    const hidden = keys.map((key) => [key.order.column, key.sql] as const)
    return { ...input, written: new Map([...(input.written ?? []), ...hidden]), order }
  }
  const hidden = [
    ...keys.map((key) => named(key.sql, key.order.column)),
    ...input.order.map(({ column }) => named(columnIn(input, column, ALIAS), column)),
  ]
  return {
    from: input.from,
    where: input.where,
    select: [passedOn(sort.columns, [], input.written), ...hidden].join(', '),
    order,
  }
}

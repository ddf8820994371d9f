import type { Sort } from '../../plan/relation.ts'
import { columnOf, type PrintContext, type PrintedOrder, type PrintedRelation } from '../context.ts'
import { ALIAS, named, opened, passedOn } from '../select.ts'

/** Sort keys become hidden columns; who reads the rows last, or cuts them off, sorts by them. */
export function printSort(sort: Sort, context: PrintContext): PrintedRelation {
  const input = opened(context.relation(sort.input), sort.input.columns)
  const scope = { alias: ALIAS, order: input.order, over: '' }
  const keys = sort.keys.map((key) => ({
    sql: context.expression(key.value, scope),
    order: {
      column: context.hiddenColumn(),
      descending: key.descending,
      nulls: key.nulls,
    } satisfies PrintedOrder,
  }))
  const hidden = [
    ...keys.map(({ sql, order }) => named(sql, order.column)),
    // Equal keys stay in the order they had.
    ...input.order.map(({ column }) => named(columnOf(ALIAS, column), column)),
  ]
  return {
    ...input,
    select: [passedOn(sort.columns, []), ...hidden].join(', '),
    order: [...keys.map(({ order }) => order), ...input.order],
  }
}

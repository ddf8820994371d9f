import type { Aggregate } from '../../plan/relation.ts'
import type { PrintContext, PrintedRelation } from '../context.ts'
import { ALIAS, named, opened } from '../select.ts'

/** Groups and their aggregates. Group keys are named by position, so that their text and parameters stand once. */
export function printAggregate(aggregate: Aggregate, context: PrintContext): PrintedRelation {
  const input = opened(context.relation(aggregate.input), aggregate.input.columns)
  const scope = { alias: ALIAS, order: input.order, over: '' }
  const keys = aggregate.by.map(({ name, value }) => ({ name, sql: context.expression(value, scope) }))
  const values = aggregate.values.map(({ name, value }) => named(context.expression(value, scope), name))
  const present = aggregate.dropNullKeys === true ? keys.map(({ sql }) => `isNotNull(${sql})`) : []
  return {
    from: input.from,
    where: [...input.where, ...present],
    select: [...keys.map(({ name, sql }) => named(sql, name)), ...values].join(', '),
    ...(keys.length > 0 && { tail: `GROUP BY ${keys.map((_, at) => at + 1).join(', ')}` }),
    order: [],
  }
}

import type { Expression } from '../../plan/expression.ts'
import type { Aggregate, Relation } from '../../plan/relation.ts'
import { neverNull } from '../../schemas/narrow-select.ts'
import type { PrintContext, PrintedRelation, Scope } from '../context.ts'
import { ALIAS, named, opened } from '../select.ts'

/** Groups and their aggregates. Group keys are named by position, so that their text and parameters stand once. */
export function printAggregate(aggregate: Aggregate, context: PrintContext): PrintedRelation {
  const input = opened(context.relation(aggregate.input), aggregate.input.columns)
  const scope = {
    alias: ALIAS,
    order: input.order,
    over: '',
    neverNull: neverNullIn(aggregate.input, context),
  }
  const keys = aggregate.by.map(({ name, value }) => keyOf(name, value, scope, context, aggregate))
  const values = aggregate.values.map(({ name, value }) => named(context.expression(value, scope), name))
  const present = aggregate.dropNullKeys === true ? keys.map((key) => key.present) : []
  return {
    from: input.from,
    where: [...input.where, ...present],
    select: [...keys.map(({ name, sql }) => named(sql, name)), ...values].join(', '),
    ...(keys.length > 0 && { tail: `GROUP BY ${keys.map((_, at) => at + 1).join(', ')}` }),
    order: [],
  }
}

/** Rows pass through conditions as they are. */
function neverNullIn(relation: Relation, context: PrintContext): ReadonlySet<string> {
  if (relation.kind === 'filter') return neverNullIn(relation.input, context)
  const table = relation.kind === 'scan' ? context.table(relation.table) : undefined
  return table === undefined || relation.kind !== 'scan' ? new Set() : neverNull(table, relation.known)
}

interface Key {
  readonly name: string
  readonly sql: string
  /** Condition that the key is there. */
  readonly present: string
}

/** Where null keys are left out, '' for absent is grouped as it is: keys that may be NULL cost half as much again. */
function keyOf(
  name: string,
  value: Expression,
  scope: Scope,
  context: PrintContext,
  { dropNullKeys }: Aggregate,
): Key {
  const [column] = value.kind === 'call' && value.function === 'spl.present' ? value.arguments : []
  if (dropNullKeys === true && column !== undefined) {
    const sql = context.expression(column, scope)
    return { name, sql, present: `${sql} != ''` }
  }
  const sql = context.expression(value, scope)
  return { name, sql, present: `isNotNull(${sql})` }
}

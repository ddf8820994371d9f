import type { Project } from '../../plan/relation.ts'
import { columnOf, type PrintContext, type PrintedRelation } from '../context.ts'
import { ALIAS, named, opened } from '../select.ts'

/** Exactly the columns that are named, and the hidden ones of the order. */
export function printProject(project: Project, context: PrintContext): PrintedRelation {
  const input = opened(context.relation(project.input), project.input.columns)
  const scope = { alias: ALIAS, order: input.order, over: '' }
  const values = project.values.map(({ name, value }) => named(context.expression(value, scope), name))
  const order = input.order.map(({ column }) => named(columnOf(ALIAS, column), column))
  const select = [...values, ...order].join(', ')
  return { ...input, select: select === '' ? '1 AS __wb_none' : select }
}

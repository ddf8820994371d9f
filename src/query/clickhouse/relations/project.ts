import type { Project } from '../../plan/relation.ts'
import { columnIn, type PrintContext, type PrintedRelation } from '../context.ts'
import { ALIAS, isOpen, named, openedToRead } from '../select.ts'

/** Exactly the columns that are named, and the hidden ones of the order. */
export function printProject(project: Project, context: PrintContext): PrintedRelation {
  const printed = context.relation(project.input)
  if (isOpen(printed) && project.values.every(({ value }) => value.kind === 'column')) {
    return renamed(project, printed)
  }
  const input = openedToRead(printed, project.input.columns)
  const scope = { alias: ALIAS, order: input.order, over: '', written: input.written }
  const values = project.values.map(({ name, value }) => named(context.expression(value, scope), name))
  const order = input.order.map(({ column }) => named(columnIn(input, column, ALIAS), column))
  const select = [...values, ...order].join(', ')
  return {
    from: input.from,
    where: input.where,
    select: select === '' ? '1 AS __wb_none' : select,
    order: input.order,
  }
}

/** Columns under other names need no SELECT of their own. */
function renamed(project: Project, input: PrintedRelation): PrintedRelation {
  const written = new Map(
    project.values.flatMap(({ name, value }) =>
      value.kind === 'column' ? [[name, columnIn(input, value.name, ALIAS)] as const] : [],
    ),
  )
  for (const { column } of input.order) written.set(column, columnIn(input, column, ALIAS))
  const { renamed: _columns, ...rest } = input
  return { ...rest, written }
}

import type { Expression } from '../../plan/expression.ts'
import type { Filter } from '../../plan/relation.ts'
import type { PrintContext, PrintedRelation, Scope } from '../context.ts'
import { ALIAS, isOpen, openedToRead } from '../select.ts'

/** Rows for which a condition is true; null drops a row as false does. */
export function printFilter(filter: Filter, context: PrintContext): PrintedRelation {
  const printed = context.relation(filter.input)
  const { groups } = printed
  if (groups !== undefined && isOpen(printed) && mayStandInHaving(filter.condition)) {
    const having = [...groups.having, `(${context.expression(filter.condition, scopeOf(printed))})`]
    return { ...printed, groups: { ...groups, having } }
  }
  const input = openedToRead(printed, filter.input.columns)
  const condition = context.expression(filter.condition, scopeOf(input))
  return { ...input, where: [...input.where, `(${condition})`] }
}

function scopeOf({ order, written, renamed }: PrintedRelation): Scope {
  return { alias: ALIAS, order, over: '', written, renamed }
}

const PLAIN: ReadonlySet<string> = new Set([
  ...['and', 'or', 'not', '<', '<=', '>', '>=', '==', '!=', '+', '-', '*', '/'],
  ...['equal', 'different', 'less', 'at_most', 'greater', 'at_least', 'add', 'subtract', 'multiply'].map(
    (name) => `spl.${name}`,
  ),
])

/** In HAVING a column is written out as the aggregate it is, which the engine does not take inside a lambda. */
function mayStandInHaving(condition: Expression): boolean {
  switch (condition.kind) {
    case 'column':
    case 'literal':
      return true
    case 'call':
      return PLAIN.has(condition.function) && condition.arguments.every(mayStandInHaving)
    default:
      return false
  }
}

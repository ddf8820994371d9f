import type { Relation, Union } from '../../plan/relation.ts'
import { columnOf, HIDDEN, type PrintContext, type PrintedOrder, type PrintedRelation } from '../context.ts'
import { uniform } from '../physical.ts'
import { ALIAS, named, opened, orderBy } from '../select.ts'

/** Names of the columns that hold the order: which input, and where in it. */
const BRANCH = `${HIDDEN}branch`
const PLACE = `${HIDDEN}place`

/** The rows of all inputs; where one of them has an order, those of the first come first. */
export function printUnion(union: Union, context: PrintContext): PrintedRelation {
  const inputs = union.inputs.map((relation) => ({
    relation,
    printed: opened(context.relation(relation), relation.columns),
  }))
  const ordered = inputs.some(({ printed }) => printed.order.length > 0)
  const branches = inputs.map(({ relation, printed }, at) => branch(union, relation, printed, at, ordered))
  const order: PrintedOrder[] = [BRANCH, PLACE].map((column) => ({
    column,
    descending: false,
    nulls: 'last',
  }))
  return {
    from: `(${branches.join(' UNION ALL ')}) AS ${ALIAS}`,
    where: [],
    order: ordered ? order : [],
  }
}

function branch(
  union: Union,
  relation: Relation,
  printed: PrintedRelation,
  at: number,
  ordered: boolean,
): string {
  const values = union.columns.map(({ name, type }, column) =>
    named(uniform(columnOf(ALIAS, relation.columns[column]?.name ?? name), type), name),
  )
  const place = printed.order.length === 0 ? '0' : `row_number() OVER (${orderBy(printed.order)})`
  const order = ordered ? [named(String(at), BRANCH), named(`toUInt64(${place})`, PLACE)] : []
  const where = printed.where.length === 0 ? '' : ` WHERE ${printed.where.join(' AND ')}`
  const select = [...values, ...order].join(', ')
  return `SELECT ${select === '' ? '1 AS __wb_none' : select} FROM ${printed.from}${where}`
}

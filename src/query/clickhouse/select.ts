import type { Column } from '../plan/type.ts'
import { columnIn, type PrintedOrder, type PrintedRelation } from './context.ts'
import { identifier } from './identifier.ts'

/** Every relation has this alias where it is read; in joins the sides have `_l` and `_r`. */
export const ALIAS = '_t'

/** A relation as one SELECT statement, its hidden order columns included. */
export function statement(printed: PrintedRelation, columns: readonly Column[]): string {
  const select = printed.select ?? passedOn(columns, printed.order, printed.written)
  const where = printed.where.length === 0 ? '' : ` WHERE ${printed.where.join(' AND ')}`
  const tail = printed.tail === undefined || printed.tail === '' ? '' : ` ${printed.tail}`
  return `SELECT ${select} FROM ${printed.from}${where}${grouped(printed)}${tail}`
}

function grouped({ groups }: PrintedRelation): string {
  if (groups === undefined) return ''
  const having = groups.having.length === 0 ? '' : ` HAVING ${groups.having.join(' AND ')}`
  return ` GROUP BY ${groups.keys.join(', ')}${having}`
}

/** A relation to read from, in brackets. */
export function subquery(printed: PrintedRelation, columns: readonly Column[]): string {
  return `(${statement(printed, columns)})`
}

/**
 * A relation that takes a further WHERE or a SELECT list of its own, in which all columns stand under their names: as it is
 * where that is so, else as a subquery.
 */
export function opened(printed: PrintedRelation, columns: readonly Column[]): PrintedRelation {
  return isOpen(printed) && printed.groups === undefined && printed.written === undefined
    ? printed
    : closed(printed, columns)
}

/** The same for who asks `written` how a column is written. */
export function openedToRead(printed: PrintedRelation, columns: readonly Column[]): PrintedRelation {
  return isOpen(printed) && printed.groups === undefined ? printed : closed(printed, columns)
}

/** Has nothing given it a SELECT list? */
export function isOpen(printed: PrintedRelation): boolean {
  return printed.select === undefined && printed.tail === undefined
}

export function closed(printed: PrintedRelation, columns: readonly Column[]): PrintedRelation {
  return { from: `${subquery(printed, columns)} AS ${ALIAS}`, where: [], order: printed.order }
}

/** The columns as they are, and the hidden ones of the order. */
export function passedOn(
  columns: readonly Column[],
  order: readonly PrintedOrder[],
  written?: PrintedRelation['written'],
): string {
  const names = [...columns.map(({ name }) => name), ...order.map(({ column }) => column)]
  if (names.length === 0) return '1 AS __wb_none'
  return names.map((name) => named(columnIn({ written }, name, ALIAS), name)).join(', ')
}

/** `expression AS name`. */
export function named(sql: string, name: string): string {
  return `${sql} AS ${identifier(name)}`
}

/** ORDER BY over hidden columns, or nothing. */
export function orderBy(order: readonly PrintedOrder[], written?: PrintedRelation['written']): string {
  if (order.length === 0) return ''
  const keys = order.map(
    ({ column, descending, nulls }) =>
      `${columnIn({ written }, column, ALIAS)} ${descending ? 'DESC' : 'ASC'} NULLS ${nulls.toUpperCase()}`,
  )
  return `ORDER BY ${keys.join(', ')}`
}

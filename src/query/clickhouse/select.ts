import type { Column } from '../plan/type.ts'
import { columnOf, type PrintedOrder, type PrintedRelation } from './context.ts'
import { identifier } from './identifier.ts'

/** Every relation has this alias where it is read; in joins the sides have `_l` and `_r`. */
export const ALIAS = '_t'

/** A relation as one SELECT statement, its hidden order columns included. */
export function statement(printed: PrintedRelation, columns: readonly Column[]): string {
  const select = printed.select ?? passedOn(columns, printed.order)
  const where = printed.where.length === 0 ? '' : ` WHERE ${printed.where.join(' AND ')}`
  const tail = printed.tail === undefined ? '' : ` ${printed.tail}`
  return `SELECT ${select} FROM ${printed.from}${where}${tail}`
}

/** A relation to read from, in brackets. */
export function subquery(printed: PrintedRelation, columns: readonly Column[]): string {
  return `(${statement(printed, columns)})`
}

/** A relation that takes a further WHERE or a SELECT list of its own: as it is where nothing closed it, else as a subquery. */
export function opened(printed: PrintedRelation, columns: readonly Column[]): PrintedRelation {
  if (printed.select === undefined && printed.tail === undefined) return printed
  return { from: `${subquery(printed, columns)} AS ${ALIAS}`, where: [], order: printed.order }
}

/** The columns as they are, and the hidden ones of the order. */
export function passedOn(columns: readonly Column[], order: readonly PrintedOrder[]): string {
  const names = [...columns.map(({ name }) => name), ...order.map(({ column }) => column)]
  if (names.length === 0) return '1 AS __wb_none'
  return names.map((name) => named(columnOf(ALIAS, name), name)).join(', ')
}

/** `expression AS name`. */
export function named(sql: string, name: string): string {
  return `${sql} AS ${identifier(name)}`
}

/** ORDER BY over hidden columns, or nothing. */
export function orderBy(order: readonly PrintedOrder[], alias: string = ALIAS): string {
  if (order.length === 0) return ''
  const keys = order.map(
    ({ column, descending, nulls }) =>
      `${columnOf(alias, column)} ${descending ? 'DESC' : 'ASC'} NULLS ${nulls.toUpperCase()}`,
  )
  return `ORDER BY ${keys.join(', ')}`
}

import type { SortKey, Window } from '../../plan/relation.ts'
import type { PrintContext, PrintedOrder, PrintedRelation, Scope } from '../context.ts'
import { ticksOf } from '../physical.ts'
import { ALIAS, named, opened, orderBy, passedOn } from '../select.ts'

/** Columns over neighbours. Without an order of its own a window walks the rows in the order they have. */
export function printWindow(window: Window, context: PrintContext): PrintedRelation {
  const input = opened(context.relation(window.input), window.input.columns)
  const scope: Scope = { alias: ALIAS, order: input.order, over: '' }
  const partition = window.partition.map((value) => context.expression(value, scope)).join(', ')
  const order =
    window.order.length === 0
      ? orderBy(input.order)
      : `ORDER BY ${window.order.map((key) => sortKey(key, window, scope, context)).join(', ')}`
  const over = [partition === '' ? '' : `PARTITION BY ${partition}`, order, frame(window)]
    .filter((part) => part !== '')
    .join(' ')
  const values = window.values.map(({ name, value }) =>
    named(context.expression(value, { ...scope, over: ` OVER (${over})` }), name),
  )
  const replaced = new Set(window.values.map(({ name }) => name))
  const kept = window.input.columns.filter(({ name }) => !replaced.has(name))
  const select = [passedOn(kept, input.order), ...values].join(', ')
  const where = input.where.length === 0 ? '' : ` WHERE ${input.where.join(' AND ')}`
  // Closed at once: a WHERE added from outside must not change what the window saw.
  return {
    from: `(SELECT ${select} FROM ${input.from}${where}) AS ${ALIAS}`,
    where: [],
    order: input.order satisfies readonly PrintedOrder[],
  }
}

function sortKey(key: SortKey, window: Window, scope: Scope, context: PrintContext): string {
  const sql = context.expression(key.value, scope)
  // RANGE frames are not implemented over DateTime64 (error 48).
  const inRange = window.frame?.unit === 'range' && key.value.type === 'datetime'
  return `${inRange ? ticksOf(sql) : sql} ${key.descending ? 'DESC' : 'ASC'} NULLS ${key.nulls.toUpperCase()}`
}

function frame({ frame }: Window): string {
  if (frame === undefined) return 'ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING'
  return `${frame.unit.toUpperCase()} BETWEEN ${bound(frame.preceding, 'PRECEDING', 'FOLLOWING')} AND ${bound(frame.following, 'FOLLOWING', 'PRECEDING')}`
}

function bound(rows: number | null, way: string, back: string): string {
  if (rows === null) return `UNBOUNDED ${way}`
  if (rows === 0) return 'CURRENT ROW'
  return rows > 0 ? `${Math.trunc(rows)} ${way}` : `${Math.trunc(-rows)} ${back}`
}

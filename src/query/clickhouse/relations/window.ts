import { isOrderFree } from '../../plan/order-free.ts'
import type { SortKey, Window } from '../../plan/relation.ts'
import type { PrintContext, PrintedOrder, PrintedRelation, Scope } from '../context.ts'
import { ticksOf } from '../physical.ts'
import { ALIAS, named, opened, orderBy, passedOn } from '../select.ts'

/** Columns over neighbours. Without an order of its own a window walks the rows in the order they have. */
export function printWindow(window: Window, context: PrintContext): PrintedRelation {
  const input = opened(context.relation(window.input), window.input.columns)
  const scope: Scope = { alias: ALIAS, order: input.order, over: '' }
  const partition = window.partition.map((value) => context.expression(value, scope)).join(', ')
  const isWhole = window.frame === undefined && window.values.every(({ value }) => isOrderFree(value))
  const order =
    window.order.length === 0
      ? isWhole
        ? ''
        : orderBy(input.order)
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
  const { frame } = window
  // RANGE frames are not implemented over DateTime64 (error 48).
  const ranged = frame?.unit === 'range' && key.value.type === 'datetime' ? ticksOf(sql) : sql
  const reach = reachOf(frame)
  const scaled = reach === null ? ranged : `toFloat64(${ranged}) * ${OFFSET / (reach + SLACK)}`
  return `${scaled} ${key.descending ? 'DESC' : 'ASC'} NULLS ${key.nulls.toUpperCase()}`
}

/**
 * ClickHouse takes no RANGE offset beyond 31 bits (error 36), which is 214 seconds in ticks. A frame that reaches further has
 * its key scaled down so that the reach is this. A double holds a tick of our century to the nearest two: what is {@link SLACK}
 * ticks (half a microsecond) beyond the reach may still be taken as within it.
 */
const OFFSET = 2 ** 30
const SLACK = 5

/** How far a RANGE frame reaches where that is too far for the engine; null: it is not. */
function reachOf(frame: Window['frame']): number | null {
  if (frame?.unit !== 'range') return null
  const reach = Math.max(Math.abs(frame.preceding ?? 0), Math.abs(frame.following ?? 0))
  return reach < OFFSET ? null : reach
}

function frame({ frame }: Window): string {
  if (frame === undefined) return 'ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING'
  const reach = reachOf(frame)
  const scale = reach === null ? 1 : OFFSET / reach
  const ends = [
    bound(frame.preceding, scale, 'PRECEDING', 'FOLLOWING'),
    bound(frame.following, scale, 'FOLLOWING', 'PRECEDING'),
  ]
  return `${frame.unit.toUpperCase()} BETWEEN ${ends.join(' AND ')}`
}

function bound(distance: number | null, scale: number, way: string, back: string): string {
  if (distance === null) return `UNBOUNDED ${way}`
  if (distance === 0) return 'CURRENT ROW'
  const offset = Math.trunc(Math.abs(distance) * scale)
  return `${offset} ${distance > 0 ? way : back}`
}

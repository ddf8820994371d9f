import type { Join, JoinKind, Relation } from '../../plan/relation.ts'
import type { Column } from '../../plan/type.ts'
import {
  columnOf,
  type PrintContext,
  type PrintedOrder,
  type PrintedRelation,
  type Scope,
} from '../context.ts'
import { ALIAS, named, opened, orderBy, subquery } from '../select.ts'

interface Printing {
  readonly words: string
  /** Sides whose columns may be missing in a row. */
  readonly missing: readonly ('left' | 'right')[]
  /** Whose order the rows keep. */
  readonly keeps?: 'left' | 'right'
}

const KINDS: Readonly<Record<JoinKind, Printing>> = {
  inner: { words: 'INNER JOIN', missing: [], keeps: 'left' },
  innerunique: { words: 'INNER JOIN', missing: [], keeps: 'left' },
  leftouter: { words: 'LEFT JOIN', missing: ['right'], keeps: 'left' },
  rightouter: { words: 'RIGHT JOIN', missing: ['left'], keeps: 'right' },
  fullouter: { words: 'FULL JOIN', missing: ['left', 'right'] },
  leftsemi: { words: 'LEFT SEMI JOIN', missing: [], keeps: 'left' },
  rightsemi: { words: 'RIGHT SEMI JOIN', missing: [], keeps: 'right' },
  leftanti: { words: 'LEFT ANTI JOIN', missing: [], keeps: 'left' },
  rightanti: { words: 'RIGHT ANTI JOIN', missing: [], keeps: 'right' },
  cross: { words: 'CROSS JOIN', missing: [], keeps: 'left' },
}

/**
 * Two relations side by side. Columns that may be missing are made Nullable before the join: what is missing is then
 * null, whatever the session's join_use_nulls says; a plain String is '' where Kusto wants that.
 */
export function printJoin(join: Join, context: PrintContext): PrintedRelation {
  const kind = KINDS[join.join]
  const left = side(join, 'left', kind, context)
  const right = side(join, 'right', kind, context)
  const scope: Scope = { alias: '_l', left: '_l', right: '_r', order: [], over: '' }
  const pairs = join.on.map(
    (pair) =>
      `${context.expression(pair.left, { ...scope, alias: '_l' })} = ${context.expression(pair.right, { ...scope, alias: '_r' })}`,
  )
  const condition = join.join === 'cross' ? '' : ` ON ${pairs.length === 0 ? '1 = 1' : pairs.join(' AND ')}`
  const order = kind.keeps === undefined ? [] : { left, right }[kind.keeps].order
  const alias = kind.keeps === 'right' ? '_r' : '_l'
  const select = [
    ...join.output.map((it) => named(columnOf(it.side === 'left' ? '_l' : '_r', it.column), it.name)),
    ...order.map(({ column }) => named(columnOf(alias, column), column)),
  ]
  const list = select.length === 0 ? '1 AS __wb_none' : select.join(', ')
  return {
    from: `(SELECT ${list} FROM ${left.sql} AS _l ${kind.words} ${right.sql} AS _r${condition}) AS ${ALIAS}`,
    where: [],
    order,
  }
}

function side(
  join: Join,
  which: 'left' | 'right',
  kind: Printing,
  context: PrintContext,
): { sql: string; order: readonly PrintedOrder[] } {
  const relation: Relation = join[which]
  const printed = context.relation(relation)
  const once = which === 'left' && join.join === 'innerunique' ? 1 : undefined
  const matches = which === 'right' ? join.matchesPerRow : once
  const missing = kind.missing.includes(which)
  if (matches === undefined && !missing) {
    return { sql: subquery(printed, relation.columns), order: printed.order }
  }
  const input = opened(printed, relation.columns)
  const scope: Scope = { alias: ALIAS, order: input.order, over: '' }
  const columns = relation.columns.map((column) => {
    const sql = columnOf(ALIAS, column.name)
    return named(missing ? mayBeMissing(sql, column, join.missingStrings) : sql, column.name)
  })
  const order = input.order.map(({ column }) => named(columnOf(ALIAS, column), column))
  const keys = join.on.map((pair) => context.expression(pair[which], scope)).join(', ')
  const by = keys === '' ? '' : ` BY ${keys}`
  const limit =
    matches === undefined
      ? ''
      : ` ${orderBy(input.order)} LIMIT ${context.parameter(String(matches), 'UInt64')}${by}`
  const where = input.where.length === 0 ? '' : ` WHERE ${input.where.join(' AND ')}`
  const list = [...columns, ...order].join(', ')
  return {
    sql: `(SELECT ${list === '' ? '1 AS __wb_none' : list} FROM ${input.from}${where}${limit})`,
    order: input.order,
  }
}

function mayBeMissing(sql: string, { type }: Column, strings: Join['missingStrings']): string {
  if (type === 'multivalue') return sql
  if (type === 'string') return strings === 'null' ? `toNullable(${sql})` : sql
  return `toNullable(${sql})`
}

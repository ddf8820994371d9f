import { columnReference, named, project, sort } from '../../plan/build.ts'
import type { Expression, NamedExpression } from '../../plan/expression.ts'
import type { Relation } from '../../plan/relation.ts'
import type { Span } from '../../plan/span.ts'
import type { Column, ScalarType } from '../../plan/type.ts'
import { toNumber, toTime } from '../functions/conversions.ts'
import { projected } from './projected.ts'

/** Rows between two commands. */
export interface SplRows {
  readonly relation: Relation
  /**
   * Columns of a table as a search sees them ('' is null), by name. They are not yet part of `relation`, so that filters
   * reach the table's own columns.
   */
  readonly views: ReadonlyMap<string, Expression>
  /** Events as they come out of an index: the newest first. The sort is added when `views` are. */
  readonly newestFirst: boolean
  /** Fields that are not among the columns and may exist all the same. */
  readonly more?: MoreFields
}

export interface MoreFields {
  /** Notes that the search uses a field; false where there can be none of that name. The next pass has it as a column. */
  readonly ask: (name: string, type?: ScalarType) => boolean
}

const NO_VIEWS: ReadonlyMap<string, Expression> = new Map()

export function rowsOf(relation: Relation, more?: MoreFields): SplRows {
  return { relation, views: NO_VIEWS, newestFirst: false, ...(more === undefined ? {} : { more }) }
}

/** The same rows with another relation under them, everything settled. */
export function withRelation(rows: SplRows, relation: Relation): SplRows {
  return rowsOf(relation, rows.more)
}

export function columnsOf(rows: SplRows): readonly Column[] {
  return rows.relation.columns.map(({ name, type }) => ({ name, type: rows.views.get(name)?.type ?? type }))
}

export function namesOf(rows: SplRows): readonly string[] {
  return rows.relation.columns.map(({ name }) => name)
}

/** Brings views and the order of events into the relation. */
export function settled(rows: SplRows): SplRows {
  if (rows.views.size === 0 && !rows.newestFirst) return rows
  const { at } = rows.relation
  let relation = rows.relation
  if (rows.views.size > 0) {
    const values = relation.columns.map((column) =>
      named(column.name, rows.views.get(column.name) ?? columnReference(column, at)),
    )
    relation = project(relation, values, at)
  }
  const time = relation.columns.find(({ name }) => name === '_time')
  if (rows.newestFirst && time !== undefined) {
    relation = sort(relation, [{ value: columnReference(time, at), descending: true, nulls: 'last' }], at)
  }
  return withRelation(rows, relation)
}

/** A field's expression over the rows; undefined where there is no such column. */
export function fieldOf(rows: SplRows, name: string, at: Span): Expression | undefined {
  const view = rows.views.get(name)
  if (view !== undefined) return view
  const column = rows.relation.columns.find((each) => each.name === name)
  return column === undefined ? undefined : columnReference(column, at)
}

/** A value as a field keeps it: only `_time` is a time, anything else is a number, a text or several texts. */
export function asField(name: string, value: Expression): Expression {
  if (name === '_time') return toTime(value)
  if (value.type === 'datetime' || value.type === 'timespan') return toNumber(value)
  return value
}

/** Fields set or added, one after the other is not what this does: all see the rows as they are. */
export function withFields(rows: SplRows, values: readonly NamedExpression[], at: Span): SplRows {
  const ready = settled(rows)
  const kept = new Map(values.map(({ name, value }) => [name, named(name, asField(name, value))]))
  const taken = new Set(namesOf(ready))
  const inPlace = ready.relation.columns.map(
    (column) => kept.get(column.name) ?? named(column.name, columnReference(column, at)),
  )
  const added = [...kept.values()].filter(({ name }) => !taken.has(name))
  return withRelation(ready, projected(ready.relation, [...inPlace, ...added], at))
}

/** Without these fields. */
export function withoutFields(rows: SplRows, gone: (name: string) => boolean, at: Span): SplRows {
  const ready = settled(rows)
  const kept = ready.relation.columns.filter(({ name }) => !gone(name))
  const relation = projected(
    ready.relation,
    kept.map((column) => named(column.name, columnReference(column, at))),
    at,
  )
  const more = ready.more
  return rowsOf(
    relation,
    more === undefined ? undefined : { ask: (name, type) => !gone(name) && more.ask(name, type) },
  )
}

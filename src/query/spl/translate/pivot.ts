import { aggregate, call, columnReference, limit, literal, named, project, sort } from '../../plan/build.ts'
import type { Expression, NamedExpression } from '../../plan/expression.ts'
import type { Relation } from '../../plan/relation.ts'
import type { Span } from '../../plan/span.ts'
import { toType } from '../functions/conversions.ts'
import { grouped } from './commands/statistics.ts'
import type { TranslationSession } from './session.ts'
import { type MoreFields, rowsOf, type SplRows } from './spl-rows.ts'

/** More columns than this nobody reads. */
const MOST_SERIES = 1000

/** Where nothing may be run, the series are those that the rest of the search names. */
export function seriesAsked(session: TranslationSession, place: string): MoreFields {
  return {
    ask: (name) => {
      session.ask(place, name)
      return true
    },
  }
}

/** Values of the split field, those with the largest sums first; undefined where nothing may be run. */
export function seriesOf(
  relation: Relation,
  key: Expression,
  values: readonly NamedExpression[],
  most: number,
  session: TranslationSession,
  at: Span,
): readonly string[] | undefined {
  if (session.options.discover === undefined) return undefined
  const [first] = values
  const size = first === undefined ? call('spl.count', 'long', [], at) : first.value
  const grouped = aggregate(relation, [named('value', key)], [named('size', toNumberOr(size, at))], at, {
    dropNullKeys: true,
  })
  const ordered = sort(
    grouped,
    [
      { value: columnReference({ name: 'size', type: 'real' }, at), descending: true, nulls: 'last' },
      { value: columnReference({ name: 'value', type: 'string' }, at), descending: false, nulls: 'last' },
    ],
    at,
  )
  const cut = limit(ordered, most > 0 ? most + 1 : MOST_SERIES, at)
  const found = session.rowsOf(
    project(cut, [named('value', columnReference({ name: 'value', type: 'string' }, at))], at),
  )
  if (found === undefined) return []
  const names = found.map(([value]) => String(value))
  return most > 0 && names.length > most
    ? [...names.slice(0, most).sort(), ...names.slice(most)]
    : [...names].sort()
}

function toNumberOr(value: Expression, at: Span): Expression {
  return value.type === 'multivalue' ? call('spl.count', 'real', [], at) : toType(value, 'real')
}

/** One row a key, and a column for each value of the split field; of several aggregates each has its own. */
export function pivoted(
  counted: Relation,
  rowKey: NamedExpression,
  part: string,
  values: readonly NamedExpression[],
  counts: ReadonlySet<string>,
  columns: readonly string[],
  more: MoreFields | undefined,
  at: Span,
): SplRows {
  const key = columnReference({ name: rowKey.name, type: rowKey.value.type }, at)
  const of = columnReference({ name: part, type: 'string' }, at)
  const cells = columns.flatMap((name) => {
    const matching =
      values.length === 1
        ? [{ value: values[0], series: name }]
        : values.map((value) => ({ value, series: name }))
    return matching.flatMap(({ value, series }) => {
      if (value === undefined) return []
      const prefix = `${value.name}: `
      const isPrefixed = values.length > 1 && more !== undefined
      if (isPrefixed && !series.startsWith(prefix)) return []
      const wanted = isPrefixed ? series.slice(prefix.length) : series
      const isSeries = call('spl.equal', 'bool', [of, literal('string', wanted, at)], at)
      const cell = columnReference({ name: value.name, type: value.value.type }, at)
      const found = call('spl.value_where', value.value.type, [cell, isSeries], at)
      const kept = counts.has(value.name)
        ? call('spl.coalesce', 'long', [found, literal('long', '0', at)], at)
        : found
      return named(values.length > 1 && !isPrefixed ? `${prefix}${series}` : series, kept)
    })
  })
  return grouped(
    rowsOf(counted),
    [named(rowKey.name, key)],
    { values: cells, ...(more === undefined ? {} : { more }) },
    at,
  )
}

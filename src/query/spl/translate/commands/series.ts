import {
  aggregate,
  call,
  columnReference,
  filter,
  literal,
  named,
  project,
  select,
  sort,
  union,
} from '../../../plan/build.ts'
import { QueryError } from '../../../plan/query-error.ts'
import type { Span } from '../../../plan/span.ts'
import { toText } from '../../functions/conversions.ts'
import type { SeriesCommand } from '../../syntax/commands/others.ts'
import { scopeOf } from '../field-scope.ts'
import { overRows } from '../over-rows.ts'
import { pivoted, seriesAsked, seriesOf } from '../pivot.ts'
import type { CommandContext } from '../session.ts'
import { columnsOf, rowsOf, type SplRows, settled } from '../spl-rows.ts'

/** `xyseries row split value` and its opposite. */
export function translateSeries(command: SeriesCommand, rows: SplRows, context: CommandContext): SplRows {
  const { at, kind, names } = command
  const { session } = context
  const ready = settled(rows)
  const scope = scopeOf(ready, session)
  const [row, part, value] = names
  if (row === undefined || part === undefined || value === undefined)
    throw new QueryError('syntax', 'A field is missing.', at)
  if (kind === 'untable') return untabled(ready, row.text, part.text, value.text, at)
  const rowKey = named(row.text, scope.field(row.text, row.at))
  const key = toText(scope.field(part.text, part.at))
  const cells = names.slice(2).map((name) => {
    const field = scope.field(name.text, name.at)
    return named(name.text, call('spl.value_where', field.type, [field, literal('bool', true, at)], at))
  })
  const series = seriesOf(ready.relation, key, [], 0, session, at)
  const place = `series ${at.start}`
  const columns = series ?? session.askedAt(place).map(({ name }) => name)
  const more = series === undefined ? seriesAsked(session, place) : undefined
  const counted = aggregate(ready.relation, [rowKey, named('value of the split field', key)], cells, at, {
    dropNullKeys: true,
  })
  return pivoted(counted, rowKey, 'value of the split field', cells, new Set(), columns, more, at)
}

/** A row for every cell that is not null: the row's key, the column's name, the value. */
function untabled(rows: SplRows, key: string, part: string, value: string, at: Span): SplRows {
  const place = 'place of the row'
  const frame = { unit: 'rows', preceding: null, following: 0 } as const
  const numbered = overRows(rows, [], [named(place, call('spl.row_number', 'long', [], at))], frame, at)
  const columns = columnsOf(rows).filter(({ name }) => name !== key && !name.startsWith('_'))
  const keyColumn = numbered.relation.columns.find(({ name }) => name === key)
  const ofRow = keyColumn === undefined ? literal('string', null, at) : columnReference(keyColumn, at)
  const number = (index: number) => literal('long', String(index), at)
  const parts = columns.map((column, index) => {
    const cell = columnReference(column, at)
    const present = filter(numbered.relation, call('spl.is_not_null', 'bool', [cell], at), at)
    return project(
      present,
      [
        named(key, ofRow),
        named(part, literal('string', column.name, at)),
        named(value, toText(cell)),
        named(place, columnReference({ name: place, type: 'long' }, at)),
        named('place of the column', number(index)),
      ],
      at,
    )
  })
  const [first, ...others] = parts
  if (first === undefined)
    throw new QueryError('wrong-argument', 'untable has no columns to take apart.', at, 'untable')
  const keys = [place, 'place of the column'].map((name) => ({
    value: columnReference({ name, type: 'long' }, at),
    descending: false,
    nulls: 'last' as const,
  }))
  const all = others.length === 0 ? first : union([first, ...others], at)
  return rowsOf(select(sort(all, keys, at), [key, part, value], at))
}

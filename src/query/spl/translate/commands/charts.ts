import {
  aggregate,
  call,
  columnReference,
  filter,
  join,
  limit,
  literal,
  named,
  project,
  range,
  scalarRelation,
  select,
  sort,
  union,
} from '../../../plan/build.ts'
import type { Expression, NamedExpression } from '../../../plan/expression.ts'
import { QueryError } from '../../../plan/query-error.ts'
import type { Relation } from '../../../plan/relation.ts'
import type { Span } from '../../../plan/span.ts'
import { toText, toType } from '../../functions/conversions.ts'
import { isTrue } from '../../functions/search-terms.ts'
import type { SeriesCommand } from '../../syntax/commands/others.ts'
import type { ChartCommand } from '../../syntax/commands/statistics.ts'
import { flag } from '../../syntax/options.ts'
import { aggregatesOf, groupingOf } from '../aggregates.ts'
import { scopeOf } from '../field-scope.ts'
import { overRows } from '../over-rows.ts'
import type { CommandContext, TranslationSession } from '../session.ts'
import { columnsOf, type MoreFields, rowsOf, type SplRows, settled, withFields } from '../spl-rows.ts'
import { type BinSpan, binnedBy, binSpan, secondsOf } from '../time-span.ts'
import { grouped } from './statistics.ts'

const COUNTS: ReadonlySet<string> = new Set(['count', 'c', 'dc', 'distinct_count', 'estdc'])
/** More columns than this nobody reads. */
const MOST_SERIES = 1000

/** `timechart` and `chart`: a row for each time or value, a column for each value of the split field. */
export function translateChart(command: ChartCommand, rows: SplRows, context: CommandContext): SplRows {
  const { at, kind, options } = command
  const { session } = context
  const isTime = kind === 'timechart'
  const span = isTime ? timeSpan(command, session) : undefined
  const row = isTime ? { name: '_time', at } : command.row
  if (row === undefined) {
    return grouped(settled(rows), [], aggregatesOf(command.terms, [], rows, session), at)
  }
  const optionSpan = options.get('span')?.text
  const rowSpan = isTime ? undefined : (command.row?.span ?? optionSpan)
  const by = [
    { ...row, ...(rowSpan === undefined ? {} : { span: rowSpan }) },
    ...(command.split === undefined ? [] : [command.split]),
  ]
  const ready = span === undefined ? rows : binTime(rows, span, session, at)
  const grouping = groupingOf(by, ready, session)
  const names = by.map(({ name }) => name)
  const seconds = span === undefined ? undefined : secondsOf(span)
  const found = aggregatesOf(
    command.terms,
    names,
    grouping.rows,
    session,
    scopeOf(grouping.rows, session),
    seconds,
  )
  const counts = new Set(
    command.terms.flatMap((term, index) =>
      COUNTS.has(term.function.toLowerCase()) ? [found.values[index]?.name ?? ''] : [],
    ),
  )
  const [rowKey, splitKey] = grouping.by
  if (rowKey === undefined) throw new QueryError('syntax', 'A field for the rows is missing.', at)
  const result =
    splitKey === undefined
      ? grouped(grouping.rows, [rowKey], found, at)
      : split(command, grouping.rows, rowKey, splitKey, found.values, counts, context)
  const filled =
    span?.kind === 'ticks' && flag(options, 'cont', true) ? withEveryBin(result, span, counts, at) : result
  return filled
}

function binTime(rows: SplRows, span: BinSpan, session: TranslationSession, at: Span): SplRows {
  const ready = settled(rows)
  const time = scopeOf(ready, session).find('_time', at)
  if (time === undefined)
    throw new QueryError(
      'unknown-column',
      'timechart needs the field _time, which is not there.',
      at,
      '_time',
    )
  return withFields(ready, [named('_time', binnedBy(time, span, at))], at)
}

/** `span=`, or what Splunk takes for a time range so long. */
function timeSpan({ options, at }: ChartCommand, session: TranslationSession): BinSpan {
  const span = options.get('span')
  if (span !== undefined && span.text !== 'auto') {
    const found = binSpan(span.text, span.at)
    return found.kind === 'number' ? binSpan(`${found.size}s`, span.at) : found
  }
  const bins = options.get('bins')
  if (bins !== undefined) {
    throw new QueryError(
      'unsupported',
      'bins= of timechart is not supported; give the width of a bin as span=.',
      bins.at,
      'bins',
    )
  }
  const { period } = session.options
  const seconds =
    period === undefined ? 2_592_000 : Number((period.untilTicks - period.fromTicks) / 10_000_000n)
  const width = DEFAULT_SPANS.find(([most]) => seconds <= most)?.[1] ?? '1mon'
  session.warn(`timechart without span=: bins are ${width} wide, after the time range of the query.`, at)
  return binSpan(width, at)
}

/** Time ranges in seconds up to which Splunk's default bins are so wide. */
const DEFAULT_SPANS: readonly (readonly [number, string])[] = [
  [900, '10s'],
  [3600, '1m'],
  [14_400, '5m'],
  [86_400, '30m'],
  [604_800, '1h'],
  [2_678_400, '1d'],
]

function split(
  command: ChartCommand,
  rows: SplRows,
  rowKey: NamedExpression,
  splitKey: NamedExpression,
  values: readonly NamedExpression[],
  counts: ReadonlySet<string>,
  { session }: CommandContext,
): SplRows {
  const { at, options } = command
  const ready = settled(rows)
  const nullName = options.get('nullstr')?.text ?? 'NULL'
  const otherName = options.get('otherstr')?.text ?? 'OTHER'
  const text = toText(splitKey.value)
  const keepsNull = flag(options, 'usenull', true)
  const key = keepsNull ? call('spl.coalesce', 'string', [text, literal('string', nullName, at)], at) : text
  const most = Number(options.get('limit')?.text.replace(/^(top|bottom)\s*/i, '') ?? 10)
  const series = seriesOf(ready.relation, key, values, most, session, at)
  let splitValue: Expression = key
  let columns: readonly string[]
  let more: MoreFields | undefined
  if (series === undefined) {
    const place = `series ${at.start}`
    columns = session.askedAt(place).map(({ name }) => name)
    more = seriesAsked(session, place)
  } else {
    const others = series.length > most && most > 0 && flag(options, 'useother', true)
    const kept = most > 0 ? series.slice(0, most) : series
    columns = others ? [...kept, otherName] : kept
    if (series.length > kept.length) {
      const isKept = kept.map((value) => call('spl.equal', 'bool', [key, literal('string', value, at)], at))
      const inKept =
        isKept.length === 1 && isKept[0] !== undefined ? isKept[0] : call('or', 'bool', isKept, at)
      splitValue = call('spl.case', 'string', [isTrue(inKept), key, literal('string', otherName, at)], at)
    }
  }
  const part = 'value of the split field'
  const counted = aggregate(ready.relation, [rowKey, named(part, splitValue)], values, at, {
    dropNullKeys: true,
  })
  return pivoted(counted, rowKey, part, values, counts, columns, more, at)
}

/** Where nothing may be run, the series are those that the rest of the search names. */
function seriesAsked(session: TranslationSession, place: string): MoreFields {
  return {
    ask: (name) => {
      session.ask(place, name)
      return true
    },
  }
}

/** Values of the split field, those with the largest sums first; undefined where nothing may be run. */
function seriesOf(
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
function pivoted(
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

/** A row for every bin from the first to the last, also for those without events. */
function withEveryBin(
  rows: SplRows,
  span: BinSpan & { kind: 'ticks' },
  counts: ReadonlySet<string>,
  at: Span,
): SplRows {
  const ready = settled(rows)
  const time = columnReference({ name: '_time', type: 'datetime' }, at)
  const edge = (name: string) =>
    scalarRelation(aggregate(ready.relation, [], [named('edge', call(name, 'datetime', [time], at))], at), at)
  const bins = range(
    { name: '_time', type: 'datetime' },
    edge('spl.first_bin'),
    edge('spl.last_bin'),
    literal('timespan', span.ticks.toString(), at),
    at,
  )
  const others = columnsOf(ready).filter(({ name }) => name !== '_time')
  const relation = join({
    join: 'leftouter',
    left: bins,
    right: ready.relation,
    on: [{ left: time, right: time }],
    output: [
      { side: 'left', column: '_time', name: '_time' },
      ...others.map(({ name }) => ({ side: 'right' as const, column: name, name })),
    ],
    missingStrings: 'null',
    at,
  })
  const isCount = (name: string) =>
    counts.has(name) || [...counts].some((count) => name.startsWith(`${count}: `)) || allCounts(ready, counts)
  const values = relation.columns.map((column) => {
    const value = columnReference(column, at)
    const isCounted = column.type === 'long' && column.name !== '_time' && isCount(column.name)
    return named(
      column.name,
      isCounted ? call('spl.coalesce', 'long', [value, literal('long', '0', at)], at) : value,
    )
  })
  const key = { value: time, descending: false, nulls: 'last' as const }
  return rowsOf(sort(project(relation, values, at), [key], at), ready.more)
}

/** Columns named for values of the split field hold counts if the one aggregate is a count. */
function allCounts(rows: SplRows, counts: ReadonlySet<string>): boolean {
  return counts.size === 1 && !rows.relation.columns.some(({ name }) => counts.has(name))
}

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

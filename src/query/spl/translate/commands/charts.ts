import {
  aggregate,
  call,
  columnReference,
  join,
  literal,
  named,
  project,
  range,
  scalarRelation,
  sort,
} from '../../../plan/build.ts'
import type { Expression, NamedExpression } from '../../../plan/expression.ts'
import { QueryError } from '../../../plan/query-error.ts'
import type { Span } from '../../../plan/span.ts'
import { toText } from '../../functions/conversions.ts'
import { isTrue } from '../../functions/search-terms.ts'
import type { ChartCommand } from '../../syntax/commands/statistics.ts'
import { flag } from '../../syntax/options.ts'
import { aggregatesOf, groupingOf } from '../aggregates.ts'
import { scopeOf } from '../field-scope.ts'
import { pivoted, seriesAsked, seriesOf } from '../pivot.ts'
import type { CommandContext, TranslationSession } from '../session.ts'
import { columnsOf, type MoreFields, rowsOf, type SplRows, settled, withFields } from '../spl-rows.ts'
import { type BinSpan, binnedBy, binSpan, secondsOf } from '../time-span.ts'
import { grouped } from './statistics.ts'

const COUNTS: ReadonlySet<string> = new Set(['count', 'c', 'dc', 'distinct_count', 'estdc'])

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
  const { period } = session.options
  const range =
    period === undefined ? undefined : Number((period.untilTicks - period.fromTicks) / 10_000_000n)
  const bins = options.get('bins')
  if (bins !== undefined) {
    const most = Number(bins.text)
    if (range === undefined || !(most > 0)) {
      throw new QueryError(
        'unsupported',
        'bins= of timechart needs a time range of the query; give the width of a bin as span=.',
        bins.at,
        'bins',
      )
    }
    return binSpan(ROUND_SPANS.find(([seconds]) => range / seconds <= most)?.[1] ?? '1mon', at)
  }
  const width = DEFAULT_SPANS.find(([most]) => (range ?? 2_592_000) <= most)?.[1] ?? '1mon'
  session.warn(`timechart without span=: bins are ${width} wide, after the time range of the query.`, at)
  return binSpan(width, at)
}

/** Widths that `bins=` chooses from, in seconds and as a span. */
const ROUND_SPANS: readonly (readonly [number, string])[] = [
  [1, '1s'],
  [5, '5s'],
  [10, '10s'],
  [30, '30s'],
  [60, '1m'],
  [300, '5m'],
  [600, '10m'],
  [1800, '30m'],
  [3600, '1h'],
  [86_400, '1d'],
]

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

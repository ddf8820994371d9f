import type { Span } from '../../../plan/span.ts'
import {
  type AggregateTerm,
  type ByField,
  parseAggregates,
  parseBy,
  parseByFields,
} from '../aggregate-term.ts'
import type { Cursor, Word } from '../cursor.ts'
import type { EvalExpression } from '../eval-expression.ts'
import { type Options, type OptionValue, takeOption } from '../options.ts'
import { parseEval } from '../parse-eval.ts'
import type { SplReader } from '../reader.ts'

/** `stats`, and `eventstats` and `streamstats`, which keep every row. */
export interface StatsCommand {
  readonly kind: 'stats' | 'eventstats'
  readonly terms: readonly AggregateTerm[]
  readonly by: readonly ByField[]
  readonly options: ReadonlyMap<string, OptionValue>
  readonly at: Span
}

export interface StreamStatsCommand {
  readonly kind: 'streamstats'
  readonly terms: readonly AggregateTerm[]
  readonly by: readonly ByField[]
  readonly options: ReadonlyMap<string, OptionValue>
  readonly resetBefore?: EvalExpression
  readonly resetAfter?: EvalExpression
  readonly at: Span
}

/** `timechart` and `chart`: one column for every value of the split field. */
export interface ChartCommand {
  readonly kind: 'timechart' | 'chart'
  readonly terms: readonly AggregateTerm[]
  readonly row?: ByField
  readonly split?: ByField
  readonly options: ReadonlyMap<string, OptionValue>
  readonly at: Span
}

/** `top` and `rare`: the commonest and the least common values. */
export interface TopCommand {
  readonly kind: 'top' | 'rare'
  readonly names: readonly Word[]
  readonly by: readonly ByField[]
  readonly options: ReadonlyMap<string, OptionValue>
  readonly at: Span
}

const STATS_OPTIONS = ['partitions', 'allnum', 'delim', 'dedup_splitvals']

export function parseStats({ cursor }: SplReader, start: number): StatsCommand {
  return { kind: 'stats', ...stats(cursor, STATS_OPTIONS), at: cursor.spanFrom(start) }
}

export function parseEventStats({ cursor }: SplReader, start: number): StatsCommand {
  return { kind: 'eventstats', ...stats(cursor, STATS_OPTIONS), at: cursor.spanFrom(start) }
}

function stats(cursor: Cursor, optionNames: readonly string[]) {
  const options: Options = new Map()
  const terms = parseAggregates(cursor, optionNames, options)
  const by = parseBy(cursor, optionNames, options)
  if (terms.length === 0) throw cursor.unexpected('an aggregate such as count is missing')
  return { terms, by, options }
}

const STREAM_OPTIONS = ['current', 'window', 'time_window', 'global', 'allnum', 'reset_on_change']

export function parseStreamStats({ cursor }: SplReader, start: number): StreamStatsCommand {
  const options: Options = new Map()
  const resets: { resetBefore?: EvalExpression; resetAfter?: EvalExpression } = {}
  const terms: AggregateTerm[] = []
  const resetOption = (): boolean => {
    const match = cursor.look(/reset_(before|after)\s*=\s*\(/iy)
    if (match === null) return false
    cursor.offset += match[0].length
    const condition = parseEval(cursor)
    cursor.expect(')', 'at the end of the condition')
    if (match[1]?.toLowerCase() === 'before') resets.resetBefore = condition
    else resets.resetAfter = condition
    return true
  }
  let by: ByField[] = []
  while (!cursor.atCommandEnd()) {
    if (resetOption()) continue
    const found = parseAggregates(cursor, STREAM_OPTIONS, options, ['reset_before', 'reset_after'])
    terms.push(...found)
    const more = parseBy(cursor, STREAM_OPTIONS, options)
    if (more.length > 0) by = more
    if (found.length === 0 && more.length === 0 && !cursor.look(/reset_(before|after)\s*=/iy)) break
  }
  if (terms.length === 0) throw cursor.unexpected('an aggregate such as count is missing')
  return { kind: 'streamstats', terms, by, options, ...resets, at: cursor.spanFrom(start) }
}

const CHART_OPTIONS = [
  'span',
  'bins',
  'minspan',
  'limit',
  'useother',
  'usenull',
  'nullstr',
  'otherstr',
  'agg',
  'cont',
  'partial',
  'fixedrange',
  'format',
  'sep',
  'dedup_splitvals',
  'aligntime',
  'start',
  'end',
]

export function parseTimeChart({ cursor }: SplReader, start: number): ChartCommand {
  const options: Options = new Map()
  const terms = parseAggregates(cursor, CHART_OPTIONS, options)
  const [split, ...others] = parseBy(cursor, CHART_OPTIONS, options)
  skipWhereClause(cursor, options)
  if (others.length > 0)
    throw cursor.failure('timechart splits by one field.', start, cursor.offset, 'timechart')
  if (terms.length === 0) throw cursor.unexpected('an aggregate such as count is missing')
  return {
    kind: 'timechart',
    terms,
    ...(split === undefined ? {} : { split }),
    options,
    at: cursor.spanFrom(start),
  }
}

export function parseChart({ cursor }: SplReader, start: number): ChartCommand {
  const options: Options = new Map()
  const terms = parseAggregates(cursor, CHART_OPTIONS, options)
  const over = cursor.takeKeyword('over') ? parseOver(cursor, options) : undefined
  const by = parseBy(cursor, CHART_OPTIONS, options)
  skipWhereClause(cursor, options)
  const fields = over === undefined ? by : [over, ...by]
  if (fields.length > 2)
    throw cursor.failure('chart takes at most two fields.', start, cursor.offset, 'chart')
  if (terms.length === 0) throw cursor.unexpected('an aggregate such as count is missing')
  const [row, split] = fields
  return {
    kind: 'chart',
    terms,
    ...(row === undefined ? {} : { row }),
    ...(split === undefined ? {} : { split }),
    options,
    at: cursor.spanFrom(start),
  }
}

function parseOver(cursor: Cursor, options: Options): ByField {
  const field = cursor.readField('a field after "over"')
  const own: Options = new Map()
  while (takeOption(cursor, ['span'], own) || takeOption(cursor, CHART_OPTIONS, options));
  const span = own.get('span')?.text
  return { name: field.text, ...(span === undefined ? {} : { span }), at: field.at }
}

/** `where max in top5` picks the series; it is kept as an option, as it is written. */
function skipWhereClause(cursor: Cursor, options: Options): void {
  if (!cursor.takeKeyword('where')) return
  const start = cursor.offset
  const match = cursor.look(/[^|\]]*/y)
  cursor.offset += match?.[0].length ?? 0
  options.set('where', { text: cursor.text.slice(start, cursor.offset).trim(), at: cursor.spanFrom(start) })
}

const TOP_OPTIONS = ['limit', 'countfield', 'percentfield', 'showcount', 'showperc', 'useother', 'otherstr']

export function parseTop({ cursor }: SplReader, start: number): TopCommand {
  return { kind: 'top', ...top(cursor), at: cursor.spanFrom(start) }
}

export function parseRare({ cursor }: SplReader, start: number): TopCommand {
  return { kind: 'rare', ...top(cursor), at: cursor.spanFrom(start) }
}

function top(cursor: Cursor) {
  const options: Options = new Map()
  const names: Word[] = []
  const count = cursor.look(/\d+(?=\s)/y)
  if (count !== null) {
    const start = cursor.offset
    cursor.offset += count[0].length
    options.set('limit', { text: count[0], at: cursor.spanFrom(start) })
  }
  while (!cursor.atCommandEnd() && !cursor.seesKeyword('by')) {
    if (cursor.take(',') || takeOption(cursor, TOP_OPTIONS, options)) continue
    names.push(cursor.readField())
  }
  if (names.length === 0) throw cursor.unexpected('a field is missing')
  const by = cursor.takeKeyword('by') ? parseByFields(cursor, TOP_OPTIONS, options) : []
  return { names, by, options }
}

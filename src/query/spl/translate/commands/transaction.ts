import { aggregate, call, columnReference, filter, join, literal, named, sort } from '../../../plan/build.ts'
import type { Expression, NamedExpression } from '../../../plan/expression.ts'
import { QueryError } from '../../../plan/query-error.ts'
import type { SortKey } from '../../../plan/relation.ts'
import type { Span } from '../../../plan/span.ts'
import type { ScalarType } from '../../../plan/type.ts'
import { toBool, toText } from '../../functions/conversions.ts'
import { statsFunction } from '../../functions/function-signatures.ts'
import { isTrue } from '../../functions/search-terms.ts'
import type { TransactionCommand, TransactionEdge } from '../../syntax/commands/sequence.ts'
import { flag } from '../../syntax/options.ts'
import { evalValue } from '../eval.ts'
import { textsOf } from '../events.ts'
import { scopeOf } from '../field-scope.ts'
import { overRows } from '../over-rows.ts'
import { searchCondition } from '../search.ts'
import type { CommandContext } from '../session.ts'
import { columnsOf, rowsOf, type SplRows, settled, withFields, withRelation } from '../spl-rows.ts'
import { binSpan } from '../time-span.ts'

/** Columns that come and go while transactions are formed. */
const OPENS = 'opens a transaction'
const CLOSES = 'closes a transaction'
const NUMBER = 'number of the transaction'
const EARLIER_CLOSES = 'closed before'
const GAP = 'time before'
const BREAKS = 'pauses so far'
const EDGE = 'edge of the transaction'
const ANCHORS = 'anchors of transactions'
const WORKING: ReadonlySet<string> = new Set([
  OPENS,
  CLOSES,
  NUMBER,
  EARLIER_CLOSES,
  GAP,
  BREAKS,
  EDGE,
  ANCHORS,
])

const UP_TO_HERE = { unit: 'rows', preceding: null, following: 0 } as const
const BEFORE_HERE = { unit: 'rows', preceding: null, following: -1 } as const

/**
 * Events that belong together become one row: equal fields, no longer apart than `maxpause`, all within `maxspan`, from an
 * event that opens to one that closes. Splunk forms transactions from the newest event back, which decides where spans
 * begin. A transaction that never closes is left out.
 */
export function translateTransaction(
  command: TransactionCommand,
  input: SplRows,
  context: CommandContext,
): SplRows {
  const { at, options } = command
  const { session } = context
  for (const name of ['maxevents', 'unifyends', 'keeporphans', 'keepevicted', 'fields', 'name']) {
    const option = options.get(name)
    if (option !== undefined && !/^(f|false|0|-1)$/i.test(option.text)) {
      throw new QueryError('unsupported', `${name}= of transaction is not supported.`, option.at, name)
    }
  }
  const events = settled({ ...input, newestFirst: false })
  const scope = scopeOf(events, session)
  const time = scope.find('_time', at)
  if (time?.type !== 'datetime') {
    throw new QueryError(
      'unknown-column',
      'transaction needs the field _time, which is not there.',
      at,
      '_time',
    )
  }
  const keys = command.names.map((word) => ({
    name: word.text,
    value: toText(scope.field(word.text, word.at)),
  }))
  const present = keys.map(({ value }) => call('spl.is_not_null', 'bool', [value], at))
  let rows = withRelation(
    events,
    present.reduce((relation, each) => filter(relation, each, at), events.relation),
  )
  rows = withRelation(rows, sort(rows.relation, [{ value: time, descending: false, nulls: 'last' }], at))
  const by = keys.map(({ value }) => value)
  const { startsWith, endsWith } = command
  const span = ticksOf(command, 'maxspan')
  const pause = ticksOf(command, 'maxpause')
  if (startsWith !== undefined || endsWith !== undefined) {
    rows = betweenEdges(command, rows, by, { span, pause, time }, context)
  } else if (span !== undefined) {
    rows = withinSpan(
      rows,
      keys.map(({ name, value }) => named(name, value)),
      { span, pause, time },
      at,
    )
  } else if (pause !== undefined) {
    rows = numbered(rows, by, pause, time, at)
  } else {
    rows = withFields(rows, [named(NUMBER, literal('long', '0', at))], at)
  }
  return combined(command, rows, keys, at)
}

interface Limits {
  readonly span: string | undefined
  readonly pause: string | undefined
  readonly time: Expression
}

function ticksOf({ options }: TransactionCommand, name: string): string | undefined {
  const option = options.get(name)
  if (option === undefined || /^-1/.test(option.text)) return undefined
  const span = binSpan(option.text, option.at)
  if (span.kind === 'ticks') return span.ticks.toString()
  if (span.kind === 'number') return (BigInt(Math.round(span.size * 1000)) * 10_000n).toString()
  if (span.kind === 'snap') return (604_800n * 10_000_000n).toString()
  throw new QueryError(
    'unsupported',
    `${name}= of transaction takes seconds, minutes, hours or days.`,
    option.at,
    name,
  )
}

function own(name: string, type: ScalarType, at: Span): Expression {
  return columnReference({ name, type }, at)
}

function ticksBetween(later: Expression, earlier: Expression, at: Span): Expression {
  return call('spl.ticks_between', 'long', [later, earlier], at)
}

function isOver(value: Expression, limit: string, at: Span): Expression {
  return isTrue(call('spl.greater', 'bool', [value, literal('long', limit, at)], at))
}

function isZero(name: string, at: Span): Expression {
  return call('spl.equal', 'bool', [own(name, 'long', at), literal('long', '0', at)], at)
}

/** A pause that is too long begins the next transaction. */
function numbered(
  rows: SplRows,
  by: readonly Expression[],
  pause: string,
  time: Expression,
  at: Span,
): SplRows {
  const before = overRows(
    rows,
    by,
    [named(GAP, call('spl.previous', 'datetime', [time, literal('long', '1', at)], at))],
    UP_TO_HERE,
    at,
  )
  const begins = isOver(ticksBetween(time, own(GAP, 'datetime', at), at), pause, at)
  return overRows(before, by, [named(NUMBER, call('spl.count_true', 'long', [begins], at))], UP_TO_HERE, at)
}

/** Only `maxspan`: from the newest event back, each transaction takes what lies within the span. */
function withinSpan(
  rows: SplRows,
  keys: readonly NamedExpression[],
  { span, pause, time }: Limits,
  at: Span,
): SplRows {
  const most = (ticks: string | undefined) => literal('long', ticks ?? '9000000000000000000', at)
  const anchors = call('spl.transaction_anchors', 'multivalue', [time, most(span), most(pause)], at)
  const right = aggregate(
    rows.relation,
    keys.map(({ value }, index) => named(`key ${index}`, value)),
    [named(ANCHORS, anchors)],
    at,
  )
  const relation = join({
    join: keys.length === 0 ? 'cross' : 'inner',
    left: rows.relation,
    right,
    on: keys.map(({ value }, index) => ({ left: value, right: own(`key ${index}`, value.type, at) })),
    output: [
      ...rows.relation.columns.map(({ name }) => ({ side: 'left' as const, column: name, name })),
      { side: 'right', column: ANCHORS, name: ANCHORS },
    ],
    missingStrings: 'null',
    at,
  })
  const number = call('spl.anchor_of', 'long', [time, own(ANCHORS, 'multivalue', at)], at)
  return withFields(withRelation(rows, relation), [named(NUMBER, number)], at)
}

/** From an event that opens to the first that closes, without another of either between them. */
function betweenEdges(
  command: TransactionCommand,
  input: SplRows,
  by: readonly Expression[],
  { span, pause, time }: Limits,
  context: CommandContext,
): SplRows {
  const { at, startsWith, endsWith } = command
  const edge = (name: string, condition: TransactionEdge | undefined) =>
    named(
      name,
      condition === undefined ? literal('bool', false, at) : isTrue(holds(condition, input, context)),
    )
  let rows = withFields(input, [edge(OPENS, startsWith), edge(CLOSES, endsWith)], at)
  const count = (name: string) => call('spl.count_true', 'long', [own(name, 'bool', at)], at)
  const kept = (condition: Expression) => {
    rows = withRelation(rows, filter(rows.relation, condition, at))
  }
  if (startsWith === undefined) {
    rows = overRows(rows, by, [named(NUMBER, count(CLOSES))], BEFORE_HERE, at)
  } else {
    rows = overRows(rows, by, [named(NUMBER, count(OPENS))], UP_TO_HERE, at)
    kept(call('spl.greater', 'bool', [own(NUMBER, 'long', at), literal('long', '0', at)], at))
  }
  const inside = [...by, own(NUMBER, 'long', at)]
  if (startsWith !== undefined && endsWith !== undefined) {
    rows = overRows(rows, inside, [named(EARLIER_CLOSES, count(CLOSES))], BEFORE_HERE, at)
    kept(isZero(EARLIER_CLOSES, at))
  }
  if (pause !== undefined) {
    if (startsWith === undefined) {
      const option = command.options.get('maxpause')
      throw new QueryError(
        'unsupported',
        'maxpause= of transaction needs startswith= where there is endswith=.',
        option?.at ?? at,
        'maxpause',
      )
    }
    rows = overRows(
      rows,
      inside,
      [named(GAP, call('spl.previous', 'datetime', [time, literal('long', '1', at)], at))],
      UP_TO_HERE,
      at,
    )
    const tooLong = isOver(ticksBetween(time, own(GAP, 'datetime', at), at), pause, at)
    rows = overRows(
      rows,
      inside,
      [named(BREAKS, call('spl.count_true', 'long', [tooLong], at))],
      UP_TO_HERE,
      at,
    )
    kept(isZero(BREAKS, at))
  }
  if (span !== undefined) {
    const first = startsWith !== undefined
    rows = overRows(
      rows,
      inside,
      [named(EDGE, call(first ? 'spl.first_bin' : 'spl.last_bin', 'datetime', [time], at))],
      undefined,
      at,
    )
    const away = first
      ? ticksBetween(time, own(EDGE, 'datetime', at), at)
      : ticksBetween(own(EDGE, 'datetime', at), time, at)
    kept(call('not', 'bool', [isOver(away, span, at)], at))
  }
  if (endsWith !== undefined) {
    rows = overRows(rows, inside, [named(EARLIER_CLOSES, count(CLOSES))], undefined, at)
    kept(call('not', 'bool', [isZero(EARLIER_CLOSES, at)], at))
  }
  return rows
}

function holds(edge: TransactionEdge, rows: SplRows, { session }: CommandContext): Expression {
  const scope = scopeOf(rows, session)
  if (edge.kind === 'eval') return toBool(evalValue(edge.condition, scope, session))
  return searchCondition(edge.search, scope, session, textsOf(rows))
}

/** One row a transaction: when it began, how long it lasted, how many events it has, and the values of every field. */
function combined(
  command: TransactionCommand,
  rows: SplRows,
  keys: readonly { readonly name: string; readonly value: Expression }[],
  at: Span,
): SplRows {
  const time = own('_time', 'datetime', at)
  const ofKeys = new Set(keys.map(({ name }) => name))
  const collect = flag(command.options, 'mvlist', false) ? 'list' : 'values'
  const fields = columnsOf(rows)
    .filter(({ name }) => !WORKING.has(name) && !ofKeys.has(name) && name !== '_time')
    .map((column) => {
      const value = columnReference(column, at)
      const values = statsFunction(collect, at).translate([value], at, {}, collect)
      return named(column.name, column.name === '_raw' ? toText(values) : values)
    })
  const relation = aggregate(
    rows.relation,
    [...keys.map(({ name, value }) => named(name, value)), named(NUMBER, own(NUMBER, 'long', at))],
    [
      named('_time', call('spl.first_bin', 'datetime', [time], at)),
      named('duration', call('spl.seconds_covered', 'real', [time], at)),
      named('eventcount', call('spl.count', 'long', [], at)),
      ...fields.filter(({ name }) => name !== 'duration' && name !== 'eventcount'),
    ],
    at,
  )
  const key: SortKey = { value: time, descending: true, nulls: 'last' }
  const sorted = rowsOf(sort(relation, [key], at), rows.more)
  const kept = relation.columns.filter(({ name }) => name !== NUMBER)
  return withRelation(sorted, {
    kind: 'project',
    columns: kept,
    input: sorted.relation,
    values: kept.map((column) => named(column.name, columnReference(column, at))),
    at,
  })
}

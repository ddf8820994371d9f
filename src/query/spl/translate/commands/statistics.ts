import {
  aggregate,
  call,
  columnReference,
  limit,
  literal,
  named,
  project,
  sort,
  window,
} from '../../../plan/build.ts'
import type { Expression, NamedExpression } from '../../../plan/expression.ts'
import { QueryError } from '../../../plan/query-error.ts'
import type { SortKey, Window } from '../../../plan/relation.ts'
import type { Span } from '../../../plan/span.ts'
import { toText, toType } from '../../functions/conversions.ts'
import { isTrue } from '../../functions/search-terms.ts'
import type { StatsCommand, StreamStatsCommand, TopCommand } from '../../syntax/commands/statistics.ts'
import { flag } from '../../syntax/options.ts'
import { type Aggregates, aggregatesOf, groupingOf } from '../aggregates.ts'
import { evalValue } from '../eval.ts'
import { scopeOf } from '../field-scope.ts'
import { overRows } from '../over-rows.ts'
import type { CommandContext } from '../session.ts'
import { fieldOf, rowsOf, type SplRows, settled, withoutFields, withRelation } from '../spl-rows.ts'
import { binSpan } from '../time-span.ts'

export function translateStats(command: StatsCommand, rows: SplRows, context: CommandContext): SplRows {
  if (command.kind === 'eventstats') return eventStats(command, rows, context)
  const { at } = command
  const { session } = context
  const grouping = groupingOf(command.by, rows, session)
  const found = aggregatesOf(
    command.terms,
    command.by.map(({ name }) => name),
    grouping.rows,
    session,
  )
  return grouped(grouping.rows, grouping.by, found, at)
}

/** Groups, in the order of their keys, as Splunk gives them. */
export function grouped(
  rows: SplRows,
  by: readonly NamedExpression[],
  { values, more }: Aggregates,
  at: Span,
): SplRows {
  const ready = settled(rows)
  const keys = new Set(by.map(({ name }) => name))
  const relation = aggregate(
    ready.relation,
    by,
    values.filter(({ name }) => !keys.has(name)),
    at,
    { dropNullKeys: true },
  )
  return rowsOf(
    by.length === 0
      ? relation
      : sort(
          relation,
          by.map((key) => ascending(key, at)),
          at,
        ),
    more,
  )
}

function ascending({ name, value }: NamedExpression, at: Span): SortKey {
  return { value: columnReference({ name, type: value.type }, at), descending: false, nulls: 'last' }
}

/** Aggregates of a row's group beside the row; a row without the fields of BY has none. */
function eventStats(command: StatsCommand, rows: SplRows, { session }: CommandContext): SplRows {
  const { at } = command
  const grouping = groupingOf(command.by, rows, session, { fanOut: false })
  const found = aggregatesOf(
    command.terms,
    command.by.map(({ name }) => name),
    grouping.rows,
    session,
  )
  const keys = grouping.by.map(({ value }) => value)
  const values = found.values.map(({ name, value }) => named(name, whereKnown(keys, value, at)))
  return withMore(overRows(grouping.rows, keys, values, undefined, at), found, grouping.rows)
}

function withMore(rows: SplRows, found: Aggregates, before: SplRows): SplRows {
  const { more } = found
  if (more === undefined) return rows
  const rest = before.more
  return { ...rows, more: { ask: (name) => more.ask(name) || rest?.ask(name) === true } }
}

/** Null for rows whose group is not known. */
function whereKnown(keys: readonly Expression[], value: Expression, at: Span): Expression {
  const open = keys.filter((key) => key.kind !== 'literal' || key.value === null)
  if (open.length === 0) return value
  const known = open.map((key) => call('spl.is_not_null', 'bool', [key], at))
  const condition = known.length === 1 && known[0] !== undefined ? known[0] : call('and', 'bool', known, at)
  const nothing = literal(value.type, value.type === 'multivalue' ? [] : null, at)
  return call('spl.case', value.type, [condition, value, nothing], at)
}

/** The engine counts a RANGE frame in 31 bits: ticks would reach three minutes, milliseconds reach 24 days. */
const MOST_MILLISECONDS = 2n ** 31n

/** Aggregates of the rows up to each row, in the order the rows come: of events the newest first. */
export function translateStreamStats(
  command: StreamStatsCommand,
  rows: SplRows,
  context: CommandContext,
): SplRows {
  const { at, options } = command
  const { session } = context
  const grouping = groupingOf(command.by, rows, session, { fanOut: false })
  const current = flag(options, 'current', true)
  const size = Number(options.get('window')?.text ?? 0)
  let ready = settled(grouping.rows)
  let keys = grouping.by.map(({ value }) => value)
  const added: string[] = []
  const runs = resets(command, keys, ready, context)
  if (runs !== undefined) {
    ready = runs.rows
    keys = [...keys, runs.run]
    added.push(...runs.added)
  }
  const names = command.by.map(({ name }) => name)
  const found = aggregatesOf(command.terms, names, ready, session)
  const span = options.get('time_window')
  const values = found.values.map(({ name, value }) => named(name, whereKnown(keys, value, at)))
  const last = current ? 0 : -1
  if (span !== undefined) {
    const width = binSpan(span.text, span.at)
    const time = fieldOf(ready, '_time', at)
    if (width.kind !== 'ticks' || time === undefined || !current) {
      throw new QueryError(
        'unsupported',
        'time_window= takes a span such as 5m over events with _time, and current=t.',
        span.at,
        'time_window',
      )
    }
    const unit = width.ticks < MOST_MILLISECONDS * 10_000n ? 10_000n : 10_000_000n
    const steps = call('spl.whole_units', 'long', [time, literal('long', unit.toString(), at)], at)
    const relation = window({
      input: ready.relation,
      partition: keys,
      order: [{ value: steps, descending: true, nulls: 'last' }],
      values,
      frame: { unit: 'range', preceding: Number(width.ticks / unit), following: 0 },
      at,
    })
    return cleaned(withRelation(ready, relation), added, at)
  }
  const isGlobal = size > 0 && command.by.length > 0 && flag(options, 'global', true)
  if (!isGlobal) {
    const frame: Window['frame'] = {
      unit: 'rows',
      preceding: size > 0 ? size - (current ? 1 : 0) : null,
      following: last,
    }
    return cleaned(overRows(ready, keys, values, frame, at), added, at)
  }
  // One window over all rows: those of the group that are among the last rows of any group.
  const place = named('place in the stream', call('spl.row_number', 'long', [], at))
  const placed = overRows(ready, [], [place], { unit: 'rows', preceding: null, following: 0 }, at)
  const order: SortKey = {
    value: columnReference({ name: place.name, type: 'long' }, at),
    descending: false,
    nulls: 'last',
  }
  const relation = window({
    input: placed.relation,
    partition: keys,
    order: [order],
    values,
    frame: { unit: 'range', preceding: size - (current ? 1 : 0), following: last },
    at,
  })
  return cleaned(withRelation(placed, relation), [...added, place.name], at)
}

function cleaned(rows: SplRows, names: readonly string[], at: Span): SplRows {
  return names.length === 0 ? rows : withoutFields(rows, (name) => names.includes(name), at)
}

/** `reset_on_change`, `reset_before`, `reset_after`: each run of rows counts anew. */
function resets(
  command: StreamStatsCommand,
  keys: readonly Expression[],
  rows: SplRows,
  { session }: CommandContext,
): { rows: SplRows; run: Expression; added: string[] } | undefined {
  const { at, options, resetBefore, resetAfter } = command
  const starts: Expression[] = []
  const before: NamedExpression[] = []
  const scope = scopeOf(rows, session)
  if (flag(options, 'reset_on_change', false) && keys.length > 0) {
    const texts = keys.map(toText)
    const key =
      texts.length === 1 && texts[0] !== undefined ? texts[0] : call('spl.row_key', 'string', texts, at)
    before.push(named('group before', call('spl.previous', 'string', [key, literal('long', '1', at)], at)))
    const earlier = columnReference({ name: 'group before', type: 'string' }, at)
    const same = call('spl.equal', 'bool', [key, earlier], at)
    starts.push(call('not', 'bool', [isTrue(same)], at))
  }
  if (resetBefore !== undefined) starts.push(isTrue(evalValue(resetBefore, scope, session)))
  if (resetAfter !== undefined) {
    const ended = toType(evalValue(resetAfter, scope, session), 'long')
    before.push(named('ended before', call('spl.previous', 'long', [ended, literal('long', '1', at)], at)))
    const earlier = columnReference({ name: 'ended before', type: 'long' }, at)
    starts.push(isTrue(call('spl.equal', 'bool', [earlier, literal('long', '1', at)], at)))
  }
  if (starts.length === 0) return undefined
  const frame = { unit: 'rows', preceding: null, following: 0 } as const
  const seen = before.length === 0 ? rows : overRows(rows, [], before, frame, at)
  const start = starts.length === 1 && starts[0] !== undefined ? starts[0] : call('or', 'bool', starts, at)
  const run = named('run of rows', call('spl.count_true', 'long', [start], at))
  return {
    rows: overRows(seen, [], [run], frame, at),
    run: columnReference({ name: run.name, type: 'long' }, at),
    added: [run.name, ...before.map(({ name }) => name)],
  }
}

/** `top` and `rare`: values by how often they occur, with their share. */
export function translateTop(command: TopCommand, rows: SplRows, { session }: CommandContext): SplRows {
  const { at, options, kind } = command
  const fields = command.names.map(({ text, at: where }) => ({ name: text, at: where }))
  const grouping = groupingOf([...command.by, ...fields], rows, session)
  const count = options.get('countfield')?.text ?? 'count'
  const percent = options.get('percentfield')?.text ?? 'percent'
  const counted = aggregate(
    settled(grouping.rows).relation,
    grouping.by,
    [named(count, call('spl.count', 'long', [], at))],
    at,
    { dropNullKeys: true },
  )
  const groups = grouping.by
    .slice(0, command.by.length)
    .map(({ name, value }) => columnReference({ name, type: value.type }, at))
  const total = call('spl.sum', 'long', [columnReference({ name: count, type: 'long' }, at)], at)
  const shared = overRows(rowsOf(counted), groups, [named('all of them', total)], undefined, at)
  const share = call(
    'spl.multiply',
    'real',
    [
      literal('real', 100, at),
      call(
        'spl.divide',
        'real',
        [
          columnReference({ name: count, type: 'long' }, at),
          columnReference({ name: 'all of them', type: 'long' }, at),
        ],
        at,
      ),
    ],
    at,
  )
  const values = [
    ...grouping.by.map(({ name, value }) => named(name, columnReference({ name, type: value.type }, at))),
    named(count, columnReference({ name: count, type: 'long' }, at)),
    named(percent, share),
  ]
  const keys: SortKey[] = [
    ...groups.map((value) => ({ value, descending: false, nulls: 'last' as const })),
    {
      value: columnReference({ name: count, type: 'long' }, at),
      descending: kind === 'top',
      nulls: 'last' as const,
    },
    ...grouping.by.slice(command.by.length).map((key) => ascending(key, at)),
  ]
  const sorted = sort(project(shared.relation, values, at), keys, at)
  const most = Number(options.get('limit')?.text ?? 10)
  const kept = most > 0 ? limit(sorted, most, at, groups.length === 0 ? {} : { per: groups }) : sorted
  const hidden = [
    ...(flag(options, 'showcount', true) ? [] : [count]),
    ...(flag(options, 'showperc', true) ? [] : [percent]),
  ]
  return cleaned(rowsOf(kept), hidden, at)
}

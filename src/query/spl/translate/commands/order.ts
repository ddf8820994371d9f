import { call, columnReference, filter, limit, literal, named, sort } from '../../../plan/build.ts'
import type { Expression } from '../../../plan/expression.ts'
import { QueryError } from '../../../plan/query-error.ts'
import type { SortKey } from '../../../plan/relation.ts'
import type { Span } from '../../../plan/span.ts'
import { isNumeric, toNumber, toText } from '../../functions/conversions.ts'
import { isTrue } from '../../functions/search-terms.ts'
import type {
  DedupCommand,
  HeadCommand,
  ReverseCommand,
  SortCommand,
  SplSortKey,
} from '../../syntax/commands/order.ts'
import { evalCondition } from '../eval.ts'
import { scopeOf } from '../field-scope.ts'
import { overRows } from '../over-rows.ts'
import type { CommandContext } from '../session.ts'
import { type SplRows, settled, withoutFields, withRelation } from '../spl-rows.ts'

const UP_TO_HERE = { unit: 'rows', preceding: null, following: 0 } as const

export function translateHead(command: HeadCommand, rows: SplRows, context: CommandContext): SplRows {
  const { at } = command
  if (command.kind === 'tail') {
    const turned = reversed(settled(rows), at)
    return withRelation(turned, limit(turned.relation, command.count, at))
  }
  const kept = command.condition === undefined ? settled(rows) : whileTrue(command, settled(rows), context)
  return command.count === Number.MAX_SAFE_INTEGER
    ? kept
    : withRelation(kept, limit(kept.relation, command.count, at))
}

/** Rows up to the first on which the condition does not hold; with `keeplast` that one, too. */
function whileTrue(command: HeadCommand, rows: SplRows, { session }: CommandContext): SplRows {
  const { at, condition } = command
  if (condition === undefined) return rows
  const holds = evalCondition(condition, scopeOf(rows, session), session)
  const passes = command.allowNull
    ? call('spl.coalesce', 'bool', [holds, literal('bool', true, at)], at)
    : isTrue(holds)
  const failures = named(
    'failures so far',
    call('spl.count_true', 'long', [call('not', 'bool', [passes], at)], at),
  )
  const frame = command.keepLast ? ({ unit: 'rows', preceding: null, following: -1 } as const) : UP_TO_HERE
  const counted = overRows(rows, [], [failures], frame, at)
  const none = call(
    'spl.equal',
    'bool',
    [columnReference({ name: failures.name, type: 'long' }, at), literal('long', '0', at)],
    at,
  )
  const kept = withRelation(counted, filter(counted.relation, none, at))
  return withoutFields(kept, (name) => name === failures.name, at)
}

export function translateReverse({ at }: ReverseCommand, rows: SplRows): SplRows {
  return reversed(settled(rows), at)
}

function reversed(rows: SplRows, at: Span): SplRows {
  const place = named('place of the row', call('spl.row_number', 'long', [], at))
  const placed = overRows(rows, [], [place], UP_TO_HERE, at)
  const key: SortKey = {
    value: columnReference({ name: place.name, type: 'long' }, at),
    descending: true,
    nulls: 'last',
  }
  return withoutFields(
    withRelation(placed, sort(placed.relation, [key], at)),
    (name) => name === place.name,
    at,
  )
}

export function translateSort(command: SortCommand, rows: SplRows, context: CommandContext): SplRows {
  const { at, count } = command
  const ready = settled({ ...rows, newestFirst: false })
  const keys = command.keys.flatMap((key) => sortKeys(key, command.reversed, ready, context))
  const sorted = sort(ready.relation, keys, at)
  return withRelation(ready, count > 0 ? limit(sorted, count, at) : sorted)
}

/** Numbers in their order, before texts in theirs: a column of text may hold both. */
function sortKeys(
  { field, descending, as }: SplSortKey,
  reversed: boolean,
  rows: SplRows,
  { session }: CommandContext,
): SortKey[] {
  const value = scopeOf(rows, session).field(field.text, field.at)
  const down = descending !== reversed
  const key = (each: Expression): SortKey => ({ value: each, descending: down, nulls: 'last' })
  if (as === 'ip') return [key(call('spl.address_order', 'string', [toText(value)], field.at))]
  if (as === 'num') return [key(toNumber(value))]
  if (as === 'str') return [key(toText(value))]
  if (isNumeric(value) || value.type === 'datetime') return [key(value)]
  const text = toText(value)
  const number = toNumber(text)
  const isText = call('spl.is_null', 'bool', [number], field.at)
  return [
    key(
      call(
        'spl.case',
        'long',
        [
          call('spl.is_null', 'bool', [text], field.at),
          literal('long', null, field.at),
          isText,
          literal('long', '1', field.at),
          literal('long', '0', field.at),
        ],
        field.at,
      ),
    ),
    key(number),
    key(text),
  ]
}

/** The first rows of each combination of values, in the order the rows have. */
export function translateDedup(command: DedupCommand, rows: SplRows, context: CommandContext): SplRows {
  const { at } = command
  if (command.keepEvents) {
    throw new QueryError('unsupported', 'keepevents=t of dedup is not supported.', at, 'keepevents')
  }
  let ready = settled(rows)
  if (command.sortBy.length > 0) {
    const keys = command.sortBy.flatMap((key) => sortKeys(key, false, ready, context))
    ready = withRelation(ready, sort(ready.relation, keys, at))
  }
  const scope = scopeOf(ready, context.session)
  const fields = command.names.map((word) => scope.field(word.text, word.at))
  const present = fields.map((field) => call('spl.is_not_null', 'bool', [field], at))
  if (!command.keepEmpty) {
    ready = withRelation(
      ready,
      present.reduce((input, each) => filter(input, each, at), ready.relation),
    )
  }
  if (command.consecutive) return withoutRepeats(command, fields, ready)
  const kept = limit(ready.relation, command.count, at, { per: fields })
  return withRelation(ready, kept)
}

/** `uniq`: of rows that are equal in every field and follow each other, the first. */
export function translateUniq({ at }: ReverseCommand, rows: SplRows): SplRows {
  const ready = settled(rows)
  return withoutRepeats(
    { at, count: 1 },
    ready.relation.columns.map((column) => columnReference(column, at)),
    ready,
  )
}

/** `consecutive=t`: only rows that follow an equal one go. */
function withoutRepeats(
  { at, count }: Pick<DedupCommand, 'at' | 'count'>,
  fields: readonly Expression[],
  rows: SplRows,
): SplRows {
  const texts = fields.map((field) => textOrEmpty(toText(field)))
  const key =
    texts.length === 1 && texts[0] !== undefined ? texts[0] : call('spl.row_key', 'string', texts, at)
  const steps = literal('long', String(count), at)
  const before = named('key before', call('spl.previous', 'string', [key, steps], at))
  const seen = overRows(rows, [], [before], UP_TO_HERE, at)
  const same = call(
    'spl.equal',
    'bool',
    [key, columnReference({ name: before.name, type: 'string' }, at)],
    at,
  )
  const kept = filter(seen.relation, call('not', 'bool', [isTrue(same)], at), at)
  return withoutFields(withRelation(seen, kept), (name) => name === before.name, at)
}

/** Null as a text of its own, so that rows without a value are equal to each other. */
function textOrEmpty(text: Expression): Expression {
  return call('spl.coalesce', 'string', [text, literal('string', '', text.at)], text.at)
}

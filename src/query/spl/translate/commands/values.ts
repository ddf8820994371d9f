import { call, literal, named } from '../../../plan/build.ts'
import type { Expression, NamedExpression } from '../../../plan/expression.ts'
import { QueryError } from '../../../plan/query-error.ts'
import { toText, toType } from '../../functions/conversions.ts'
import type {
  BinCommand,
  ConvertCommand,
  EvalCommand,
  RangeMapCommand,
  StrcatCommand,
} from '../../syntax/commands/values.ts'
import type { Word } from '../../syntax/cursor.ts'
import type { EvalExpression } from '../../syntax/eval-expression.ts'
import { conversionNamed } from '../conversions.ts'
import { evalValue } from '../eval.ts'
import { scopeOf } from '../field-scope.ts'
import { withFieldsUsedLater } from '../fields-used-later.ts'
import type { CommandContext, TranslationSession } from '../session.ts'
import { namesOf, type SplRows, withFields } from '../spl-rows.ts'
import { binned } from '../time-span.ts'
import { hasWildcard, matchingNames, renamed } from '../wildcard-names.ts'

/** Assignments come one after the other: a later one sees what an earlier one made. */
export function translateEval(
  { assignments, at }: EvalCommand,
  rows: SplRows,
  { session }: CommandContext,
): SplRows {
  return assignments.reduce((current, { name, value }) => {
    if (DYNAMIC_NAME.test(name.text)) return withDynamicName(current, name, value, session)
    const made = evalValue(value, scopeOf(current, session), session)
    const kept = made.type === 'bool' ? call('spl.bool_name', 'string', [made], made.at) : made
    return withFields(current, [named(name.text, kept)], at)
  }, rows)
}

const DYNAMIC_NAME = /\{([^{}]+)\}/

/** `eval {key}_x=value`: each row has its own name for the field. Names that the search uses later become fields. */
function withDynamicName(
  rows: SplRows,
  { text, at }: Word,
  expression: EvalExpression,
  session: TranslationSession,
): SplRows {
  const [before = '', key = '', after = '', ...others] = text.split(/\{([^{}]+)\}/)
  if (others.length > 0) {
    throw new QueryError('unsupported', `${text} takes its name from more than one field.`, at, text)
  }
  session.warn(
    `The field that ${text} names differs from row to row: only names used later in the search are kept.`,
    at,
  )
  const scope = scopeOf(rows, session)
  const nameInRow = toText(scope.field(key, at))
  const value = evalValue(expression, scope, session)
  const nothing = literal(value.type, value.type === 'multivalue' ? [] : null, at)
  return withFieldsUsedLater(rows, `eval ${at.start}`, session, at, (name) => {
    const own = renamed(`${before}*${after}`, '*', name)
    if (own === undefined) return undefined
    const isOwn = call('spl.equal', 'bool', [nameInRow, literal('string', own, at)], at)
    return call('spl.case', value.type, [isOwn, value, nothing], at)
  })
}

const DEFAULT_FORMAT = '%m/%d/%Y %H:%M:%S'

/** Conversions come one after the other, as assignments do. */
export function translateConvert(
  command: ConvertCommand,
  rows: SplRows,
  { session }: CommandContext,
): SplRows {
  const format = command.timeFormat ?? DEFAULT_FORMAT
  return command.conversions.reduce((current, { function: name, field, as, at }) => {
    const convert = conversionNamed(name, at)
    const scope = scopeOf(current, session)
    const values: NamedExpression[] = []
    for (const each of matchingNames([field.text], namesOf(current)).filter((one) => !hasWildcard(one))) {
      const known = scope.find(each, at)
      if (known === undefined) {
        session.warn(`There is no field "${each}" to convert.`, at)
        continue
      }
      const target = as !== undefined && hasWildcard(as) ? renamed(field.text, as, each) : as
      values.push(named(target ?? each, convert(known, { format, at, nowTicks: session.options.nowTicks })))
    }
    return withFields(current, values, at)
  }, rows)
}

export function translateBin(command: BinCommand, rows: SplRows, { session }: CommandContext): SplRows {
  const { field, options, at } = command
  for (const name of ['bins', 'minspan', 'start', 'end', 'aligntime']) {
    const option = options.get(name)
    if (option !== undefined && (name !== 'bins' || !options.has('span'))) {
      throw new QueryError(
        'unsupported',
        `${name}= of bin is not supported; give the width of a bin as span=.`,
        option.at,
        name,
      )
    }
  }
  const span = options.get('span')
  if (span === undefined) {
    throw new QueryError(
      'unsupported',
      'bin without span= depends on the data; give the width of a bin as span=.',
      at,
      'bin',
    )
  }
  const value = binned(scopeOf(rows, session).field(field.text, field.at), span.text, span.at)
  return withFields(rows, [named(command.as ?? field.text, value)], at)
}

export function translateStrcat(command: StrcatCommand, rows: SplRows, { session }: CommandContext): SplRows {
  const { at } = command
  const scope = scopeOf(rows, session)
  const parts = command.sources.map((word) => {
    if (word.quoted) return literal('string', word.text, word.at)
    const text = toText(scope.field(word.text, word.at))
    return command.allRequired ? text : call('spl.coalesce', 'string', [text, literal('string', '', at)], at)
  })
  const joined = parts.reduce<Expression>(
    (left, right) => call('spl.concat', 'string', [left, right], at),
    literal('string', '', at),
  )
  return withFields(rows, [named(command.target, joined)], at)
}

export function translateRangeMap(
  command: RangeMapCommand,
  rows: SplRows,
  { session }: CommandContext,
): SplRows {
  const { at } = command
  const number = toType(scopeOf(rows, session).field(command.field, at), 'real')
  const branches = command.ranges.flatMap(({ name, from, to }) => [
    call(
      'and',
      'bool',
      [
        call('spl.at_least', 'bool', [number, literal('real', Number(from), at)], at),
        call('spl.at_most', 'bool', [number, literal('real', Number(to), at)], at),
      ],
      at,
    ),
    literal('string', name, at),
  ])
  const otherwise = literal('string', command.otherwise, at)
  const range = branches.length === 0 ? otherwise : call('spl.case', 'string', [...branches, otherwise], at)
  return withFields(rows, [named('range', range)], at)
}

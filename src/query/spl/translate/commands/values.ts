import { call, literal, named } from '../../../plan/build.ts'
import type { Expression, NamedExpression } from '../../../plan/expression.ts'
import { QueryError } from '../../../plan/query-error.ts'
import type { Span } from '../../../plan/span.ts'
import { toNumber, toText, toType } from '../../functions/conversions.ts'
import { evalFunction } from '../../functions/function-signatures.ts'
import type {
  BinCommand,
  ConvertCommand,
  EvalCommand,
  RangeMapCommand,
  StrcatCommand,
} from '../../syntax/commands/values.ts'
import { evalValue } from '../eval.ts'
import { scopeOf } from '../field-scope.ts'
import type { CommandContext } from '../session.ts'
import { namesOf, type SplRows, withFields } from '../spl-rows.ts'
import { binned } from '../time-span.ts'
import { hasWildcard, matchingNames, renamed } from '../wildcard-names.ts'

/** Assignments come one after the other: a later one sees what an earlier one made. */
export function translateEval({ assignments, at }: EvalCommand, rows: SplRows, { session }: CommandContext): SplRows {
  return assignments.reduce((current, { name, value }) => {
    const made = evalValue(value, scopeOf(current, session), session)
    const kept = made.type === 'bool' ? call('spl.bool_name', 'string', [made], made.at) : made
    return withFields(current, [named(name.text, kept)], at)
  }, rows)
}

const DEFAULT_FORMAT = '%m/%d/%Y %H:%M:%S'

type Conversion = (field: Expression, format: string, at: Span) => Expression

const strftime: Conversion = (field, format, at) =>
  evalFunction('strftime', at).translate([field, literal('string', format, at)], at, 'strftime')

/** A text without all that matches; nulls stay. */
function without(field: Expression, pattern: string, at: Span): Expression {
  const args = [toText(field), literal('string', pattern, at), literal('string', '', at)]
  return call('spl.replace', 'string', args, at)
}

/** `d+HH:MM:SS`, `HH:MM:SS` or `MM:SS` as seconds. */
const seconds: Conversion = (field, _format, at) => {
  const text = toText(field)
  const pattern = '^(?:(\\d+)\\+)?(?:(\\d+):)?(\\d+):(\\d+(?:\\.\\d+)?)$'
  const part = (index: number, factor: number): Expression => {
    const group = call('spl.group', 'string', [text, literal('string', pattern, at), literal('long', String(index), at)], at)
    const number = call('spl.coalesce', 'real', [toType(group, 'real'), literal('real', 0, at)], at)
    return call('spl.multiply', 'real', [number, literal('real', factor, at)], at)
  }
  const sum = [part(1, 86_400), part(2, 3600), part(3, 60), part(4, 1)].reduce((left, right) =>
    call('spl.add', 'real', [left, right], at),
  )
  const matches = call('spl.match', 'bool', [text, literal('string', pattern, at)], at)
  return call('spl.case', 'real', [matches, sum, toType(field, 'real')], at)
}

/** `10k`, `3m`, `2g` as kilobytes. */
const kilobytes: Conversion = (field, _format, at) => {
  const text = toText(field)
  const group = (index: number) =>
    call('spl.group', 'string', [text, literal('string', '^([\\d.]+)\\s*([kKmMgG]?)', at), literal('long', String(index), at)], at)
  const unit = evalFunction('lower', at).translate([group(2)], at, 'lower')
  const is = (letter: string) => call('spl.equal', 'bool', [unit, literal('string', letter, at)], at)
  const factor = call(
    'spl.case',
    'real',
    [is('m'), literal('real', 1024, at), is('g'), literal('real', 1_048_576, at), literal('real', 1, at)],
    at,
  )
  return call('spl.multiply', 'real', [toType(group(1), 'real'), factor], at)
}

/** Functions of `convert`, by name in lower case; undefined: the values stay as they are. */
const CONVERSIONS: ReadonlyMap<string, Conversion | undefined> = new Map<string, Conversion | undefined>([
  ['ctime', strftime],
  ['mktime', (field, format, at) =>
    evalFunction('strptime', at).translate([field, literal('string', format, at)], at, 'strptime')],
  ['num', (field) => toNumber(field)],
  ['rmcomma', (field, _format, at) => without(field, ',', at)],
  ['rmunit', (field, _format, at) => toNumber(without(field, '[^0-9.+-].*$', at))],
  ['dur2sec', seconds],
  ['mstime', (field, _format, at) => {
    const parts = [toText(field), literal('string', '^(?:(\\d+):)?([\\d.]+)$', at)]
    const group = (index: number) => toType(call('spl.group', 'string', [...parts, literal('long', String(index), at)], at), 'real')
    const minutes = call('spl.coalesce', 'real', [group(1), literal('real', 0, at)], at)
    return call('spl.add', 'real', [call('spl.multiply', 'real', [minutes, literal('real', 60, at)], at), group(2)], at)
  }],
  ['memk', kilobytes],
  ['auto', undefined],
  ['none', undefined],
])

export function translateConvert(command: ConvertCommand, rows: SplRows, { session }: CommandContext): SplRows {
  const scope = scopeOf(rows, session)
  const format = command.timeFormat ?? DEFAULT_FORMAT
  const values: NamedExpression[] = []
  for (const { function: name, field, as, at } of command.conversions) {
    if (!CONVERSIONS.has(name.toLowerCase())) {
      throw new QueryError('unknown-function', `${name}() is no function of convert.`, at, name)
    }
    const convert = CONVERSIONS.get(name.toLowerCase())
    const fields = matchingNames([field.text], namesOf(rows)).filter((each) => !hasWildcard(each))
    for (const each of fields) {
      const target = as === undefined ? each : hasWildcard(as) ? (renamed(field.text, as, each) ?? as) : as
      const known = scope.find(each, at)
      if (known === undefined) {
        session.warn(`There is no field "${each}" to convert.`, at)
        continue
      }
      values.push(named(target, convert === undefined ? known : convert(known, format, at)))
    }
  }
  return withFields(rows, values, command.at)
}

export function translateBin(command: BinCommand, rows: SplRows, { session }: CommandContext): SplRows {
  const { field, options, at } = command
  for (const name of ['bins', 'minspan', 'start', 'end', 'aligntime']) {
    const option = options.get(name)
    if (option !== undefined && (name !== 'bins' || !options.has('span'))) {
      throw new QueryError('unsupported', `${name}= of bin is not supported; give the width of a bin as span=.`, option.at, name)
    }
  }
  const span = options.get('span')
  if (span === undefined) {
    throw new QueryError('unsupported', 'bin without span= depends on the data; give the width of a bin as span=.', at, 'bin')
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
  const joined = parts.reduce<Expression>((left, right) => call('spl.concat', 'string', [left, right], at), literal('string', '', at))
  return withFields(rows, [named(command.target, joined)], at)
}

export function translateRangeMap(command: RangeMapCommand, rows: SplRows, { session }: CommandContext): SplRows {
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

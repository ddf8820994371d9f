import { call, literal } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import { QueryError } from '../../plan/query-error.ts'
import type { Span } from '../../plan/span.ts'
import { toNumber, toText, toType } from '../functions/conversions.ts'
import { evalFunction } from '../functions/function-signatures.ts'

/** What a conversion is given beside the field. */
interface Conversing {
  /** `timeformat=` */
  readonly format: string
  readonly at: Span
  readonly nowTicks: bigint
}

type Conversion = (field: Expression, given: Conversing) => Expression

const strftime: Conversion = (field, { format, at }) =>
  evalFunction('strftime', at).translate([field, literal('string', format, at)], at, 'strftime')

/** A text without all that matches; nulls stay. */
function without(field: Expression, pattern: string, at: Span): Expression {
  const args = [toText(field), literal('string', pattern, at), literal('string', '', at)]
  return call('spl.replace', 'string', args, at)
}

/** `d+HH:MM:SS`, `HH:MM:SS` or `MM:SS` as seconds. */
const seconds: Conversion = (field, { at }) => {
  const text = toText(field)
  const pattern = '^(?:(\\d+)\\+)?(?:(\\d+):)?(\\d+):(\\d+(?:\\.\\d+)?)$'
  const part = (index: number, factor: number): Expression => {
    const group = call(
      'spl.group',
      'string',
      [text, literal('string', pattern, at), literal('long', String(index), at)],
      at,
    )
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
const kilobytes: Conversion = (field, { at }) => {
  const text = toText(field)
  const group = (index: number) =>
    call(
      'spl.group',
      'string',
      [text, literal('string', '^([\\d.]+)\\s*([kKmMgG]?)', at), literal('long', String(index), at)],
      at,
    )
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

/** Functions of `convert`, by name in lower case. */
const CONVERSIONS: ReadonlyMap<string, Conversion> = new Map<string, Conversion>([
  ['ctime', strftime],
  [
    'mktime',
    (field, { format, at, nowTicks }) =>
      evalFunction('strptime', at).translate(
        [field, literal('string', format, at)],
        at,
        'strptime',
        nowTicks,
      ),
  ],
  ['num', (field) => toNumber(field)],
  ['rmcomma', (field, { at }) => without(field, ',', at)],
  ['rmunit', (field, { at }) => toNumber(without(field, '[^0-9.+-].*$', at))],
  ['dur2sec', seconds],
  [
    'mstime',
    (field, { at }) => {
      const parts = [toText(field), literal('string', '^(?:(\\d+):)?([\\d.]+)$', at)]
      const group = (index: number) =>
        toType(call('spl.group', 'string', [...parts, literal('long', String(index), at)], at), 'real')
      const minutes = call('spl.coalesce', 'real', [group(1), literal('real', 0, at)], at)
      return call(
        'spl.add',
        'real',
        [call('spl.multiply', 'real', [minutes, literal('real', 60, at)], at), group(2)],
        at,
      )
    },
  ],
  ['memk', kilobytes],
  ['auto', (field) => field],
  ['none', (field) => field],
])

/** @throws QueryError `unknown-function` */
export function conversionNamed(name: string, at: Span): Conversion {
  const found = CONVERSIONS.get(name.toLowerCase())
  if (found === undefined)
    throw new QueryError('unknown-function', `${name}() is no function of convert.`, at, name)
  return found
}

import { call, literal } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import { QueryError } from '../../plan/query-error.ts'
import type { Span } from '../../plan/span.ts'
import { regexOf } from './conditional-functions.ts'
import { isNumeric, toInteger, toNumber, toText, toType } from './conversions.ts'
import { eachValue } from './over-values.ts'
import { fromSignature, literalText, special, unsupported } from './signature.ts'
import type { EvalFunction, EvalFunctions } from './spl-function.ts'
import { quoted } from './wildcard.ts'

const MANY = Number.POSITIVE_INFINITY
/** `%5.2f`, `%-10s`, `%%`. */
const PLACEHOLDER = /%(?:%|[-+ #0]*\d*(?:\.\d+)?[a-zA-Z])/g
/** Widths of more than three digits are nobody's, and each of them would be memory. */
const KNOWN_PLACE = /^%(?:%|[-+ #0]*\d{0,3}(?:\.\d{1,2})?[diuxXocfFeEgGaAs])$/
const WHOLE: ReadonlySet<string> = new Set(['d', 'i', 'u', 'x', 'X', 'o', 'c'])
const BROKEN: ReadonlySet<string> = new Set(['f', 'F', 'e', 'E', 'g', 'G', 'a', 'A'])

/** Text and conversion functions. */
export const TEXT_FUNCTIONS: EvalFunctions = {
  len: fromSignature({ plan: 'spl.len', takes: ['text'], gives: 'long' }),
  lower: fromSignature({ plan: 'spl.lower', takes: ['text'], gives: 'string', over: 'each' }),
  upper: fromSignature({ plan: 'spl.upper', takes: ['text'], gives: 'string', over: 'each' }),
  trim: trim((set) => `^${set}+|${set}+$`),
  ltrim: trim((set) => `^${set}+`),
  rtrim: trim((set) => `${set}+$`),
  substr: fromSignature({
    plan: 'spl.substr',
    takes: ['text', 'integer', 'integer'],
    optional: 1,
    gives: 'string',
    over: 'each',
  }),
  replace: special(3, 3, ([text, pattern, replacement], at, name) => {
    const regex = regexOf(pattern, name)
    const by = replacementOf(replacement, name)
    return eachValue(text as Expression, at, (value) =>
      call('spl.replace', 'string', [toText(value), regex, by], at),
    )
  }),
  urldecode: fromSignature({ plan: 'spl.urldecode', takes: ['text'], gives: 'string', over: 'each' }),
  tostring: special(1, 2, ([value, format], at, name) => textOf(value as Expression, format, at, name)),
  tonumber: special(1, 2, ([value, base], at, name) => numberOf(value as Expression, base, at, name)),
  toint: fromSignature({ plan: 'spl.integer', takes: ['number'], gives: 'long' }),
  todouble: special(1, 1, ([value]) => toType(value as Expression, 'real')),
  tobool: special(1, 1, ([value]) => toType(value as Expression, 'bool')),
  tomv: special(1, 1, ([value]) => toType(value as Expression, 'multivalue')),
  printf: special(1, MANY, ([format, ...values], at, name) => printed(format, values, at, name)),
  ipmask: fromSignature({ plan: 'spl.ipmask', takes: ['text', 'text'], gives: 'string' }),
  commands: unsupported('it reads searches, not events'),
}

/** Blanks and tabs where no characters are given. */
function trim(pattern: (set: string) => string): EvalFunction {
  return special(1, 2, ([text, characters], at, name) => {
    const set = characters === undefined ? ' \t' : literalText(characters, name, 'The set of characters')
    if (set === '') return toText(text as Expression)
    const one = `(?:${[...set].map(quoted).join('|')})`
    const regex = literal('string', pattern(one), at)
    const nothing = literal('string', '', at)
    return eachValue(text as Expression, at, (value) =>
      call('spl.replace', 'string', [toText(value), regex, nothing], at),
    )
  })
}

/** `\1` to `\9` and `\0` stand for groups; any other backslash is a backslash. `$` is a dollar sign. */
function replacementOf(replacement: Expression | undefined, name: string): Expression {
  const text = literalText(replacement, name, 'The replacement')
  return literal('string', text.replace(/\\(?!\d)/g, '\\\\'), (replacement as Expression).at)
}

const FORMATS: ReadonlySet<string> = new Set(['hex', 'binary', 'commas', 'duration'])

function textOf(value: Expression, format: Expression | undefined, at: Span, name: string): Expression {
  if (format === undefined) {
    return value.type === 'bool' ? call('spl.bool_name', 'string', [value], at) : toText(value)
  }
  const wanted = literalText(format, name, 'The format').toLowerCase()
  if (!FORMATS.has(wanted)) {
    const message = `tostring() knows the formats hex, binary, commas and duration, not "${wanted}".`
    throw new QueryError('wrong-argument', message, format.at, name)
  }
  return eachValue(value, at, (one) => {
    const number = wanted === 'hex' || wanted === 'binary' ? toInteger(one) : toType(one, 'real')
    return call(`spl.text_${wanted}`, 'string', [number], at)
  })
}

function numberOf(value: Expression, base: Expression | undefined, at: Span, name: string): Expression {
  if (base === undefined) return toNumber(value)
  const radix = base.kind === 'literal' ? Number(base.value) : Number.NaN
  if (!Number.isInteger(radix) || radix < 2 || radix > 36) {
    throw new QueryError(
      'wrong-argument',
      'The base of tonumber() is a whole number from 2 to 36.',
      base.at,
      name,
    )
  }
  if (radix === 10) return toNumber(value)
  return call('spl.number_of_base', 'long', [toText(value), literal('long', String(radix), base.at)], at)
}

function printed(
  format: Expression | undefined,
  values: readonly Expression[],
  at: Span,
  name: string,
): Expression {
  const text = literalText(format, name, 'The format')
  const kinds = (text.match(PLACEHOLDER) ?? [])
    .filter((each) => each !== '%%')
    .map((each) => each.at(-1) ?? 's')
  if (kinds.length !== values.length) {
    const message = `The format of printf() has ${kinds.length} places, but there are ${values.length} values.`
    throw new QueryError('wrong-argument', message, at, name)
  }
  const wrong = (text.match(PLACEHOLDER) ?? []).find((each) => !KNOWN_PLACE.test(each))
  if (wrong !== undefined) {
    throw new QueryError('wrong-argument', `printf() does not know the place ${wrong}.`, at, name)
  }
  const converted = values.map((value, index) => {
    const kind = kinds[index] ?? 's'
    if (WHOLE.has(kind)) return toInteger(value)
    if (BROKEN.has(kind)) return toType(value, 'real')
    return isNumeric(value) || value.type !== 'string' ? toText(value) : value
  })
  const plain = text.replace(PLACEHOLDER, (each) => (/[iu]$/.test(each) ? `${each.slice(0, -1)}d` : each))
  return call('spl.printf', 'string', [literal('string', plain, at), ...converted], at)
}

import { call, literal } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import type { Span } from '../../plan/span.ts'
import type { ScalarType } from '../../plan/type.ts'

/**
 * From any type to the one that a function takes. What is not a number, a time and so on becomes null; nothing fails.
 */

const NUMERIC: ReadonlySet<ScalarType> = new Set(['int', 'long', 'real'])
const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/
const INTEGER = /^[+-]?\d{1,18}$/

/** Is it a number whatever the row, so that comparing and adding need not look at the value. */
export function isNumeric(expression: Expression): boolean {
  return NUMERIC.has(expression.type)
}

/** Null as it is written: it takes any type. */
export function isNullLiteral(expression: Expression): boolean {
  return expression.kind === 'literal' && expression.value === null
}

/**
 * A text as a number literal; undefined where it is not a number.
 *
 * @example numberLiteral('0x1', { start: 0, end: 3 }) // => undefined
 */
export function numberLiteral(text: string, at: Span): Expression | undefined {
  if (!NUMBER.test(text)) return undefined
  const trimmed = text.trim()
  if (INTEGER.test(trimmed)) return literal('long', BigInt(trimmed.replace(/^\+/, '')).toString(), at)
  return literal('real', Number(trimmed), at)
}

/** long or real. Times become seconds since 1970. */
export function toNumber(expression: Expression): Expression {
  if (isNumeric(expression)) return expression
  if (isNullLiteral(expression)) return literal('real', null, expression.at)
  if (expression.kind === 'literal' && expression.type === 'string') {
    return numberLiteral(String(expression.value), expression.at) ?? literal('real', null, expression.at)
  }
  return call('spl.number', 'real', [expression], expression.at)
}

/** A number that has to be whole: what stands after its point is cut off. */
export function toInteger(expression: Expression): Expression {
  const number = toNumber(expression)
  if (isNullLiteral(number)) return literal('long', null, expression.at)
  return number.type === 'real' ? call('spl.integer', 'long', [number], expression.at) : number
}

/** string, null where there is nothing. Several values are joined by line feeds, as `nomv` does. */
export function toText(expression: Expression): Expression {
  if (expression.type === 'string') return expression
  if (isNullLiteral(expression)) return literal('string', null, expression.at)
  if (expression.kind === 'literal' && (expression.type === 'long' || expression.type === 'int')) {
    return literal('string', String(expression.value), expression.at)
  }
  return call('spl.text', 'string', [expression], expression.at)
}

/** multivalue; null is the empty one. */
export function toMultivalue(expression: Expression): Expression {
  if (expression.type === 'multivalue') return expression
  if (isNullLiteral(expression)) return literal('multivalue', [], expression.at)
  return call('spl.multivalue', 'multivalue', [toText(expression)], expression.at)
}

/** bool; a number is true where it is not 0, a text where it is `true`, `t` or `1`. */
export function toBool(expression: Expression): Expression {
  if (expression.type === 'bool') return expression
  if (isNullLiteral(expression)) return literal('bool', null, expression.at)
  return call('spl.bool', 'bool', [expression], expression.at)
}

/** datetime, from seconds since 1970: what is assigned to `_time`. */
export function toTime(expression: Expression): Expression {
  if (expression.type === 'datetime') return expression
  return call('spl.time', 'datetime', [toNumber(expression)], expression.at)
}

/** A `ScalarType` asked for by name. */
export function toType(expression: Expression, type: ScalarType): Expression {
  if (expression.type === type) return expression
  switch (type) {
    case 'long':
    case 'int':
      return toInteger(expression)
    case 'real':
      return isNullLiteral(expression)
        ? literal('real', null, expression.at)
        : call('spl.real', 'real', [toNumber(expression)], expression.at)
    case 'bool':
      return toBool(expression)
    case 'datetime':
      return toTime(expression)
    case 'multivalue':
      return toMultivalue(expression)
    default:
      return toText(expression)
  }
}

/** Expressions of one type: the branches of `if`, `case` and `coalesce`, or the two sides of `append`. */
export function alike(expressions: readonly Expression[]): readonly [ScalarType, readonly Expression[]] {
  const type = commonType(expressions)
  return [type, expressions.map((expression) => toType(expression, type))]
}

/** The type that holds all of them: null takes any, numbers are wider than times, text is wider than numbers. */
export function commonType(expressions: readonly Expression[]): ScalarType {
  const types = new Set(expressions.filter((each) => !isNullLiteral(each)).map(({ type }) => type))
  const [only] = types
  if (types.size === 0 || only === undefined) return 'string'
  if (types.size === 1) return only === 'int' ? 'long' : only
  if (types.has('multivalue')) return 'multivalue'
  const all = [...types]
  if (all.every((type) => type === 'long' || type === 'int')) return 'long'
  if (all.every((type) => NUMERIC.has(type) || type === 'datetime' || type === 'timespan')) return 'real'
  return 'string'
}

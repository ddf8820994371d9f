import { call, literal } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import type { Span } from '../../plan/span.ts'
import { isNullLiteral, isNumeric, numberLiteral, toBool, toNumber, toText } from './conversions.ts'
import { overValues } from './over-values.ts'
import { likePattern } from './wildcard.ts'

/** Operators of `eval` and `where`; `=` and `==` are one. */
export const SPL_OPERATORS = [
  '+',
  '-',
  '*',
  '/',
  '%',
  '.',
  '=',
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'AND',
  'OR',
  'XOR',
  'LIKE',
] as const
export type SplOperator = (typeof SPL_OPERATORS)[number]

const COMPARISONS = new Map<string, string>([
  ['=', 'equal'],
  ['==', 'equal'],
  ['!=', 'different'],
  ['<', 'less'],
  ['<=', 'at_most'],
  ['>', 'greater'],
  ['>=', 'at_least'],
])
const LOGIC = new Map<string, string>([
  ['AND', 'and'],
  ['OR', 'or'],
  ['XOR', 'spl.xor'],
])
const ARITHMETIC = new Map<string, string>([
  ['-', 'spl.subtract'],
  ['*', 'spl.multiply'],
  ['/', 'spl.divide'],
  ['%', 'spl.remainder'],
])

/**
 * A binary operator of `eval` and `where`. Operands are of any type; null propagates.
 */
export function splBinary(operator: SplOperator, left: Expression, right: Expression, at: Span): Expression {
  const logic = LOGIC.get(operator)
  if (logic !== undefined) return call(logic, 'bool', [toBool(left), toBool(right)], at)
  const comparison = COMPARISONS.get(operator)
  if (comparison !== undefined) return compare(comparison, left, right, at)
  if (operator === '.') return call('spl.concat', 'string', [toText(left), toText(right)], at)
  if (operator === 'LIKE') return splLike(left, right, at)
  if (operator === '+') return add(left, right, at)
  return arithmetic(ARITHMETIC.get(operator) ?? operator, left, right, at)
}

/** Text LIKE pattern, with `%` and `_`; case counts. */
export function splLike(text: Expression, pattern: Expression, at: Span): Expression {
  if (isNullLiteral(pattern)) return literal('bool', null, at)
  const regex =
    pattern.kind === 'literal'
      ? literal('string', likePattern(String(pattern.value)), pattern.at)
      : call('spl.like_pattern', 'string', [toText(pattern)], pattern.at)
  return overValues(text, at, (value) => call('spl.match', 'bool', [toText(value), regex], at))
}

export function splNot(operand: Expression, at: Span): Expression {
  return call('not', 'bool', [toBool(operand)], at)
}

export function splNegate(operand: Expression, at: Span): Expression {
  const number = toNumber(operand)
  if (number.kind === 'literal' && number.value !== null) {
    if (number.type === 'real') return literal('real', -Number(number.value), at)
    return literal('long', (-BigInt(String(number.value))).toString(), at)
  }
  return call('spl.negate', number.type, [number], at)
}

/** `x IN (a, b)`: equal to any of them. */
export function splIn(operand: Expression, values: readonly Expression[], at: Span): Expression {
  const equal = values.map((value) => compare('equal', operand, value, at))
  const [first, ...others] = equal
  if (first === undefined) return literal('bool', false, at)
  return others.length === 0 ? first : call('or', 'bool', equal, at)
}

/** `equal`, `different`, `less`, ...: numeric where both sides are numbers, by code point where not. */
export function compare(comparison: string, left: Expression, right: Expression, at: Span): Expression {
  if (left.type === 'multivalue') {
    return overValues(left, at, (value) => compare(comparison, value, right, at))
  }
  return overValues(right, at, (value) => compareOne(comparison, left, value, at))
}

function compareOne(comparison: string, left: Expression, right: Expression, at: Span): Expression {
  if (left.type === 'datetime' || right.type === 'datetime') {
    const [first, second] = [instant(left), instant(right)]
    if (first !== undefined && second !== undefined) return comparing('spl.', comparison, first, second, at)
  }
  if (isNumberLike(left) && isNumberLike(right)) {
    return comparing('spl.', comparison, toNumber(left), toNumber(right), at)
  }
  const [leftNumber, rightNumber] = [literalNumber(left), literalNumber(right)]
  const numbers = [leftNumber ?? left, rightNumber ?? right] as const
  if (numbers.every(isNumberLike) && numbers.some((each) => each === left || each === right)) {
    return comparing('spl.', comparison, toNumber(numbers[0]), toNumber(numbers[1]), at)
  }
  if (left.type === 'bool' || right.type === 'bool') {
    return comparing('spl.', comparison, toText(left), toText(right), at)
  }
  // A text in quotes that is no number makes it a comparison of texts whatever the other side holds.
  if (isText(left) && leftNumber === undefined)
    return comparing('spl.', comparison, toText(left), toText(right), at)
  if (isText(right) && rightNumber === undefined)
    return comparing('spl.', comparison, toText(left), toText(right), at)
  return comparing('spl.any_', comparison, leftNumber ?? left, rightNumber ?? right, at)
}

/** A time as it is kept, so that comparing with one reaches a table's primary key; undefined where it is a number only. */
function instant(expression: Expression): Expression | undefined {
  if (expression.type === 'datetime') return expression
  if (expression.kind === 'call' && expression.function === 'spl.number') {
    const [of] = expression.arguments
    return of?.type === 'datetime' ? of : undefined
  }
  if (expression.kind !== 'literal' || !isNumeric(expression) || expression.value === null) return undefined
  const seconds = Number(expression.value)
  // As far as a datetime reaches.
  if (Math.abs(seconds) > 9_000_000_000) return undefined
  const ticks = BigInt(Math.round(seconds * 1e6)) * 10n
  return literal('datetime', ticks.toString(), expression.at)
}

function comparing(
  prefix: string,
  comparison: string,
  left: Expression,
  right: Expression,
  at: Span,
): Expression {
  return call(`${prefix}${comparison}`, 'bool', [left, right], at)
}

function isNumberLike(expression: Expression): boolean {
  return isNumeric(expression) || expression.type === 'datetime' || expression.type === 'timespan'
}

function isText(expression: Expression): boolean {
  return expression.kind === 'literal' && expression.type === 'string' && expression.value !== null
}

function literalNumber(expression: Expression): Expression | undefined {
  return isText(expression) && expression.kind === 'literal'
    ? numberLiteral(String(expression.value), expression.at)
    : undefined
}

/** `+` adds numbers and joins texts. Of fields whose type is not known each row decides. */
function add(left: Expression, right: Expression, at: Span): Expression {
  const numbers = [left, right].filter(isNumberLike).length
  if (numbers === 2) return arithmetic('spl.add', left, right, at)
  const texts = [left, right].filter(isCertainlyText).length
  if (texts > 0) return call('spl.concat', 'string', [toText(left), toText(right)], at)
  if (numbers === 1) return arithmetic('spl.add', left, right, at)
  return call('spl.add_or_concat', 'string', [toText(left), toText(right)], at)
}

function isCertainlyText(expression: Expression): boolean {
  if (isText(expression)) return literalNumber(expression) === undefined
  return expression.kind === 'call' && expression.function === 'spl.concat'
}

function arithmetic(name: string, left: Expression, right: Expression, at: Span): Expression {
  const [first, second] = [toNumber(left), toNumber(right)]
  const whole = first.type !== 'real' && second.type !== 'real' && name !== 'spl.divide'
  return call(name, whole ? 'long' : 'real', [first, second], at)
}

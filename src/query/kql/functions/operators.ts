import { allOf, anyOf, call, literal } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import { QueryError } from '../../plan/query-error.ts'
import type { Span } from '../../plan/span.ts'
import type { ScalarType } from '../../plan/type.ts'
import { arithmetic } from './arithmetic.ts'
import { commonType, convert, isNumber, isWhole } from './convert.ts'

const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>='])

/** Other spellings of an operator. */
const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['<>', '!='],
  ['notcontains', '!contains'],
  ['containscs', 'contains_cs'],
  ['notcontainscs', '!contains_cs'],
])

/** Operators on text: both sides as text. */
const ON_TEXT: ReadonlySet<string> = new Set([
  '=~',
  '!~',
  ...['has', 'contains', 'startswith', 'endswith', 'hasprefix', 'hassuffix'].flatMap((name) => [
    name,
    `!${name}`,
    `${name}_cs`,
    `!${name}_cs`,
  ]),
  'matches regex',
])

/**
 * A binary operator as Kusto spells it (`==`, `has`, `+`, `and`, `matches regex`), operands converted.
 * Throws QueryError `wrong-argument` for operands that Kusto does not take, `unsupported` for another operator.
 */
export function binaryOperator(operator: string, left: Expression, right: Expression, at: Span): Expression {
  const name = SPELLINGS.get(operator) ?? operator
  if (name === 'and') return allOf([convert(left, 'bool'), convert(right, 'bool')], at)
  if (name === 'or') return anyOf([convert(left, 'bool'), convert(right, 'bool')], at)
  if (COMPARISONS.has(name)) return comparison(name, left, right, at)
  if (ON_TEXT.has(name)) return call(name, 'bool', [convert(left, 'string'), convert(right, 'string')], at)
  return arithmetic(name, left, right, at)
}

/** `-x` and `+x`. */
export function unaryOperator(operator: string, operand: Expression, at: Span): Expression {
  if (operator === '+') return operand
  const value = operand.type === 'dynamic' || operand.type === 'string' ? convert(operand, 'real') : operand
  if (!isNumber(value.type) && value.type !== 'timespan') {
    throw new QueryError('wrong-argument', `'${operator}' does not take a ${operand.type}`, at, operator)
  }
  const type = value.type === 'int' ? 'long' : value.type
  if (value.kind === 'literal') {
    if (value.value === null) return value
    if (typeof value.value === 'number') return literal(type, -value.value, at)
    if (typeof value.value === 'string' && /^-?[\d.]+$/.test(value.value)) {
      return literal(type, value.value.startsWith('-') ? value.value.slice(1) : `-${value.value}`, at)
    }
  }
  return call('negate', type, [value], at)
}

/** `left between (low .. high)`, both ends included; a timespan as high is a distance from a datetime low. */
export function betweenOperator(
  operand: Expression,
  low: Expression,
  high: Expression,
  negated: boolean,
  at: Span,
): Expression {
  const most =
    high.type === 'timespan' && (operand.type === 'datetime' || low.type === 'datetime')
      ? binaryOperator('+', convert(low, 'datetime'), high, at)
      : high
  if (negated) return anyOf([comparison('<', operand, low, at), comparison('>', operand, most, at)], at)
  return allOf([comparison('>=', operand, low, at), comparison('<=', operand, most, at)], at)
}

/**
 * `in`, `!in`, `in~`, `!in~`, `has_any`, `has_all` with a list: literals, expressions and dynamic arrays. (A relation on the
 * right is the plan's `in` node, made by the front end.)
 */
export function listOperator(
  operator: string,
  operand: Expression,
  items: readonly Expression[],
  at: Span,
): Expression {
  const spread = items.flatMap((item) => spreadOut(item))
  const onText = operator === 'has_any' || operator === 'has_all' || operator.endsWith('~')
  const type = onText ? 'string' : listType(operand, spread)
  const converted = spread.map((item) => (item.type === 'dynamic' ? item : convert(item, type)))
  return call(operator, 'bool', [convert(operand, type), ...converted], at)
}

/** A constant array as its items; anything else as it is. */
function spreadOut(item: Expression): readonly Expression[] {
  if (item.kind !== 'literal' || item.type !== 'dynamic' || item.value === null) return [item]
  const value: unknown = JSON.parse(String(item.value))
  if (!Array.isArray(value)) return [item]
  return value.flat().map((element: unknown) => scalarOfJson(element, item.at))
}

function scalarOfJson(value: unknown, at: Span): Expression {
  if (typeof value === 'string') return literal('string', value, at)
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? literal('long', String(value), at) : literal('real', value, at)
  }
  if (typeof value === 'boolean') return literal('bool', value, at)
  return literal('string', value === null ? '' : JSON.stringify(value), at)
}

function listType(operand: Expression, items: readonly Expression[]): ScalarType {
  const first = items.find((item) => item.type !== 'dynamic')
  if (operand.type === 'dynamic') return first?.type ?? 'string'
  if (isNumber(operand.type) && first !== undefined && isNumber(first.type))
    return commonType([operand, first])
  return operand.type
}

function comparison(operator: string, left: Expression, right: Expression, at: Span): Expression {
  const type = comparedAs(left, right, operator, at)
  return call(operator, 'bool', [convert(left, type), convert(right, type)], at)
}

/** The type two values are compared in. */
function comparedAs(left: Expression, right: Expression, operator: string, at: Span): ScalarType {
  const [one, other] = [left.type, right.type]
  if (one === other) return one === 'dynamic' ? 'string' : one
  // A dynamic number may have a fraction, so whole numbers are compared with it as reals.
  if (one === 'dynamic') return isWhole(other) ? 'real' : other
  if (other === 'dynamic') return isWhole(one) ? 'real' : one
  if (isNumber(one) && isNumber(other)) return commonType([left, right])
  const pair = new Set([one, other])
  for (const type of ['datetime', 'timespan', 'guid', 'bool'] as const) {
    if (pair.has(type) && pair.has('string')) return type
  }
  if (pair.has('string')) return 'string'
  if (pair.has('bool')) return 'bool'
  if (pair.has('timespan') && (pair.has('long') || pair.has('int'))) return 'timespan'
  throw new QueryError('wrong-argument', `'${operator}' does not compare ${one} with ${other}`, at, operator)
}

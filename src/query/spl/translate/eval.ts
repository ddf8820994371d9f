import { call, literal } from '../../plan/build.ts'
import type { Expression, Lambda } from '../../plan/expression.ts'
import { QueryError } from '../../plan/query-error.ts'
import { numberLiteral, toBool } from '../functions/conversions.ts'
import { evalFunction } from '../functions/function-signatures.ts'
import { type SplOperator, splBinary, splIn, splNegate, splNot } from '../functions/operators.ts'
import { parseSearchText } from '../parse.ts'
import type { EvalBinary, EvalCall, EvalExpression, EvalField } from '../syntax/eval-expression.ts'
import { scopeWith } from './field-scope.ts'
import { searchCondition } from './search.ts'
import type { FieldScope, TranslationSession } from './session.ts'

/** Words that stand for values where no field has that name. */
const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
])

/** Calls that mean something else than a function of eval, such as aggregates. */
export type OwnCalls = (call: EvalCall) => Expression | undefined

/** An expression of `eval` over the rows' fields. */
export function evalValue(
  expression: EvalExpression,
  scope: FieldScope,
  session: TranslationSession,
  own: OwnCalls = () => undefined,
): Expression {
  const value = (each: EvalExpression) => evalValue(each, scope, session, own)
  const { at } = expression
  switch (expression.kind) {
    case 'number':
      return numberLiteral(expression.text, at) ?? literal('real', Number(expression.text), at)
    case 'string':
      return literal('string', expression.text, at)
    case 'field':
      return fieldValue(expression, scope)
    case 'unary':
      return expression.operator === 'not'
        ? splNot(value(expression.operand), at)
        : splNegate(value(expression.operand), at)
    case 'binary':
      if (isLogic(expression)) return joined(expression, value)
      return splBinary(operatorOf(expression), value(expression.left), value(expression.right), at)
    case 'in':
      return splIn(value(expression.operand), expression.values.map(value), at)
    case 'call':
      return own(expression) ?? callValue(expression, scope, session, value)
    case 'macro':
      throw new QueryError(
        'unresolved',
        `The macro \`${expression.name}\` is not defined; define it, or write here what it stands for.`,
        at,
        expression.name,
      )
  }
}

/**
 * A condition that a row has to pass. Null and false are the same to it, so where a field has to equal a text that is
 * not empty, the table's own column is compared, which reaches its primary key.
 */
export function evalCondition(
  expression: EvalExpression,
  scope: FieldScope,
  session: TranslationSession,
): Expression {
  if (expression.kind === 'binary' && isLogic(expression)) {
    return joined(expression, (operand) => evalCondition(operand, scope, session))
  }
  const bare = { ...scope, field: scope.bare }
  if (expression.kind === 'binary' && expression.operator === '=' && comparesText(expression)) {
    return evalValue(expression, bare, session)
  }
  if (expression.kind === 'in' && expression.operand.kind === 'field' && expression.values.every(isText)) {
    return evalValue(expression, bare, session)
  }
  return toBool(evalValue(expression, scope, session))
}

function isLogic({ operator }: EvalBinary): boolean {
  return operator === 'and' || operator === 'or'
}

/** A chain of one of AND and OR as one call: a long one would be a deep tree. */
function joined(expression: EvalBinary, value: (operand: EvalExpression) => Expression): Expression {
  const { operator, at } = expression
  const operands: EvalExpression[] = []
  let rest: EvalExpression = expression
  while (rest.kind === 'binary' && rest.operator === operator) {
    operands.push(rest.right)
    rest = rest.left
  }
  operands.push(rest)
  const sides = operands.reverse().map((operand) => toBool(value(operand)))
  return call(operator, 'bool', sides, at)
}

function comparesText({ left, right }: EvalBinary): boolean {
  return (left.kind === 'field' && isText(right)) || (right.kind === 'field' && isText(left))
}

function isText(expression: EvalExpression): boolean {
  return expression.kind === 'string' && expression.text !== ''
}

function operatorOf({ operator }: EvalBinary): SplOperator {
  return operator.toUpperCase() as SplOperator
}

/** `a.b` is the field of that name, or where only `a` and `b` are fields, their texts joined. */
function fieldValue(field: EvalField, scope: FieldScope): Expression {
  const { name, at } = field
  if (field.quoted) return scope.field(name, at)
  const constant = CONSTANTS.get(name.toLowerCase())
  if (constant !== undefined) return literal(constant === null ? 'string' : 'bool', constant, at)
  const parts = name.split('.')
  if (parts.length > 1 && !scope.has(name) && parts.every(scope.has)) {
    const texts = parts.map((part) => scope.field(part, at))
    return texts.reduce((left, right) => splBinary('.', left, right, at))
  }
  return scope.field(name, at)
}

function callValue(
  expression: EvalCall,
  scope: FieldScope,
  session: TranslationSession,
  value: (argument: EvalExpression) => Expression,
): Expression {
  const { name, at, arguments: args } = expression
  const lower = name.toLowerCase()
  if (lower === 'searchmatch') return searchMatch(expression, scope, session)
  const found = evalFunction(name, at)
  if (found.lambda === true) return overField(expression, scope, session)
  return found.translate(args.map(value), at, lower, session.options.nowTicks)
}

/** `searchmatch("error user=x")`: the search's own language inside a text. */
function searchMatch(expression: EvalCall, scope: FieldScope, session: TranslationSession): Expression {
  const [text] = expression.arguments
  if (text?.kind !== 'string' || expression.arguments.length !== 1) {
    throw new QueryError(
      'wrong-argument',
      'searchmatch() takes one text in quotes.',
      expression.at,
      'searchmatch',
    )
  }
  return searchCondition(parseSearchText(text.text, text.at), scope, session)
}

/** `mvmap(field, expression)` and `mvfilter(condition)`: the field stands for each of its values in turn. */
function overField(expression: EvalCall, scope: FieldScope, session: TranslationSession): Expression {
  const { name, at, arguments: args } = expression
  const body = args[args.length - 1]
  const field = args.length > 1 ? args[0] : body === undefined ? undefined : firstField(body)
  if (body === undefined || field === undefined) {
    throw new QueryError(
      'wrong-argument',
      `${name}() takes an expression over one multivalue field.`,
      at,
      name,
    )
  }
  const values = evalValue(field, scope, session)
  const fieldName = field.kind === 'field' ? field.name : (firstField(field)?.name ?? '')
  const inner = scopeWith(scope, (each, where) =>
    each === fieldName
      ? Object.freeze({ kind: 'variable', name: 'value', type: 'string', at: where })
      : undefined,
  )
  const of = evalValue(body, inner, session)
  const lambda: Lambda = Object.freeze({
    kind: 'lambda',
    parameters: Object.freeze([Object.freeze({ name: 'value', type: 'string' as const })]),
    body: of,
    type: of.type,
    at,
  })
  return evalFunction(name, at).translate([values, lambda], at, name.toLowerCase())
}

function firstField(expression: EvalExpression): EvalField | undefined {
  switch (expression.kind) {
    case 'field':
      return expression
    case 'unary':
      return firstField(expression.operand)
    case 'binary':
      return firstField(expression.left) ?? firstField(expression.right)
    case 'in':
      return firstField(expression.operand)
    case 'call':
      return expression.arguments.map(firstField).find((field) => field !== undefined)
    default:
      return undefined
  }
}

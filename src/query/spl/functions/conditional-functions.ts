import { call, literal } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import { QueryError } from '../../plan/query-error.ts'
import type { Span } from '../../plan/span.ts'
import { cidrBlock } from './cidr.ts'
import { alike, isNumeric, toBool, toNumber, toText } from './conversions.ts'
import { compare, splIn, splLike } from './operators.ts'
import { overValues } from './over-values.ts'
import { toRe2 } from './regular-expression.ts'
import { fromSignature, literalText, special } from './signature.ts'
import type { EvalFunctions } from './spl-function.ts'

const MANY = Number.POSITIVE_INFINITY

/** Comparison, conditional and informational functions. */
export const CONDITIONAL_FUNCTIONS: EvalFunctions = {
  case: special(2, MANY, (args, at, name) => {
    if (args.length % 2 === 1) {
      throw new QueryError('wrong-argument', 'case() takes conditions and values in pairs.', at, name)
    }
    return branches('spl.case', args, at)
  }),
  /** Pairs of what has to hold and what comes out where it does not; null where all hold. */
  validate: special(2, MANY, (args, at, name) => {
    if (args.length % 2 === 1) {
      throw new QueryError('wrong-argument', 'validate() takes conditions and values in pairs.', at, name)
    }
    const failing = args.map((argument, index) => (index % 2 === 0 ? failed(argument) : argument))
    return branches('spl.case', failing, at)
  }),
  if: special(3, 3, (args, at) => branches('spl.case', args, at)),
  coalesce: special(1, MANY, (args, at) => {
    const [type, values] = alike(args)
    return call(type === 'multivalue' ? 'spl.first_present' : 'spl.coalesce', type, values, at)
  }),
  nullif: special(2, 2, ([value, other], at) => {
    const [operand, equal] = [value as Expression, other as Expression]
    const type = operand.type === 'int' ? 'long' : operand.type
    const nothing = literal(type, type === 'multivalue' ? [] : null, at)
    return call('spl.case', type, [compare('equal', operand, equal, at), nothing, operand], at)
  }),
  null: special(0, 0, (_args, at) => literal('string', null, at)),
  true: special(0, 0, (_args, at) => literal('bool', true, at)),
  false: special(0, 0, (_args, at) => literal('bool', false, at)),
  in: special(2, MANY, ([operand, ...values], at) => splIn(operand as Expression, values, at)),
  like: special(2, 2, ([text, pattern], at) => splLike(text as Expression, pattern as Expression, at)),
  match: special(2, 2, ([text, pattern], at, name) => {
    const regex = regexOf(pattern, name)
    return overValues(text as Expression, at, (value) =>
      call('spl.match', 'bool', [toText(value), regex], at),
    )
  }),
  cidrmatch: special(2, 2, ([block, address], at) => {
    const of = blockOf(block as Expression)
    return overValues(address as Expression, at, (value) =>
      call(of.plan, 'bool', [toText(value), of.block], at),
    )
  }),
  isnull: fromSignature({ plan: 'spl.is_null', takes: ['any'], gives: 'bool' }),
  isnotnull: fromSignature({ plan: 'spl.is_not_null', takes: ['any'], gives: 'bool' }),
  isnum: special(1, 1, ([value], at) => isNumber(value as Expression, at)),
  isdouble: special(1, 1, ([value], at) => isNumber(value as Expression, at)),
  isint: special(1, 1, ([value], at) => isInteger(value as Expression, at)),
  isstr: special(1, 1, ([value], at) => isString(value as Expression, at)),
  isbool: special(1, 1, ([value], at) => {
    const operand = value as Expression
    return operand.type === 'bool'
      ? call('spl.is_not_null', 'bool', [operand], at)
      : literal('bool', false, at)
  }),
  ismv: special(1, 1, ([value], at) => {
    const operand = value as Expression
    return operand.type === 'multivalue'
      ? call('spl.is_multivalue', 'bool', [operand], at)
      : literal('bool', false, at)
  }),
  typeof: special(1, 1, ([value], at) => typeName(value as Expression, at)),
}

/**
 * A pattern as RE2: one that is written here is checked while the query is compiled. One that comes from a field is null
 * where RE2 would not take it, so that no row can end the query.
 */
export function regexOf(pattern: Expression | undefined, name: string): Expression {
  if (pattern !== undefined && pattern.kind !== 'literal') {
    return call('spl.sound_pattern', 'string', [toText(pattern)], pattern.at)
  }
  const text = literalText(pattern, name, 'The regular expression')
  const at = (pattern as Expression).at
  return literal('string', toRe2(text, at), at)
}

/** Conditions and values by turns, a last odd one for where none holds (null without it). */
function branches(plan: string, args: readonly Expression[], at: Span): Expression {
  const values = args.filter((_, index) => index % 2 === 1 || index === args.length - 1)
  const [type, converted] = alike(values)
  const parts = args.map((argument, index) => {
    const isValue = index % 2 === 1 || index === args.length - 1
    return isValue ? (converted[(index - (index % 2)) / 2] as Expression) : toBool(argument)
  })
  const nothing = literal(type, type === 'multivalue' ? [] : null, at)
  return call(plan, type, args.length % 2 === 1 ? parts : [...parts, nothing], at)
}

function failed(condition: Expression): Expression {
  return call('not', 'bool', [call('spl.is_true', 'bool', [toBool(condition)], condition.at)], condition.at)
}

function blockOf(argument: Expression): { readonly plan: string; readonly block: Expression } {
  if (argument.kind !== 'literal') return { plan: 'spl.in_block_of', block: toText(argument) }
  const block = cidrBlock(withoutWildcard(String(argument.value)))
  if (block === undefined) {
    const message = `The first argument of cidrmatch() is no CIDR block such as 10.0.0.0/8: ${String(argument.value)}`
    throw new QueryError('wrong-argument', message, argument.at, 'cidrmatch')
  }
  return { plan: 'spl.in_block', block: literal('string', block, argument.at) }
}

/** A plain address is a block of one. */
function withoutWildcard(text: string): string {
  if (text.includes('/')) return text
  return `${text}/${text.includes(':') ? 128 : 32}`
}

function isNumber(operand: Expression, at: Span): Expression {
  if (operand.type === 'bool' || operand.type === 'multivalue') return literal('bool', false, at)
  if (isNumeric(operand) || operand.type !== 'string') return call('spl.is_not_null', 'bool', [operand], at)
  // A text in quotes is a string whatever it says; a field that reads as a number is one.
  if (operand.kind === 'literal') return literal('bool', false, at)
  return call('spl.reads_as_number', 'bool', [operand], at)
}

function isInteger(operand: Expression, at: Span): Expression {
  if (operand.type === 'long' || operand.type === 'int') return call('spl.is_not_null', 'bool', [operand], at)
  if (operand.type === 'real' || operand.type === 'datetime')
    return call('spl.is_whole', 'bool', [toNumber(operand)], at)
  if (operand.type !== 'string' || operand.kind === 'literal') return literal('bool', false, at)
  return call('spl.reads_as_integer', 'bool', [operand], at)
}

function isString(operand: Expression, at: Span): Expression {
  if (operand.type === 'multivalue' || operand.type === 'dynamic') {
    return call('spl.is_not_null', 'bool', [operand], at)
  }
  if (operand.type !== 'string') return literal('bool', false, at)
  if (operand.kind === 'literal') return literal('bool', operand.value !== null, at)
  return call('spl.reads_as_text', 'bool', [operand], at)
}

function typeName(operand: Expression, at: Span): Expression {
  if (operand.kind === 'literal' && operand.type === 'string') {
    return literal('string', operand.value === null ? 'Invalid' : 'String', at)
  }
  return call('spl.type_name', 'string', [operand], at)
}

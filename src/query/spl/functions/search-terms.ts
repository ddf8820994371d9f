import { call, literal } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import type { Span } from '../../plan/span.ts'
import { cidrBlock } from './cidr.ts'
import { isNumeric, numberLiteral, toNumber, toText } from './conversions.ts'
import { overValues } from './over-values.ts'
import { wildcardPattern } from './wildcard.ts'

export type SearchOperator = '=' | '==' | '!=' | '<' | '<=' | '>' | '>='

const ORDER = new Map<SearchOperator, string>([
  ['<', 'less'],
  ['<=', 'at_most'],
  ['>', 'greater'],
  ['>=', 'at_least'],
])

/**
 * `field<operator>value` of the search command (and of `where` in tstats): case does not count, `*` matches any run,
 * a CIDR block matches its addresses, numbers are compared as numbers. `!=` needs the field; `NOT field=value` does not,
 * so that `NOT` of this is what `splNot(isTrue)` of the front end makes: null counts as false.
 */
export function searchCompare(
  field: Expression,
  operator: SearchOperator,
  value: string,
  at: Span,
): Expression {
  const order = ORDER.get(operator)
  if (order !== undefined) return overValues(field, at, (one) => ordered(order, one, value, at))
  // No value differs from every value.
  if (operator === '!=' && /^\*+$/.test(value)) return literal('bool', false, at)
  if (operator === '!=')
    return overValues(field, at, (one) => call('not', 'bool', [matches(one, value, at)], at))
  return overValues(field, at, (one) => matches(one, value, at))
}

/** A word or phrase anywhere in the text of an event; `*` matches any run. */
export function searchText(raw: Expression, term: string, at: Span): Expression {
  const text = toText(raw)
  if (!term.includes('*')) return call('spl.contains', 'bool', [text, literal('string', term, at)], at)
  const pattern = wildcardPattern(`*${term}*`)
  return call('spl.match', 'bool', [text, literal('string', pattern, at)], at)
}

/** What `NOT` and counting need: false where it is null. */
export function isTrue(condition: Expression): Expression {
  return call('spl.is_true', 'bool', [condition], condition.at)
}

/** A `*` at an end or at both needs no regular expression. */
function matchesWildcard(text: Expression, value: string, at: Span): Expression {
  const [, before, inside, after] = /^(\*?)([^*]+)(\*?)$/.exec(value) ?? []
  if (inside === undefined) {
    return call('spl.match', 'bool', [text, literal('string', wildcardPattern(value), at)], at)
  }
  const name = before === '' ? 'spl.starts' : after === '' ? 'spl.ends' : 'spl.contains'
  return call(name, 'bool', [text, literal('string', inside, at)], at)
}

function matches(field: Expression, value: string, at: Span): Expression {
  if (/^\*+$/.test(value)) return call('spl.is_not_null', 'bool', [field], at)
  const number = numberLiteral(value, at)
  if (isNumeric(field) || field.type === 'datetime') {
    if (number !== undefined) return call('spl.equal', 'bool', [toNumber(field), number], at)
  }
  const text = toText(field)
  if (value.includes('*')) return matchesWildcard(text, value, at)
  const block = cidrBlock(value)
  const same = call('spl.equal_ignoring_case', 'bool', [text, literal('string', value, at)], at)
  if (block !== undefined) {
    return call(
      'or',
      'bool',
      [call('spl.in_block', 'bool', [text, literal('string', block, at)], at), same],
      at,
    )
  }
  if (number !== undefined) {
    return call('or', 'bool', [same, call('spl.equal', 'bool', [toNumber(field), number], at)], at)
  }
  return same
}

function ordered(order: string, field: Expression, value: string, at: Span): Expression {
  const number = numberLiteral(value, at)
  if (number === undefined)
    return call(`spl.${order}`, 'bool', [toText(field), literal('string', value, at)], at)
  if (field.type !== 'string' && field.type !== 'dynamic')
    return call(`spl.${order}`, 'bool', [toNumber(field), number], at)
  return call(`spl.any_${order}`, 'bool', [field, number], at)
}

import { call } from '../../plan/build.ts'
import type { Expression, Variable } from '../../plan/expression.ts'
import type { Span } from '../../plan/span.ts'

/** Deeper lambdas hide nothing of the outer ones: the name says how deep a body is. */
const VALUE = 'value'

/**
 * A condition on one value; of a multivalue it holds where any of the values makes it hold, and is null where there is
 * none.
 */
export function overValues(
  operand: Expression,
  at: Span,
  condition: (value: Expression) => Expression,
): Expression {
  if (operand.type !== 'multivalue') return condition(operand)
  return call('spl.any_value', 'bool', [operand, ofOneValue(at, condition)], at)
}

/** A function of one text; of a multivalue each value is replaced by what it gives, and nulls are left out. */
export function eachValue(
  operand: Expression,
  at: Span,
  change: (value: Expression) => Expression,
): Expression {
  if (operand.type !== 'multivalue') return change(operand)
  return call('spl.each_value', 'multivalue', [operand, ofOneValue(at, change)], at)
}

function ofOneValue(at: Span, body: (value: Expression) => Expression): Expression {
  const variable: Variable = Object.freeze({ kind: 'variable', name: VALUE, type: 'string', at })
  return Object.freeze({
    kind: 'lambda',
    parameters: Object.freeze([Object.freeze({ name: VALUE, type: 'string' as const })]),
    body: body(variable),
    type: body(variable).type,
    at,
  })
}

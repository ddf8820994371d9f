import { call } from '../../plan/build.ts'
import type { Expression, Variable } from '../../plan/expression.ts'
import type { Span } from '../../plan/span.ts'

/**
 * A condition on one value; of a multivalue it holds where any of the values makes it hold.
 */
export function overValues(
  operand: Expression,
  at: Span,
  condition: (value: Expression) => Expression,
): Expression {
  if (operand.type !== 'multivalue') return condition(operand)
  return call('spl.any_value', 'bool', [operand, ofOneValue(operand, at, condition)], at)
}

/** A function of one text; of a multivalue each value is replaced by what it gives, and nulls are left out. */
export function eachValue(
  operand: Expression,
  at: Span,
  change: (value: Expression) => Expression,
): Expression {
  if (operand.type !== 'multivalue') return change(operand)
  return call('spl.each_value', 'multivalue', [operand, ofOneValue(operand, at, change)], at)
}

function ofOneValue(operand: Expression, at: Span, change: (value: Expression) => Expression): Expression {
  // Named by place, so that a lambda inside another hides nothing of it.
  const name = `value_${operand.at.start}_${at.start}_${at.end}`
  const variable: Variable = Object.freeze({ kind: 'variable', name, type: 'string', at })
  const body = change(variable)
  const parameters = Object.freeze([Object.freeze({ name, type: 'string' as const })])
  return Object.freeze({ kind: 'lambda', parameters, body, type: body.type, at })
}

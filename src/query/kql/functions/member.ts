import { call, literal } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import type { Span } from '../../plan/span.ts'
import { convert, isWhole } from './convert.ts'

/**
 * `value.name`, `value["name"]`, `value[0]`, `value[expression]`: what a dynamic value holds there, null where nothing
 * does. Steps of one path become one call, which is read from the JSON in one pass.
 */
export function memberOf(value: Expression, step: Expression | string, at: Span): Expression {
  const key = typeof step === 'string' ? literal('string', step, at) : step
  const index = isWhole(key.type) ? key : convert(key, 'string')
  const base = value.type === 'dynamic' ? value : convert(value, 'dynamic')
  const path = base.kind === 'call' && base.function === 'member' ? base.arguments : [base]
  return call('member', 'dynamic', [...path, index], at)
}

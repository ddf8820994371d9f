import { call } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import { QueryError } from '../../plan/query-error.ts'
import type { Span } from '../../plan/span.ts'
import type { ScalarType } from '../../plan/type.ts'
import { convert, isNumber, isWhole, widest } from './convert.ts'

/** What arithmetic over times gives, by `left operator right`; `n` is any number. */
const OVER_TIME: ReadonlyMap<string, ScalarType> = new Map([
  ['datetime + timespan', 'datetime'],
  ['timespan + datetime', 'datetime'],
  ['datetime - timespan', 'datetime'],
  ['datetime - datetime', 'timespan'],
  ['timespan + timespan', 'timespan'],
  ['timespan - timespan', 'timespan'],
  ['timespan / timespan', 'real'],
  ['timespan % timespan', 'timespan'],
  ['datetime % timespan', 'timespan'],
  ['timespan * n', 'timespan'],
  ['n * timespan', 'timespan'],
  ['timespan / n', 'timespan'],
])

/** `+ - * / %` with Kusto's types: int and long give long (division too), a real gives real, times as `OVER_TIME` says. */
export function arithmetic(operator: string, left: Expression, right: Expression, at: Span): Expression {
  if (!['+', '-', '*', '/', '%'].includes(operator)) {
    throw new QueryError('unsupported', `The operator '${operator}' is not supported here`, at, operator)
  }
  const [one, other] = firm(left, right, operator)
  if (isNumber(one.type) && isNumber(other.type)) {
    const type = widest([one.type, other.type])
    if (isWhole(type)) return call(operator, 'long', [one, other], at)
    return call(operator, type, [convert(one, type), convert(other, type)], at)
  }
  const key = `${isNumber(one.type) ? 'n' : one.type} ${operator} ${isNumber(other.type) ? 'n' : other.type}`
  const type = OVER_TIME.get(key)
  if (type !== undefined) return call(operator, type, [one, other], at)
  throw new QueryError(
    'wrong-argument',
    `'${operator}' does not take ${left.type} and ${right.type}`,
    at,
    operator,
  )
}

/** A dynamic operand takes the type that the other side calls for; two dynamic ones are numbers. */
function firm(left: Expression, right: Expression, operator: string): readonly [Expression, Expression] {
  if (left.type === 'dynamic' && right.type === 'dynamic')
    return [convert(left, 'real'), convert(right, 'real')]
  if (left.type === 'dynamic') return [convert(left, besideType(right.type, operator)), right]
  if (right.type === 'dynamic') return [left, convert(right, besideType(left.type, operator))]
  return [left, right]
}

function besideType(type: ScalarType, operator: string): ScalarType {
  if (type === 'datetime') return operator === '-' ? 'datetime' : 'timespan'
  if (type === 'timespan') return operator === '*' || operator === '/' ? 'real' : 'timespan'
  return isWhole(type) ? 'long' : type
}

import { call } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import { QueryError } from '../../plan/query-error.ts'
import type { Span } from '../../plan/span.ts'
import { commonType, convert } from './convert.ts'

/** `case(condition, value, …, otherwise)`: conditions and values alternate, the last value stands alone. */
export function translateCase(args: readonly Expression[], at: Span): Expression {
  if (args.length < 3 || args.length % 2 === 0) {
    throw new QueryError('wrong-argument', `'case' does not take ${args.length} argument(s)`, at, 'case')
  }
  const isCondition = (index: number) => index % 2 === 0 && index < args.length - 1
  const type = commonType(args.filter((_, index) => !isCondition(index)))
  const converted = args.map((arg, index) => convert(arg, isCondition(index) ? 'bool' : type))
  return call('case', type, converted, at)
}

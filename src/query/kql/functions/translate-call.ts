import { call } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import { QueryError } from '../../plan/query-error.ts'
import type { Span } from '../../plan/span.ts'
import type { ScalarType } from '../../plan/type.ts'
import { commonType, convert, isNumber, isWhole, widest } from './convert.ts'
import type { Accepts, Overload } from './signature.ts'
import { typeLiteral } from './type-literal.ts'

/** A call by its overloads: the first that takes this many arguments (and types, where it says so), with them converted. */
export function translateCall(
  name: string,
  overloads: readonly Overload[],
  args: readonly Expression[],
  at: Span,
): Expression {
  const byCount = overloads.filter((overload) => parametersFor(overload, args.length) !== undefined)
  const chosen = byCount.find((overload) => overload.when?.(args) ?? true)
  if (byCount.length === 0) {
    throw new QueryError('wrong-argument', `'${name}' does not take ${args.length} argument(s)`, at, name)
  }
  if (chosen === undefined) {
    const types = args.map((arg) => arg.type).join(', ')
    throw new QueryError('wrong-argument', `'${name}' does not take (${types})`, at, name)
  }
  const accepted = parametersFor(chosen, args.length) ?? []
  const common = commonType(args.filter((_, index) => accepted[index] === 'same'))
  const converted = args.map((arg, index) => accept(arg, accepted[index] ?? 'value', common, name, index))
  const kept = chosen.endsInType === true ? converted.slice(0, -1) : converted
  const arranged = chosen.arrange?.(kept) ?? kept
  const result = call(chosen.plan ?? name, resultType(chosen, converted, common), arranged, at)
  return chosen.endsInType === true ? convert(result, typeLiteral(args.at(-1))) : result
}

/** What each argument has to be, for so many of them; undefined: the overload does not take so many. */
function parametersFor(overload: Overload, count: number): readonly Accepts[] | undefined {
  const { takes, optional = [], rest = [] } = overload
  const known = [...takes, ...optional]
  if (count < takes.length) return undefined
  if (count <= known.length) return known.slice(0, count)
  if (rest.length === 0 || (count - known.length) % rest.length !== 0) return undefined
  return [
    ...known,
    ...Array.from({ length: count - known.length }, (_, index) => rest[index % rest.length] ?? 'value'),
  ]
}

function accept(
  arg: Expression,
  accepts: Accepts,
  common: ScalarType,
  name: string,
  index: number,
): Expression {
  switch (accepts) {
    case 'value':
      return arg
    case 'same':
      return convert(arg, common)
    case 'text':
      return convert(arg, 'string')
    case 'json':
      return convert(arg, 'dynamic')
    case 'number':
      if (isNumber(arg.type)) return arg
      return orRefuse(arg, 'real', ['dynamic', 'string', 'bool'], name, index)
    case 'integer':
      if (isWhole(arg.type)) return arg
      return orRefuse(arg, 'long', ['dynamic', 'string', 'bool', 'real', 'decimal'], name, index)
    case 'summable':
      if (isNumber(arg.type) || arg.type === 'datetime' || arg.type === 'timespan') return arg
      return orRefuse(arg, 'real', ['dynamic', 'string', 'bool'], name, index)
    default:
      return orRefuse(arg, accepts, CONVERTED[accepts], name, index)
  }
}

/** Types that are converted where a parameter asks for another; the rest is an error in Kusto, too. */
const CONVERTED: Readonly<Record<ScalarType, readonly ScalarType[]>> = {
  bool: ['dynamic', 'int', 'long', 'string'],
  int: ['long', 'real', 'decimal', 'dynamic', 'string'],
  long: ['int', 'real', 'decimal', 'dynamic', 'string', 'bool'],
  real: ['int', 'long', 'decimal', 'dynamic', 'string'],
  decimal: ['int', 'long', 'real', 'dynamic', 'string'],
  string: ['dynamic', 'guid', 'int', 'long', 'real', 'decimal', 'bool', 'datetime', 'timespan'],
  datetime: ['string', 'dynamic', 'int', 'long'],
  timespan: ['string', 'dynamic', 'int', 'long'],
  guid: ['string', 'dynamic'],
  dynamic: ['string', 'int', 'long', 'real', 'decimal', 'bool', 'datetime', 'timespan', 'guid'],
  multivalue: [],
}

function orRefuse(
  arg: Expression,
  type: ScalarType,
  from: readonly ScalarType[],
  name: string,
  index: number,
): Expression {
  if (arg.type === type) return arg
  if (from.includes(arg.type)) return convert(arg, type)
  throw new QueryError(
    'wrong-argument',
    `'${name}' takes a ${type} as argument ${index + 1}, not a ${arg.type}`,
    arg.at,
    name,
  )
}

function resultType(overload: Overload, args: readonly Expression[], common: ScalarType): ScalarType {
  const { gives } = overload
  if (typeof gives === 'function') return gives(args)
  if (gives === 'first') return args[0]?.type ?? 'dynamic'
  if (gives === 'same') return common
  if (gives === 'widest') return widest(args.map((arg) => arg.type))
  return gives
}

import { isNeverNull } from './activity-time.ts'
import type { CallToPrint, FunctionTable, PrintFunction } from './function-table.ts'
import { at, ofTicks, ticksAt, typeOf } from './kql-argument.ts'

/** Aggregates that give one scalar. On no rows counts, sums and deviations are 0, averages NaN, others null. */
export const KQL_AGGREGATE: FunctionTable = {
  count: (_, to) => `toInt64(count()${to.scope.over})`,
  countif: ([condition], to) => `toInt64(countIf(${condition})${to.scope.over})`,
  sum: (args, to) => sum('sum', args, to),
  sumif: (args, to) => sum('sumIf', args, to),
  avg: (args, to) => average('', args, to),
  avgif: (args, to) => average('If', args, to),
  min: (args, to) => extreme('min', args, to),
  minif: (args, to) => extreme('min', args, to),
  max: (args, to) => extreme('max', args, to),
  maxif: (args, to) => extreme('max', args, to),
  dcount: ([value], to) => `toInt64(uniqExact(${value})${to.scope.over})`,
  dcountif: ([value, condition], to) => `toInt64(uniqExactIf(${value}, ${condition})${to.scope.over})`,
  arg_max: (args, to) => companion('argMax', args, to),
  arg_min: (args, to) => companion('argMin', args, to),
  take_any: (args, to) => `any(${nullable(args, to, 0)})${to.scope.over}`,
  take_anyif: (args, to) => `anyIf(${nullable(args, to, 0)}, ${at(args, 1)})${to.scope.over}`,
  stdev: deviation('stddevSampStable'),
  stdevif: deviation('stddevSampStableIf'),
  stdevp: deviation('stddevPopStable'),
  variance: deviation('varSampStable'),
  varianceif: deviation('varSampStableIf'),
  variancep: deviation('varPopStable'),
  variancepif: deviation('varPopStableIf'),
  covariance: deviation('covarSampStable'),
  covarianceif: deviation('covarSampStableIf'),
  covariancep: deviation('covarPopStable'),
  covariancepif: deviation('covarPopStableIf'),
  binary_all_and: ([value], to) => `groupBitAndOrNull(toInt64(${value}))${to.scope.over}`,
  binary_all_or: ([value], to) => `groupBitOrOrNull(toInt64(${value}))${to.scope.over}`,
  binary_all_xor: ([value], to) => `groupBitXorOrNull(toInt64(${value}))${to.scope.over}`,
}

function sum(name: string, args: readonly string[], to: CallToPrint): string {
  const total = `${name}(${args.join(', ')})${to.scope.over}`
  if (to.call.type === 'long' && isNeverNull(to.call.arguments[0], to.scope)) return `toInt64(${total})`
  return to.call.type === 'long' || to.call.type === 'timespan'
    ? `ifNull(toInt64(${total}), 0)`
    : `ifNull(${total}, 0)`
}

function average(suffix: '' | 'If', args: readonly string[], to: CallToPrint): string {
  const { over } = to.scope
  const condition = suffix === 'If' ? `, ${at(args, 1)}` : ''
  const of = (name: string, value: string) => `${name}${suffix}(${value}${condition})${over}`
  switch (to.call.type) {
    case 'datetime':
    case 'timespan': {
      // The sum of ticks of a million datetimes does not fit 64 bits.
      const ticks = to.call.type === 'datetime' ? ticksAt(args, to, 0) : at(args, 0)
      const mean = `toInt64(intDivOrNull(${of('sum', `toInt128(${ticks})`)}, ${of('count', ticks)}))`
      return to.call.type === 'datetime' ? ofTicks(mean) : mean
    }
    case 'decimal':
      return `accurateCastOrNull(${of('avg', at(args, 0))}, 'Decimal(38, 17)')`
    default:
      return `ifNull(${of('avg', at(args, 0))}, nan)`
  }
}

/** JSON text has no order of its own: dynamic numbers are compared as numbers. */
function extreme(name: 'min' | 'max', args: readonly string[], to: CallToPrint): string {
  const suffix = args.length === 2 ? 'If' : ''
  const condition = args.length === 2 ? `, ${at(args, 1)}` : ''
  const value = at(args, 0)
  const type = typeOf(to, 0)
  if (type === 'string') return `${name}${suffix}(${value}${condition})${to.scope.over}`
  if (type === 'dynamic') {
    const arg = name === 'min' ? 'argMin' : 'argMax'
    const key = `if(isNull(${value}), NULL, tuple(ifNull(toFloat64OrNull(${value}), 0), ${value}))`
    return `${arg}${suffix}(${value}, ${key}${condition})${to.scope.over}`
  }
  return `${name}${suffix}OrNull(${value}${condition})${to.scope.over}`
}

/** A value that stays null where no row was seen; text is never null. */
function nullable(args: readonly string[], to: CallToPrint, index: number): string {
  return typeOf(to, index) === 'string' ? at(args, index) : `toNullable(${at(args, index)})`
}

/**
 * The value of the row with the greatest or least key. A tuple keeps values that are null, and makes all columns of one
 * `arg_max` come from one row: what follows the value are the columns it is to share its row with.
 */
function companion(name: 'argMax' | 'argMin', args: readonly string[], to: CallToPrint): string {
  if (args.length === 2) return lone(name, args, to)
  const shared = args.length > 2 ? args.slice(2) : [at(args, 1)]
  const place = Math.max(shared.indexOf(at(args, 1)), 0)
  const offset = args.length > 2 ? 2 : 1
  const row = shared.map((_, index) => nullable(args, to, index + offset)).join(', ')
  return `tupleElement(${name}(tuple(${row}), ${at(args, 0)})${to.scope.over}, ${place + 1})`
}

/** Of one column: a tuple costs twice as much. */
function lone(name: 'argMax' | 'argMin', args: readonly string[], to: CallToPrint): string {
  const [key, value] = [at(args, 0), at(args, 1)]
  const of = (sql: string) => `(${sql}, ${key})${to.scope.over}`
  if (typeOf(to, 1) === 'string') return `${name}${of(value)}`
  if (isNeverNull(to.call.arguments[1], to.scope)) return `${name}OrNull${of(value)}`
  // The engine passes over rows whose value is null; the row with the greatest key may be one of them.
  return `if(${name}${of(`isNull(${value})`)}, NULL, ${name}OrNull${of(value)})`
}

/** 0 where there are too few rows. */
function deviation(name: string): PrintFunction {
  return (args, to) => {
    const value = `${name}(${args.map((arg, index) => number(arg, to, index)).join(', ')})${to.scope.over}`
    return `if(isFinite(ifNull(${value}, nan)), ${value}, 0)`
  }
}

function number(arg: string, to: CallToPrint, index: number): string {
  const type = typeOf(to, index)
  if (type === 'bool' || type === 'real') return arg
  return type === 'datetime'
    ? `toFloat64(${ticksAt([...Array(index).fill(''), arg], to, index)})`
    : `toFloat64(${arg})`
}

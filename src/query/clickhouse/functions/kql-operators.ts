import type { CallToPrint, FunctionTable, PrintFunction } from './function-table.ts'
import { at, constantNumber, constantOf, ofTicks, ticksAt, typeOf } from './kql-argument.ts'

/** Comparison, logic and arithmetic with Kusto's rules for null. */
export const KQL_OPERATORS: FunctionTable = {
  '==': (args, to) => equals(args, to),
  '!=': (args, to) => differs(args, to),
  '<': infix('<'),
  '<=': infix('<='),
  '>': infix('>'),
  '>=': infix('>='),
  and: joined('AND'),
  or: joined('OR'),
  not: ([value]) => `(NOT ${value})`,
  negate: ([value]) => `(-${value})`,
  '+': (args, to) => added('+', args, to),
  '-': (args, to) => added('-', args, to),
  '*': (args, to) => multiplied(args, to),
  '/': (args, to) => divided(args, to),
  '%': (args, to) => remainder(args, to),
  around: (args, to) => around(args, to),
}

function infix(operator: string): PrintFunction {
  return (args) => `(${at(args, 0)} ${operator} ${at(args, 1)})`
}

function joined(operator: string): PrintFunction {
  return (args) => `(${args.join(` ${operator} `)})`
}

/** null == null is null, null == 5 is false. `<=>` with a constant still prunes by primary key. */
function equals(args: readonly string[], to: CallToPrint): string {
  const [left, right] = [at(args, 0), at(args, 1)]
  if (typeOf(to, 0) === 'string') return `(${left} = ${right})`
  if (hasConstant(to)) return `(${left} <=> ${right})`
  return `ifNull(${left} = ${right}, if(isNull(${left}) AND isNull(${right}), NULL, false))`
}

/** null != null is null, null != 5 is true. */
function differs(args: readonly string[], to: CallToPrint): string {
  const [left, right] = [at(args, 0), at(args, 1)]
  if (typeOf(to, 0) === 'string') return `(${left} != ${right})`
  if (hasConstant(to)) return `(NOT (${left} <=> ${right}))`
  return `ifNull(${left} != ${right}, if(isNull(${left}) AND isNull(${right}), NULL, true))`
}

function hasConstant({ call }: CallToPrint): boolean {
  return call.arguments.some((argument) => constantOf(argument) !== undefined)
}

function added(operator: '+' | '-', args: readonly string[], to: CallToPrint): string {
  const [left, right] = [typeOf(to, 0), typeOf(to, 1)]
  if (to.call.type === 'decimal') return decimals(operator, args)
  if (left !== 'datetime' && right !== 'datetime') return infix(operator)(args, to)
  const one = left === 'datetime' ? ticksAt(args, to, 0) : at(args, 0)
  const other = right === 'datetime' ? ticksAt(args, to, 1) : at(args, 1)
  const sum = `(${one} ${operator} ${other})`
  return to.call.type === 'datetime' ? ofTicks(sum) : sum
}

/** Through twice as many digits, which no operation on decimals overflows; what then does not fit is null. */
function decimals(operator: string, args: readonly string[]): string {
  const wide = args.map((arg) => `toDecimal256(${arg}, 17)`)
  return `accurateCastOrNull(${wide.join(` ${operator} `)}, 'Decimal(38, 17)')`
}

function multiplied(args: readonly string[], to: CallToPrint): string {
  if (to.call.type === 'decimal') return decimals('*', args)
  return wholeTicks(`(${at(args, 0)} * ${at(args, 1)})`, to)
}

function divided(args: readonly string[], to: CallToPrint): string {
  const [left, right] = [at(args, 0), at(args, 1)]
  if (to.call.type === 'decimal') {
    const divisor = `if(${right} = 0, NULL, ${right})`
    return `accurateCastOrNull(toFloat64(${left}) / toFloat64(${divisor}), 'Decimal(38, 17)')`
  }
  const isWhole = to.call.type === 'long' || (to.call.type === 'timespan' && isWholeType(typeOf(to, 1)))
  const constant = constantNumber(to, 1)
  if (isWhole && constant !== undefined && constant > 0) return `intDiv(${left}, ${right})`
  if (isWhole) return `intDivOrNull(${left}, ${right})`
  return wholeTicks(`(${left} / ${right})`, to)
}

/** A timespan that was reckoned with reals has whole ticks again. */
function wholeTicks(sql: string, to: CallToPrint): string {
  const hasReal = to.call.arguments.some(({ type }) => type === 'real' || type === 'decimal')
  return to.call.type === 'timespan' && hasReal ? `accurateCastOrNull(trunc(toFloat64${sql}), 'Int64')` : sql
}

function isWholeType(type: string): boolean {
  return type === 'long' || type === 'int'
}

/** The remainder has the sign of the divisor's absolute value: -14 % 12 is 10, 14 % -12 is 2. */
function remainder(args: readonly string[], to: CallToPrint): string {
  const [left, right] = [typeOf(to, 0) === 'datetime' ? ticksAt(args, to, 0) : at(args, 0), at(args, 1)]
  if (to.call.type === 'decimal') {
    const real = `positiveModuloOrNull(toFloat64(${left}), toFloat64(${right}))`
    return `toDecimal128OrNull(toString(${real}), 17)`
  }
  const constant = constantNumber(to, 1)
  // Of two constants the engine gives 0 for a remainder that does not exist.
  if (constant === 0 && to.call.type !== 'real') return `CAST(NULL, 'Nullable(Int64)')`
  const name = constant !== undefined && constant > 0 ? 'positiveModulo' : 'positiveModuloOrNull'
  const sql = `${name}(${left}, ${right})`
  // The engine makes it unsigned, which neither joins nor compares with an Int64.
  return ['real', 'decimal'].includes(to.call.type) ? sql : `toInt64(${sql})`
}

/** Within a distance of a centre, ends included. */
function around(args: readonly string[], to: CallToPrint): string {
  const isTime = typeOf(to, 0) === 'datetime'
  const value = isTime ? ticksAt(args, to, 0) : at(args, 0)
  const centre = isTime ? ticksAt(args, to, 1) : at(args, 1)
  return `(${value} >= ${centre} - ${at(args, 2)} AND ${value} <= ${centre} + ${at(args, 2)})`
}

import { QueryError } from '../../plan/query-error.ts'
import { startOfBin } from './activity-time.ts'
import type { CallToPrint, FunctionTable, PrintFunction } from './function-table.ts'
import { at, constantNumber, constantText, ofTicks, ticksAt, typeOf } from './kql-argument.ts'
import { UNITS } from './kql-units.ts'

/** Rounding, mathematics and bits. Results that do not exist are null or NaN, never an error. */
export const KQL_MATH: FunctionTable = {
  bin: (args, to) => bin(args, to),
  bin_at: (args, to) => binAt(args, to),
  // abs of a signed number is unsigned in ClickHouse.
  abs: ([value], to) =>
    to.call.type === 'long' || to.call.type === 'timespan' ? `toInt64(abs(${value}))` : `abs(${value})`,
  round: (args, to) =>
    typeOf(to, 0) === 'long' || typeOf(to, 0) === 'int' ? roundWhole(args) : `round(${args.join(', ')})`,
  ceiling: plain('ceil'),
  sign: ([value]) => `toFloat64(sign(${value}))`,
  pow: plain('pow'),
  sqrt: plain('sqrt'),
  log: plain('log'),
  log2: plain('log2'),
  log10: plain('log10'),
  exp: plain('exp'),
  exp2: plain('exp2'),
  exp10: plain('exp10'),
  pi: () => 'pi()',
  cos: plain('cos'),
  sin: plain('sin'),
  tan: plain('tan'),
  acos: plain('acos'),
  asin: plain('asin'),
  atan: plain('atan'),
  atan2: plain('atan2'),
  cot: ([value]) => `(1 / tan(${value}))`,
  degrees: plain('degrees'),
  radians: plain('radians'),
  gamma: plain('tgamma'),
  loggamma: plain('lgamma'),
  erf: plain('erf'),
  erfc: plain('erfc'),
  isnan: plain('isNaN'),
  isinf: plain('isInfinite'),
  isfinite: plain('isFinite'),
  // Null takes no part.
  max_of: plain('greatest'),
  min_of: plain('least'),
  rand: ([most]) =>
    most === undefined ? `(rand64() / 18446744073709551616.)` : `toFloat64(moduloOrNull(rand64(), ${most}))`,
  binary_and: plain('bitAnd'),
  binary_or: plain('bitOr'),
  binary_xor: plain('bitXor'),
  binary_not: plain('bitNot'),
  // Kusto shifts modulo 64.
  binary_shift_left: ([value, shift]) => `bitShiftLeft(toInt64(${value}), positiveModulo(${shift}, 64))`,
  binary_shift_right: ([value, shift]) => `bitShiftRight(toInt64(${value}), positiveModulo(${shift}, 64))`,
  bitset_count_ones: ([value]) => `toInt64(bitCount(toInt64(${value})))`,
  convert_unit: (args, to) => convertUnit(args, to),
  convert_temperature: (args, to) => convertTemperature(args, to),
}

function plain(name: string): PrintFunction {
  return (args) => `${name}(${args.join(', ')})`
}

/** From 0001-01-01, where Kusto counts bins of days from, to 1970-01-01. */
const TICKS_TO_1970 = 621_355_968_000_000_000n

function bin(args: readonly string[], to: CallToPrint): string {
  const type = to.call.type
  const size = constantNumber(to, 1)
  if (type === 'datetime') return binDatetime(args, to)
  if (type === 'real') {
    const step =
      size === undefined ? `if(${at(args, 1)} > 0, ${at(args, 1)}, NULL)` : size > 0 ? at(args, 1) : 'NULL'
    return `toFloat64(floor(${at(args, 0)} / ${step}) * ${step})`
  }
  if (size === 1 && (type === 'long' || type === 'int')) return at(args, 0)
  return `(${at(args, 0)} - ${remainder(at(args, 0), at(args, 1), size)})`
}

/** What is above the bin's start; null for a bin size that is not positive. */
function remainder(value: string, size: string, constant: number | undefined): string {
  if (constant === undefined) return `positiveModuloOrNull(${value}, if(${size} > 0, ${size}, NULL))`
  return constant > 0 ? `positiveModulo(${value}, ${size})` : 'NULL'
}

function binDatetime(args: readonly string[], to: CallToPrint): string {
  const start = startOfBin(to.call.arguments[0], to.call.arguments[1], at(args, 0), to.scope)
  if (start !== undefined) return start
  const ticks = ticksAt(args, to, 0)
  const size = constantText(to, 1)
  if (size === undefined) {
    return ofTicks(`(${ticks} - ${remainder(`${ticks} + ${TICKS_TO_1970}`, at(args, 1), undefined)})`)
  }
  const step = BigInt(size)
  const shift = step > 0n ? TICKS_TO_1970 % step : 0n
  const shifted = shift === 0n ? ticks : `${ticks} + ${shift}`
  return ofTicks(`(${ticks} - ${remainder(shifted, at(args, 1), Number(step))})`)
}

function binAt(args: readonly string[], to: CallToPrint): string {
  const type = to.call.type
  const constant = constantNumber(to, 1)
  if (type === 'real')
    return `(${at(args, 2)} + floor((${at(args, 0)} - ${at(args, 2)}) / ${at(args, 1)}) * ${at(args, 1)})`
  const isTime = type === 'datetime'
  const value = isTime ? ticksAt(args, to, 0) : at(args, 0)
  const fixed = isTime ? ticksAt(args, to, 2) : at(args, 2)
  const start = `(${value} - ${remainder(`${value} - ${fixed}`, at(args, 1), constant)})`
  return isTime ? ofTicks(start) : start
}

/** A negative precision rounds to tens, hundreds…; half away from zero. */
function roundWhole(args: readonly string[]): string {
  return args[1] === undefined ? at(args, 0) : `toInt64(round(${args.join(', ')}))`
}

function convertUnit(args: readonly string[], to: CallToPrint): string {
  const [from, into] = [unit(to, 1), unit(to, 2)]
  if (from === undefined || into === undefined) return "CAST(NULL, 'Nullable(Float64)')"
  return `(${at(args, 0)} * ${to.context.parameter(from / into, 'Float64')})`
}

function unit(to: CallToPrint, index: number): number | undefined {
  const name = constantText(to, index)
  if (name === undefined) {
    throw new QueryError('unsupported', 'Units have to be constants here.', to.call.at, to.call.function)
  }
  return UNITS.get(name)
}

const KELVIN: Readonly<Record<string, readonly [scale: number, zero: number]>> = {
  Kelvin: [1, 0],
  DegreeCelsius: [1, 273.15],
  DegreeFahrenheit: [5 / 9, 459.67 * (5 / 9)],
  DegreeRankine: [5 / 9, 0],
}

function convertTemperature(args: readonly string[], to: CallToPrint): string {
  const [from, into] = [KELVIN[constantText(to, 1) ?? ''], KELVIN[constantText(to, 2) ?? '']]
  if (from === undefined || into === undefined) return "CAST(NULL, 'Nullable(Float64)')"
  return `((${at(args, 0)} * ${from[0]} + ${from[1] - into[1]}) / ${into[0]})`
}

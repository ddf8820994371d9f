import { call, literal } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import type { Span } from '../../plan/span.ts'
import { isNumeric, toMultivalue, toNumber } from './conversions.ts'
import { splBinary } from './operators.ts'
import { fromSignature, special, unsupported } from './signature.ts'
import type { EvalFunction, EvalFunctions } from './spl-function.ts'

const MANY = Number.POSITIVE_INFINITY

/** Functions of one number that give a real; what has no result (the root of -1) is null. */
const OF_ONE = [
  'ceiling',
  'exp',
  'floor',
  'ln',
  'sqrt',
  'acos',
  'acosh',
  'asin',
  'asinh',
  'atan',
  'atanh',
  'cos',
  'cosh',
  'sin',
  'sinh',
  'tan',
  'tanh',
] as const

/** Functions of two numbers. */
const OF_TWO = ['atan2', 'hypot', 'pow'] as const

const BITS = new Map<string, string>([
  ['bit_and', 'spl.bit_and'],
  ['bit_or', 'spl.bit_or'],
  ['bit_xor', 'spl.bit_xor'],
])

/** Mathematical, trigonometric, bitwise and statistical eval functions. */
export const MATHEMATICAL_FUNCTIONS: EvalFunctions = {
  ...Object.fromEntries(OF_ONE.map((name) => [name, ofOne(name)])),
  ...Object.fromEntries(
    OF_TWO.map((name) => [
      name,
      fromSignature({ plan: `spl.${name}`, takes: ['real', 'real'], gives: 'real' }),
    ]),
  ),
  ...Object.fromEntries(
    [...BITS].map(([name, plan]) => [name, special(2, MANY, (args, at) => folded(plan, args, at))]),
  ),
  bit_not: fromSignature({ plan: 'spl.bit_not', takes: ['integer'], gives: 'long' }),
  bit_shift_left: fromSignature({ plan: 'spl.bit_shift_left', takes: ['integer', 'integer'], gives: 'long' }),
  bit_shift_right: fromSignature({
    plan: 'spl.bit_shift_right',
    takes: ['integer', 'integer'],
    gives: 'long',
  }),
  abs: fromSignature({ plan: 'spl.abs', takes: ['number'], gives: 'same' }),
  ceil: ofOne('ceiling'),
  exact: special(1, 1, ([value]) => toNumber(value as Expression)),
  log: special(1, 2, ([value, base], at) => {
    const of = base === undefined ? literal('real', 10, at) : toNumber(base)
    return call('spl.log', 'real', [toNumber(value as Expression), of], at)
  }),
  pi: special(0, 0, (_args, at) => literal('real', Math.PI, at)),
  random: fromSignature({ plan: 'spl.random', takes: [], gives: 'long' }),
  round: special(1, 2, ([value, digits], at) => {
    const number = toNumber(value as Expression)
    if (number.type !== 'real' && digits === undefined) return number
    const places = digits === undefined ? literal('long', '0', at) : toNumber(digits)
    return call('spl.round', 'real', [number, places], at)
  }),
  sigfig: unsupported('it follows the digits that a number was written with, which are not kept'),
  max: special(1, MANY, (args, at) => extreme('largest', args, at)),
  min: special(1, MANY, (args, at) => extreme('smallest', args, at)),
  sum: special(1, MANY, (args, at) =>
    args
      .slice(1)
      .reduce(
        (sum, each) => splBinary('+', toNumber(sum), toNumber(each), at),
        toNumber(args[0] as Expression),
      ),
  ),
  avg: special(1, MANY, (args, at) => call('spl.average_of', 'real', args.map(toNumber), at)),
}

function ofOne(name: string): EvalFunction {
  return fromSignature({ plan: `spl.${name}`, takes: ['real'], gives: 'real' })
}

function folded(plan: string, args: readonly Expression[], at: Span): Expression {
  const [first, ...others] = args.map((argument) =>
    call('spl.integer', 'long', [toNumber(argument)], argument.at),
  )
  return others.reduce<Expression>(
    (left, right) => call(plan, 'long', [left, right], at),
    first as Expression,
  )
}

/** Numbers are compared as numbers and stand below texts, which go by code point. */
function extreme(name: 'largest' | 'smallest', args: readonly Expression[], at: Span): Expression {
  if (args.every((argument) => isNumeric(argument) || argument.type === 'datetime')) {
    const numbers = args.map(toNumber)
    const type = numbers.every((number) => number.type !== 'real') ? 'long' : 'real'
    return call(`spl.${name}`, type, numbers, at)
  }
  return call(`spl.${name}_of_any`, 'string', args.map(toMultivalue), at)
}

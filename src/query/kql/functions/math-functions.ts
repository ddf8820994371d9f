import { literal } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import { isWhole } from './convert.ts'
import { type SignatureTable, takes } from './signature.ts'

/** int widens to long, as in Kusto's arithmetic; other types stay. */
function promoted(args: readonly Expression[]): Expression['type'] {
  const type = args[0]?.type ?? 'real'
  return isWhole(type) ? 'long' : type
}

const ROUNDING: SignatureTable[string] = [
  {
    takes: ['summable', 'summable'],
    gives: ([value, size]) => {
      if (value === undefined || size === undefined) return 'real'
      if (value.type === 'datetime' || value.type === 'timespan') return value.type
      if (isWhole(value.type) && isWhole(size.type)) return 'long'
      return value.type === 'decimal' || size.type === 'decimal' ? 'decimal' : 'real'
    },
    plan: 'bin',
  },
]

export const MATH_FUNCTIONS: SignatureTable = {
  bin: ROUNDING,
  floor: [
    {
      takes: ['number'],
      gives: promoted,
      plan: 'bin',
      arrange: ([value]) => (value === undefined ? [] : [value, literal('long', '1', value.at)]),
    },
    ...ROUNDING,
  ],
  bin_at: takes(['summable', 'summable', 'summable'], 'first'),
  abs: takes(['summable'], promoted),
  round: takes(['number'], 'first', { optional: ['integer'] }),
  ceiling: takes(['number'], 'first'),
  sign: takes(['number'], 'real'),
  pow: takes(['real', 'real'], 'real'),
  sqrt: takes(['real'], 'real'),
  log: takes(['real'], 'real'),
  log2: takes(['real'], 'real'),
  log10: takes(['real'], 'real'),
  exp: takes(['real'], 'real'),
  exp2: takes(['real'], 'real'),
  exp10: takes(['real'], 'real'),
  pi: takes([], 'real'),
  cos: takes(['real'], 'real'),
  sin: takes(['real'], 'real'),
  tan: takes(['real'], 'real'),
  acos: takes(['real'], 'real'),
  asin: takes(['real'], 'real'),
  atan: takes(['real'], 'real'),
  atan2: takes(['real', 'real'], 'real'),
  cot: takes(['real'], 'real'),
  degrees: takes(['real'], 'real'),
  radians: takes(['real'], 'real'),
  gamma: takes(['real'], 'real'),
  loggamma: takes(['real'], 'real'),
  erf: takes(['real'], 'real'),
  erfc: takes(['real'], 'real'),
  beta_cdf: takes(['real', 'real', 'real'], 'real'),
  beta_inv: takes(['real', 'real', 'real'], 'real'),
  beta_pdf: takes(['real', 'real', 'real'], 'real'),
  isnan: takes(['real'], 'bool'),
  isinf: takes(['real'], 'bool'),
  isfinite: takes(['real'], 'bool'),
  max_of: takes(['same'], 'same', { rest: ['same'] }),
  min_of: takes(['same'], 'same', { rest: ['same'] }),
  around: takes(['summable', 'summable', 'summable'], 'bool'),
  rand: takes([], 'real', { optional: ['integer'] }),
  convert_angle: takes(['real', 'string', 'string'], 'real', { plan: 'convert_unit' }),
  convert_energy: takes(['real', 'string', 'string'], 'real', { plan: 'convert_unit' }),
  convert_force: takes(['real', 'string', 'string'], 'real', { plan: 'convert_unit' }),
  convert_length: takes(['real', 'string', 'string'], 'real', { plan: 'convert_unit' }),
  convert_mass: takes(['real', 'string', 'string'], 'real', { plan: 'convert_unit' }),
  convert_speed: takes(['real', 'string', 'string'], 'real', { plan: 'convert_unit' }),
  convert_temperature: takes(['real', 'string', 'string'], 'real'),
  convert_volume: takes(['real', 'string', 'string'], 'real', { plan: 'convert_unit' }),
}

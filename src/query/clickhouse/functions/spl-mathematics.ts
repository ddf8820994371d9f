import type { CallToPrint, FunctionTable, PrintFunction } from './function-table.ts'
import { finite, finiteNumber } from './spl-conversions.ts'

/** Functions of one or two numbers by ClickHouse's name; what has no finite result is NULL. */
const FINITE: Readonly<Record<string, string>> = {
  exp: 'exp',
  ln: 'log',
  sqrt: 'sqrt',
  pow: 'pow',
  acos: 'acos',
  acosh: 'acosh',
  asin: 'asin',
  asinh: 'asinh',
  atan: 'atan',
  atan2: 'atan2',
  atanh: 'atanh',
  cos: 'cos',
  cosh: 'cosh',
  hypot: 'hypot',
  sin: 'sin',
  sinh: 'sinh',
  tan: 'tan',
  tanh: 'tanh',
}

const PLAIN: Readonly<Record<string, string>> = {
  floor: 'floor',
  ceiling: 'ceil',
  bit_and: 'bitAnd',
  bit_or: 'bitOr',
  bit_xor: 'bitXor',
  bit_not: 'bitNot',
}

const SHIFTS: Readonly<Record<string, string>> = {
  bit_shift_left: 'bitShiftLeft',
  bit_shift_right: 'bitShiftRight',
}

/** Mathematical functions of eval. */
export const SPL_MATHEMATICS: FunctionTable = {
  ...named(FINITE, (name) => (args) => finite(`${name}(${args.join(', ')})`)),
  ...named(PLAIN, (name) => (args) => `${name}(${args.join(', ')})`),
  // A shift by more than 63 bits, or by less than none, is an error in ClickHouse.
  ...named(
    SHIFTS,
    (name) =>
      ([value = '', by = '']) =>
        `if(${by} BETWEEN 0 AND 63, ${name}(${value}, least(greatest(${by}, 0), 63)), NULL)`,
  ),
  'spl.abs': ([value = ''], { call }) => (call.type === 'long' ? `toInt64(abs(${value}))` : `abs(${value})`),
  'spl.log': ([value = '', base = '']) => finite(`(log(${value}) / log(${base}))`),
  'spl.random': () => 'toInt64(rand() % 2147483648)',
  // Half away from zero: ClickHouse's own round() takes half to even.
  'spl.round': ([value = '', digits = '']) => {
    const scale = `exp10(${digits})`
    return `(sign(${value}) * floor(abs(${value}) * ${scale} + 0.5) / ${scale})`
  },
  'spl.largest': extreme('greatest'),
  'spl.smallest': extreme('least'),
  'spl.largest_of_any': (args) => ofAny(args, 'arrayMax'),
  'spl.smallest_of_any': (args) => ofAny(args, 'arrayMin'),
  'spl.average_of': (args) =>
    `arrayAvg(arrayMap(v -> assumeNotNull(v), arrayFilter(v -> isNotNull(v), [${args.map((sql) => `toFloat64(${sql})`).join(', ')}])))`,
}

/** greatest() and least() leave NULLs out. */
function extreme(name: string): PrintFunction {
  return (args, { call }: CallToPrint) => {
    const convert = call.type === 'long' ? 'toInt64' : 'toFloat64'
    return args.length === 1
      ? (args[0] ?? '')
      : `${name}(${args.map((sql) => `${convert}(${sql})`).join(', ')})`
  }
}

/** Numbers stand below texts: the largest is a text where there is one, the smallest a number. */
function ofAny(arrays: readonly string[], pick: 'arrayMax' | 'arrayMin'): string {
  const all = arrays.length === 1 ? (arrays[0] ?? '') : `arrayConcat(${arrays.join(', ')})`
  const numbers = `arrayMap(v -> assumeNotNull(v), arrayFilter(v -> isNotNull(v), arrayMap(v -> ${finiteNumber('v')}, ${all})))`
  const texts = `arrayFilter(v -> isNull(${finiteNumber('v')}), ${all})`
  const number = `toString(${pick}(${numbers}))`
  const text = `${pick}(${texts})`
  const [first, then, other] = pick === 'arrayMax' ? [texts, text, number] : [numbers, number, text]
  return `multiIf(empty(${all}), NULL, notEmpty(${first}), ${then}, ${other})`
}

function named(
  names: Readonly<Record<string, string>>,
  print: (name: string) => PrintFunction,
): FunctionTable {
  return Object.fromEntries(
    Object.entries(names).map(([name, clickhouse]) => [`spl.${name}`, print(clickhouse)]),
  )
}

import type { Expression } from '../../plan/expression.ts'
import type { CallToPrint, FunctionTable, PrintFunction } from './function-table.ts'
import { finiteNumber } from './spl-conversions.ts'

const COMPARISONS: Readonly<Record<string, string>> = {
  equal: '=',
  different: '!=',
  less: '<',
  at_most: '<=',
  greater: '>',
  at_least: '>=',
}

const infix =
  (operator: string): PrintFunction =>
  ([left = '', right = '']) =>
    `(${left} ${operator} ${right})`

/** Operators of eval and where. NULL propagates; nothing divides by zero. */
export const SPL_OPERATORS: FunctionTable = {
  ...Object.fromEntries(Object.entries(COMPARISONS).map(([name, sign]) => [`spl.${name}`, infix(sign)])),
  ...Object.fromEntries(Object.entries(COMPARISONS).map(([name, sign]) => [`spl.any_${name}`, ofAny(sign)])),
  'spl.xor': ([left = '', right = '']) => `xor(${left}, ${right})`,
  'spl.add': infix('+'),
  'spl.subtract': infix('-'),
  'spl.multiply': infix('*'),
  'spl.divide': ([left = '', right = '']) => `(${left} / nullIf(${right}, 0))`,
  'spl.remainder': ([left = '', right = '']) => `moduloOrNull(${left}, ${right})`,
  'spl.negate': ([value = '']) => `negate(${value})`,
  'spl.concat': (args) => `concat(${args.join(', ')})`,
  // Two fields that may hold anything: the row decides.
  'spl.add_or_concat': ([left = '', right = '']) => {
    const [first, second] = [finiteNumber(left), finiteNumber(right)]
    return `if(isNotNull(${first}) AND isNotNull(${second}), toString(${first} + ${second}), concat(${left}, ${right}))`
  },
}

/** Numbers where both sides are, texts where not. One side at least is a text whose rows are not known. */
function ofAny(sign: string): PrintFunction {
  return ([left = '', right = ''], to) => {
    const [first, second] = [asNumber(left, 0, to), asNumber(right, 1, to)]
    const texts = `${asText(left, 0, to)} ${sign} ${asText(right, 1, to)}`
    const known = [first, second].filter((_, index) => isText(to.call.arguments[index]))
    const numeric = known.map((sql) => `isNotNull(${sql})`).join(' AND ')
    return `if(${numeric}, ${first} ${sign} ${second}, ${texts})`
  }
}

function isText(argument: Expression | undefined): boolean {
  return argument === undefined || argument.type === 'string' || argument.type === 'dynamic'
}

function asNumber(sql: string, index: number, { call }: CallToPrint): string {
  return isText(call.arguments[index]) ? `(${finiteNumber(sql)})` : sql
}

function asText(sql: string, index: number, { call }: CallToPrint): string {
  return isText(call.arguments[index]) ? sql : `toString(${sql})`
}

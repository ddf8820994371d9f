import type { ScalarType } from '../../plan/type.ts'
import { isCaseless } from './caseless.ts'
import type { CallToPrint, FunctionTable } from './function-table.ts'
import { at, constantOf, constantText, typeOf } from './kql-argument.ts'

/** `in` is an `or` of `==`, `!in` an `and` of `!=`: null is in no list of values. */
export const KQL_IN: FunctionTable = {
  in: (args, to) => isIn(args, to, false),
  '!in': (args, to) => `(NOT ${isIn(args, to, false)})`,
  'in~': (args, to) => isIn(args, to, true),
  '!in~': (args, to) => `(NOT ${isIn(args, to, true)})`,
}

const ELEMENT: Readonly<Partial<Record<ScalarType, string>>> = {
  int: 'Nullable(Int32)',
  long: 'Nullable(Int64)',
  real: 'Nullable(Float64)',
  bool: 'Nullable(Bool)',
}

function isIn(args: readonly string[], to: CallToPrint, ignoreCase: boolean): string {
  const operand = at(args, 0)
  const type = typeOf(to, 0)
  const indexes = args.map((_, index) => index).slice(1)
  const constants = indexes.filter(
    (index) => typeOf(to, index) !== 'dynamic' && constantOf(to.call.arguments[index]) !== undefined,
  )
  const others = indexes.filter((index) => !constants.includes(index))
  const fold = (sql: string) => (ignoreCase ? `lowerUTF8(${sql})` : sql)
  const found = [
    ...(constants.length === 0 ? [] : [amongConstants(operand, constants, args, to, ignoreCase)]),
    ...others.map((index) => {
      if (typeOf(to, index) !== 'dynamic') return equal(fold(operand), fold(at(args, index)), type)
      const array = `JSONExtract(ifNull(${at(args, index)}, ''), 'Array(${ELEMENT[type] ?? 'String'})')`
      const elements = ignoreCase ? `arrayMap(_i -> lowerUTF8(_i), ${array})` : array
      const value = ELEMENT[type] === undefined && type !== 'string' ? `toString(${operand})` : operand
      return `ifNull(has(${elements}, ${fold(value)}), false)`
    }),
  ]
  if (found.length === 0) return 'false'
  return found.length === 1 ? (found[0] ?? 'false') : `(${found.join(' OR ')})`
}

function equal(left: string, right: string, type: ScalarType): string {
  return type === 'string' ? `(${left} = ${right})` : `ifNull(${left} = ${right}, false)`
}

function amongConstants(
  operand: string,
  indexes: readonly number[],
  args: readonly string[],
  to: CallToPrint,
  ignoreCase: boolean,
): string {
  if (typeOf(to, 0) !== 'string') {
    const list = indexes.map((index) => at(args, index)).join(', ')
    return `ifNull(${operand} IN (${list}), false)`
  }
  const texts = indexes.map((index) => constantText(to, index) ?? '')
  const values = ignoreCase ? texts.map((text) => text.toLowerCase()) : texts
  const isAscii = values.every((value) => /^\p{ASCII}*$/u.test(value))
  const folded =
    ignoreCase && !values.every(isCaseless) ? `${isAscii ? 'lower' : 'lowerUTF8'}(${operand})` : operand
  return `(${folded} IN ${to.context.parameter(values, 'Array(String)')})`
}

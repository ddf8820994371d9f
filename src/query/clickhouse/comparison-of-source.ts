import type { Call, Expression, Literal } from '../plan/expression.ts'
import { namesFor, type Renaming } from '../schemas/renaming.ts'
import type { PrintContext, Scope } from './context.ts'
import { printLiteral } from './literal.ts'

const EQUALITIES: ReadonlyMap<string, { readonly ignoreCase: boolean }> = new Map([
  ['==', { ignoreCase: false }],
  ['=~', { ignoreCase: true }],
  ['spl.equal_ignoring_case', { ignoreCase: true }],
])

const ORDERS: ReadonlySet<string> = new Set(['<', '<=', '>', '>='])

/** A comparison of a column with a constant that costs less in terms of what the column is made from; undefined: it is none. */
export function comparisonOfSource(call: Call, scope: Scope, context: PrintContext): string | undefined {
  const [column, constant] = call.arguments
  if (call.arguments.length !== 2 || column?.kind !== 'column' || constant?.kind !== 'literal')
    return undefined
  if (ORDERS.has(call.function)) return comparedTime(call, column, constant, scope, context)
  const equality = EQUALITIES.get(call.function)
  const renaming = scope.renamed?.get(column.name)
  if (equality === undefined || renaming === undefined || typeof constant.value !== 'string') return undefined
  return comparedName(renaming, constant.value, equality.ignoreCase, context)
}

/** A look at the names that become this one, and at the name itself, instead of renaming every row's. */
function comparedName(
  renaming: Renaming,
  value: string,
  ignoreCase: boolean,
  context: PrintContext,
): string | undefined {
  const names = namesFor(renaming, value, ignoreCase)
  // Kusto folds the Kelvin sign, too.
  if (names === undefined || (ignoreCase && /k/i.test(value))) return undefined
  const isAmong = (patterns: readonly string[]) =>
    `match(${renaming.column}, ${context.parameter(`^(?:${patterns.join('|')})$`, 'String')})`
  if (!ignoreCase) return isAmong([value, ...names])
  const isItself = `lower(${renaming.column}) = ${context.parameter(value.toLowerCase(), 'String')}`
  return names.length === 0 ? `(${isItself})` : `(${isItself} OR ${isAmong(names)})`
}

/** At the scale of activity's times where the constant has no finer one: else the engine rescales every row. */
function comparedTime(
  call: Call,
  column: Expression,
  constant: Literal,
  scope: Scope,
  context: PrintContext,
): string | undefined {
  if (column.type !== 'datetime' || constant.type !== 'datetime' || constant.value === null) return undefined
  if (BigInt(constant.value as string) % 10_000n !== 0n) return undefined
  return `(${context.expression(column, scope)} ${call.function} ${printLiteral(constant, context, 3)})`
}

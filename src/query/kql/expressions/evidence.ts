import type { Expression } from '../../plan/expression.ts'
import type { ScalarType } from '../../plan/type.ts'
import { typeNamed } from '../functions/type-literal.ts'
import { parameterTypes } from '../naming.ts'
import type { Translator } from '../translator.ts'

/** What uses of a column say about its type, where no schema does. */

const ARITHMETIC: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%'])
const LOGICAL: ReadonlySet<string> = new Set(['and', 'or'])
const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<>', '<', '<=', '>', '>='])

export function suggestByOperator(
  operator: string,
  left: Expression,
  right: Expression,
  translator: Translator,
): void {
  if (COMPARISONS.has(operator)) {
    suggestByComparison(left, right, translator)
    suggestByComparison(right, left, translator)
  } else if (LOGICAL.has(operator)) {
    translator.inference.suggest(left, 'bool')
    translator.inference.suggest(right, 'bool')
  } else if (ARITHMETIC.has(operator)) {
    suggestByArithmetic(left, right, translator)
    suggestByArithmetic(right, left, translator)
  } else {
    translator.inference.suggest(left, 'string')
    translator.inference.suggest(right, 'string')
  }
}

/** What something is compared with has its type, unless nobody knows that one either. */
export function suggestByComparison(operand: Expression, other: Expression, translator: Translator): void {
  const type = typeSaidBy(other, translator)
  if (type !== undefined) translator.inference.suggest(operand, type)
}

function typeSaidBy(value: Expression, translator: Translator): ScalarType | undefined {
  const origin = translator.inference.originOf(value)
  if (origin !== undefined)
    return origin.type === 'string' || origin.type === 'dynamic' ? undefined : origin.type
  if (value.type !== 'dynamic') return value.type
  if (value.kind !== 'literal' || value.value === null) return undefined
  const parsed: unknown = JSON.parse(String(value.value))
  const [first] = Array.isArray(parsed) ? parsed : [parsed]
  if (typeof first === 'number') return Number.isInteger(first) ? 'long' : 'real'
  return typeof first === 'string' ? 'string' : undefined
}

function suggestByArithmetic(operand: Expression, other: Expression, translator: Translator): void {
  const { inference } = translator
  const known = inference.originOf(other) === undefined || other.type !== 'string'
  if (!known) inference.suggest(operand, 'long')
  else if (other.type === 'datetime' || other.type === 'timespan') inference.suggest(operand, 'datetime')
  else if (other.type === 'real' || other.type === 'decimal') inference.suggest(operand, 'real')
  else inference.suggest(operand, 'long')
}

/** Types by Kusto's name for what a parameter takes; others say nothing. */
const BY_KIND: ReadonlyMap<string, ScalarType> = new Map<string, ScalarType>([
  ['Integer', 'long'],
  ['Number', 'long'],
  ['Summable', 'long'],
  ['CommonSummable', 'long'],
  ['CommonNumber', 'long'],
  ['RealOrDecimal', 'real'],
  ['DynamicArray', 'dynamic'],
  ['DynamicBag', 'dynamic'],
])

/** Functions that look at a time where a span stands beside it. */
const ROUNDING: ReadonlySet<string> = new Set(['bin', 'floor', 'bin_at', 'bin_auto'])
const CONVERTING = /^(to|is|parse_json|parsejson|gettype|coalesce|iff|iif|case|max_of|min_of)/

/** What a function takes, its arguments are. */
export function suggestByCall(
  name: string,
  args: readonly Expression[],
  isAggregate: boolean,
  translator: Translator,
): void {
  const { inference } = translator
  const open = args.map((arg, at) => ({ arg, at })).filter(({ arg }) => inference.originOf(arg) !== undefined)
  if (open.length === 0) return
  if (ROUNDING.has(name)) {
    const [value, size] = args
    if (value !== undefined && size !== undefined) {
      inference.suggest(value, size.type === 'timespan' ? 'datetime' : size.type)
    }
    return
  }
  if (CONVERTING.test(name)) {
    if ((name === 'iff' || name === 'iif') && args[0] !== undefined) inference.suggest(args[0], 'bool')
    return
  }
  const signatures = cachedParameters(name, isAggregate)
  for (const { arg, at } of open) {
    const types = new Set(
      signatures.flatMap((parameters) => {
        const parameter = parameters[Math.min(at, parameters.length - 1)]
        if (parameter === undefined) return []
        if (parameter.kind === 'Declared') return parameter.types
        return BY_KIND.get(parameter.kind) ?? 'any'
      }),
    )
    const [only] = types
    if (types.size !== 1 || only === undefined) continue
    const type = typeNamed(only)
    if (type !== undefined) inference.suggest(arg, type)
  }
}

const parameters = new Map<string, ReturnType<typeof parameterTypes>>()

function cachedParameters(name: string, isAggregate: boolean): ReturnType<typeof parameterTypes> {
  const key = `${isAggregate} ${name}`
  const known = parameters.get(key) ?? parameterTypes(name, isAggregate)
  parameters.set(key, known)
  return known
}

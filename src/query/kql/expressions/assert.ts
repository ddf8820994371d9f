import { literal } from '../../plan/build.ts'
import type { Expression, Literal } from '../../plan/expression.ts'
import { refusal } from '../refusal.ts'
import type { Scope } from '../scope.ts'
import { type Syntax, spanOf } from '../syntax.ts'
import type { Translator } from '../translator.ts'

/**
 * `assert(condition, message)`: true, or the query is refused with the message. As in Kusto the condition is settled before any row is
 * read, so it has to follow from constants.
 */
export function translateAssert(
  node: Syntax,
  args: readonly Syntax[],
  scope: Scope,
  translator: Translator,
): Expression {
  const [first, second] = args
  if (first === undefined || second === undefined)
    throw refusal('wrong-argument', "'assert' takes a condition and a message", node, 'assert')
  const holds = settled(translator.expression(first, scope))
  if (holds === undefined) {
    throw refusal(
      'unsupported',
      "The condition of 'assert' has to follow from constants: it is settled before any row is read",
      node,
      'assert',
    )
  }
  const message = translator.expression(second, scope)
  if (holds) return literal('bool', true, spanOf(node))
  const text = message.kind === 'literal' ? String(message.value) : 'it does not hold'
  throw refusal('wrong-argument', `The query asserts what is not so: ${text}`, node, 'assert')
}

/** What a condition over constants is; undefined: it needs the engine. */
function settled(condition: Expression): boolean | undefined {
  if (condition.kind === 'literal') return condition.type === 'bool' ? condition.value === true : undefined
  if (condition.kind !== 'call') return undefined
  const { function: name, arguments: args } = condition
  if (name === 'not') return negated(args[0] === undefined ? undefined : settled(args[0]))
  if (name === 'and' || name === 'or') {
    const parts = args.map(settled)
    if (parts.includes(name === 'or')) return name === 'or'
    return parts.includes(undefined) ? undefined : name === 'and'
  }
  const [left, right] = args
  if (left?.kind !== 'literal' || right?.kind !== 'literal') return undefined
  return COMPARISONS.get(name)?.(compared(left, right))
}

function negated(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value
}

const COMPARISONS: ReadonlyMap<string, (order: number | undefined) => boolean> = new Map([
  ['==', (order) => order === 0],
  ['!=', (order) => order !== 0],
  ['<', (order) => (order ?? 0) < 0],
  ['<=', (order) => order !== undefined && order <= 0],
  ['>', (order) => (order ?? 0) > 0],
  ['>=', (order) => order !== undefined && order >= 0],
])

const WHOLE: ReadonlySet<string> = new Set(['int', 'long', 'datetime', 'timespan'])

/** Below, at or above zero as the left is before, equal to or after the right; undefined where one is null. */
function compared(left: Literal, right: Literal): number | undefined {
  if (left.value === null || right.value === null) return undefined
  if (WHOLE.has(left.type) && WHOLE.has(right.type))
    return Number(BigInt(String(left.value)) - BigInt(String(right.value)))
  if (left.type === 'string' || right.type === 'string') {
    const [one, other] = [String(left.value), String(right.value)]
    return one === other ? 0 : one < other ? -1 : 1
  }
  return Number(left.value) - Number(right.value)
}

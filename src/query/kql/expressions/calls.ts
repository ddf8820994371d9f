import type { Expression } from '../../plan/expression.ts'
import { aggregateOf, signatureOf } from '../functions/function-signatures.ts'
import { isRowFunction, rowFunction } from '../functions/row-functions.ts'
import { givesSeveral, severalValues } from '../functions/several.ts'
import { isBuiltIn } from '../naming.ts'
import { notBuilt, refusal } from '../refusal.ts'
import { lookUp, type Scope } from '../scope.ts'
import { part, type Syntax, spanOf } from '../syntax.ts'
import type { Translator } from '../translator.ts'
import { callScalarFunction } from '../user-functions.ts'
import { argumentsOf, calledName, namedArgument } from './arguments.ts'
import { suggestByCall } from './evidence.ts'
import { rowReference } from './row-values.ts'
import { SPECIAL_CALLS } from './special-calls.ts'

/** `f(a, b)`: a function of the query, of the front end itself, an aggregate where they stand, or one of the tables. */
export function translateFunctionCall(node: Syntax, scope: Scope, translator: Translator): Expression {
  const name = calledName(node)
  const args = argumentsOf(node)
  const bound = lookUp(scope.names, name)
  if (bound?.kind === 'function') return callScalarFunction(bound, node, args, scope, translator)
  const special = SPECIAL_CALLS.get(name)
  if (special !== undefined) return special(node, args, scope, translator)
  const at = spanOf(node)
  const aggregate = scope.aggregates === true ? aggregateOf(name) : undefined
  const within = aggregate === undefined ? scope : withoutAggregates(scope)
  const signature = aggregate ?? signatureOf(name)
  const isKnown = signature !== undefined || isRowFunction(name) || givesSeveral(name)
  if (!isKnown) throw unknown(name, node, translator)
  const values = args.map((arg) => translator.expression(namedArgument(arg).value, within))
  suggestByCall(name, values, aggregate !== undefined, translator)
  return translator.attempt('string', node, () => {
    if (aggregate === undefined && isRowFunction(name)) {
      return rowReference(rowFunction(name, values, at), node, scope)
    }
    if (signature !== undefined) return signature.translate(values, at)
    const [first] = severalValues(name, values, at)
    if (first === undefined) throw notBuilt(node, name)
    return first
  })
}

function withoutAggregates({ aggregates: _, ...scope }: Scope): Scope {
  return scope
}

function unknown(name: string, node: Syntax, translator: Translator) {
  const at = part(node, 'Name')
  if (aggregateOf(name) !== undefined) {
    return refusal(
      'wrong-argument',
      `'${name}' is an aggregate: it stands in summarize, make-series or top-nested`,
      at,
      name,
    )
  }
  if (isBuiltIn(name) || translator.isBuiltIn(name)) return notBuilt(at, name)
  return refusal('unknown-function', `No function is called '${name}'`, at, name)
}

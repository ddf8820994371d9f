import { limit, sort } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import type { SortKey } from '../../plan/relation.ts'
import { convert } from '../functions/convert.ts'
import { refusal } from '../refusal.ts'
import { inside, over, type Scope } from '../scope.ts'
import { elementsOf, kindOf, optionalPart, part, type Syntax, spanOf, textOf } from '../syntax.ts'
import { kept, type Table } from '../table.ts'
import type { Translator } from '../translator.ts'
import type { TranslateOperator } from './operator.ts'

/** `sort by`, `order by`: descending unless it says otherwise. */
export const translateSort: TranslateOperator = (node, input, scope, translator) => {
  const keys = elementsOf(part(node, 'Expressions')).map((key) => sortKey(key, input, scope, translator))
  return kept(input, sort(input.relation, keys, spanOf(node)))
}

/** `top n by key`. */
export const translateTop: TranslateOperator = (node, input, scope, translator) => {
  const at = spanOf(node)
  const key = sortKey(part(node, 'ByExpression'), input, scope, translator)
  const count = constantCount(part(node, 'Expression'), scope, translator)
  return kept(input, limit(sort(input.relation, [key], at), count, at))
}

/** `take`, `limit`, and `sample`: here, too, some rows, but the same every time. */
export const translateTake: TranslateOperator = (node, input, scope, translator) => {
  const count = constantCount(part(node, 'Expression'), scope, translator)
  return kept(input, limit(input.relation, count, spanOf(node)))
}

/** A sort key; nulls come first in ascending order, last in descending, unless it says otherwise. */
export function sortKey(node: Syntax, input: Table, scope: Scope, translator: Translator): SortKey {
  const isOrdered = kindOf(node) === 'OrderedExpression'
  const expression = isOrdered ? part(node, 'Expression') : node
  const inner = kindOf(expression) === 'SimpleNamedExpression' ? part(expression, 'Expression') : expression
  const value = translator.expression(inner, over(scope, input))
  const ordering = isOrdered ? optionalPart(node, 'Ordering') : undefined
  return ordered(value, ordering)
}

/** A value with the direction that an ordering clause gives it. */
export function ordered(value: Expression, ordering: Syntax | undefined): SortKey {
  const direction = ordering === undefined ? undefined : optionalPart(ordering, 'AscOrDescKeyword')
  const nulls = ordering === undefined ? undefined : optionalPart(ordering, 'NullsClause')
  const descending = direction === undefined || textOf(direction) === 'desc'
  const place = nulls === undefined ? undefined : textOf(part(nulls, 'FirstOrLastKeyword'))
  return {
    value: value.type === 'dynamic' ? convert(value, 'string') : value,
    descending,
    nulls: place === 'first' || place === 'last' ? place : descending ? 'last' : 'first',
  }
}

/** A number of rows, which has to be known when the query is compiled. */
export function constantCount(node: Syntax, scope: Scope, translator: Translator): number {
  const value = translator.expression(node, inside(scope))
  // A parameter declared as int holds a long that is converted.
  const [inner] = value.kind === 'call' && /^to(int|long)$/.test(value.function) ? value.arguments : [value]
  const folded = inner ?? value
  if (
    folded.kind === 'literal' &&
    (folded.type === 'long' || folded.type === 'int' || folded.type === 'real')
  ) {
    const count = Number(folded.value ?? 0)
    if (Number.isSafeInteger(count)) return Math.max(0, count)
  }
  if (translator.isLearning) return 1
  throw refusal('unsupported', 'The number of rows has to be a constant here', node)
}

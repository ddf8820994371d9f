import { aggregate, columnReference, limit, named, sort } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import { QueryError } from '../../plan/query-error.ts'
import { aggregateOf } from '../functions/function-signatures.ts'
import { resultName } from '../naming.ts'
import { Projection } from '../projection.ts'
import { refusal } from '../refusal.ts'
import { over } from '../scope.ts'
import { childrenOf, elementsOf, kindOf, nameIn, optionalPart, part, type Syntax, spanOf } from '../syntax.ts'
import { asTheyAre, computed } from '../table.ts'
import { rowCount } from './aggregates.ts'
import type { TranslateOperator } from './operator.ts'
import { constantCount } from './order.ts'
import { addValues } from './values.ts'

/** `summarize aggregates by groups`: groups first. */
export const translateSummarize: TranslateOperator = (node, input, scope, translator) => {
  const at = spanOf(node)
  const projection = new Projection()
  const by = elementsOf(optionalPart(optionalPart(node, 'ByClause') ?? node, 'Expressions'))
  addValues(by, projection, over(scope, input), { replaces: false }, translator)
  const groups = projection.values.length
  const aggregates = elementsOf(part(node, 'Aggregates'))
  addValues(
    aggregates,
    projection,
    over(scope, input, { aggregates: true }),
    { replaces: false, aggregates: true },
    translator,
  )
  const values = projection.values
  for (const { value } of values.slice(groups)) if (!translator.isLearning) refuseBareColumn(value)
  const relation = aggregate(input.relation, values.slice(0, groups), values.slice(groups), at)
  const table = computed(input, relation, values, translator.inference, { keepsOthers: false })
  return aggregates.some(takesEverything) ? { ...table, open: input.open } : table
}

/** A column outside of an aggregate has no one value in a group. */
function refuseBareColumn(value: Expression): void {
  if (value.kind === 'call' && aggregateOf(value.function) === undefined)
    value.arguments.forEach(refuseBareColumn)
  if (value.kind !== 'column') return
  throw new QueryError(
    'wrong-argument',
    `'${value.name}' stands outside of an aggregate in summarize; write take_any(${value.name}), or group by it`,
    value.at,
    value.name,
  )
}

/** `arg_max(x, *)`: every column of the input comes through. */
function takesEverything(node: Syntax): boolean {
  if (kindOf(node) === 'StarExpression') return true
  return !node.IsToken && childrenOf(node).some(takesEverything)
}

/** `distinct a, b` and `distinct *`. */
export const translateDistinct: TranslateOperator = (node, input, scope, translator) => {
  const at = spanOf(node)
  const expressions = elementsOf(part(node, 'Expressions'))
  if (expressions.some((expression) => kindOf(expression) === 'StarExpression')) {
    const groups = asTheyAre(input.relation.columns, at)
    return { ...input, relation: aggregate(input.relation, groups, [], at) }
  }
  const projection = new Projection()
  addValues(expressions, projection, over(scope, input), { replaces: false }, translator)
  const relation = aggregate(input.relation, projection.values, [], at)
  return computed(input, relation, projection.values, translator.inference, { keepsOthers: false })
}

/** `count`: one row, the column `Count`. */
export const translateCount: TranslateOperator = (node, input, _, translator) => {
  const alias = optionalPart(node, 'AsIdentifier')
  const name = alias === undefined ? 'Count' : nameIn(part(alias, 'Identifier'))
  const values = [named(name, rowCount(node))]
  const relation = aggregate(input.relation, [], values, spanOf(node))
  return computed(input, relation, values, translator.inference, { keepsOthers: false })
}

/** `sample-distinct n of x`: the first values in their order, so that they are the same every time. */
export const translateSampleDistinct: TranslateOperator = (node, input, scope, translator) => {
  const at = spanOf(node)
  const projection = new Projection()
  addValues([part(node, 'OfExpression')], projection, over(scope, input), { replaces: false }, translator)
  const distinct = aggregate(input.relation, projection.values, [], at)
  const count = constantCount(part(node, 'Expression'), scope, translator)
  return computed(input, limit(distinct, count, at), projection.values, translator.inference, {
    keepsOthers: false,
  })
}

/** `top-hitters n of x by y`: counts are exact here. */
export const translateTopHitters: TranslateOperator = (node, input, scope, translator) => {
  const at = spanOf(node)
  const projection = new Projection()
  const of = part(node, 'OfExpression')
  addValues([of], projection, over(scope, input), { replaces: false }, translator)
  const clause = optionalPart(node, 'ByClause')
  const weight = clause === undefined ? undefined : part(clause, 'Expression')
  const value =
    weight === undefined
      ? rowCount(node)
      : aggregateOf('sum')?.translate([translator.expression(weight, over(scope, input))], at)
  if (value === undefined)
    throw refusal('unsupported', `'top-hitters' is not supported here`, node, 'top-hitters')
  const base = resultName(weight ?? of, () => false, false) ?? ''
  const name = `${weight === undefined ? 'approximate_count' : 'approximate_sum'}_${base}`
  const grouped = aggregate(input.relation, projection.values, [named(name, value)], at)
  const key = columnReference({ name, type: value.type }, at)
  const sorted = sort(grouped, [{ value: key, descending: true, nulls: 'last' }], at)
  const relation = limit(sorted, constantCount(part(node, 'Expression'), scope, translator), at)
  return computed(input, relation, projection.values, translator.inference, { keepsOthers: false })
}

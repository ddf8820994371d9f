import { literal, missing, series as seriesOf } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import type { Series } from '../../plan/relation.ts'
import { convert, isNumber } from '../functions/convert.ts'
import { binaryOperator } from '../functions/operators.ts'
import { Projection } from '../projection.ts'
import { inside, over, type Scope } from '../scope.ts'
import { elementsOf, kindOf, optionalPart, part, type Syntax, spanOf } from '../syntax.ts'
import { computed } from '../table.ts'
import type { Translator } from '../translator.ts'
import type { TranslateOperator } from './operator.ts'
import { addValues } from './values.ts'

/** `make-series`: a regular series per group. */
export const translateMakeSeries: TranslateOperator = (node, input, scope, translator) => {
  const at = spanOf(node)
  const rowScope = over(scope, input)
  const projection = new Projection()
  const by = elementsOf(optionalPart(optionalPart(node, 'ByClause') ?? node, 'Expressions'))
  addValues(by, projection, rowScope, { replaces: false }, translator)
  const groups = projection.values.length
  const written = elementsOf(part(node, 'Aggregates'))
  const aggregated = over(scope, input, { aggregates: true })
  const defaults = written.map((each) => optionalPart(each, 'DefaultExpression'))
  addValues(
    written.map((each) => part(each, 'Expression')),
    projection,
    aggregated,
    { replaces: false, aggregates: true },
    translator,
  )
  const values = projection.values.slice(groups).map((value, index) => {
    const clause = defaults[index]
    return { ...value, otherwise: otherwiseOf(clause, value.value, scope, translator) }
  })
  const axisProjection = new Projection()
  for (const { name } of projection.values) axisProjection.names.take(name)
  addValues(
    [part(part(node, 'OnClause'), 'Expression')],
    axisProjection,
    rowScope,
    { replaces: false },
    translator,
  )
  const [axis] = axisProjection.values
  if (axis === undefined) throw new Error('The grammar gives an axis')
  const bounds = boundsOf(part(node, 'RangeClause'), scope, translator)
  translator.inference.suggest(axis.value, bounds.step.type === 'timespan' ? 'datetime' : bounds.step.type)
  const isTime = axis.value.type === 'datetime' || bounds.step.type === 'timespan'
  const relation = seriesOf({
    input: input.relation,
    axis: isTime ? { name: axis.name, value: convert(axis.value, 'datetime') } : axis,
    ...bounds,
    by: projection.values.slice(0, groups),
    values,
    at,
  })
  return computed(input, relation, projection.values.slice(0, groups), translator.inference, {
    keepsOthers: false,
  })
}

/** What stands where a step has no row: 0 without a word. */
function otherwiseOf(
  clause: Syntax | undefined,
  value: Expression,
  scope: Scope,
  translator: Translator,
): Expression {
  const { type, at } = value
  if (clause !== undefined) {
    const written = translator.expression(part(clause, 'Expression'), inside(scope))
    return written.type === type || isNumber(written.type) ? written : convert(written, type)
  }
  if (type === 'real') return literal('real', 0, at)
  return isNumber(type) || type === 'timespan' ? literal(type, '0', at) : missing(type, at)
}

function boundsOf(
  clause: Syntax,
  scope: Scope,
  translator: Translator,
): Pick<Series, 'from' | 'to' | 'step'> {
  const value = (node: Syntax) => translator.expression(node, inside(scope))
  if (kindOf(clause) === 'MakeSeriesInRangeClause') {
    const [from, to, step] = elementsOf(part(clause, 'Arguments')).map(value)
    if (from === undefined || to === undefined || step === undefined) {
      throw new Error('The grammar gives three arguments')
    }
    // The older form includes its end.
    const least = literal(to.type === 'datetime' ? 'timespan' : 'long', '1', to.at)
    return { from, to: binaryOperator('+', to, least, to.at), step }
  }
  const from = optionalPart(clause, 'MakeSeriesFromClause')
  const to = optionalPart(clause, 'MakeSeriesToClause')
  return {
    ...(from !== undefined && { from: value(part(from, 'Expression')) }),
    ...(to !== undefined && { to: value(part(to, 'Expression')) }),
    step: value(part(part(clause, 'MakeSeriesStepClause'), 'Expression')),
  }
}

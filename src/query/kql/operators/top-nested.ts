import { aggregate, columnReference, extend, join, limit, named, project, sort } from '../../plan/build.ts'
import type { NamedExpression } from '../../plan/expression.ts'
import type { Relation, SortKey } from '../../plan/relation.ts'
import type { Column } from '../../plan/type.ts'
import { resultName } from '../naming.ts'
import { notBuilt } from '../refusal.ts'
import { over, type Scope } from '../scope.ts'
import { elementsOf, kindOf, nameIn, optionalPart, part, type Syntax, spanOf } from '../syntax.ts'
import { closed, type Table } from '../table.ts'
import type { Translator } from '../translator.ts'
import type { TranslateOperator } from './operator.ts'
import { constantCount, ordered } from './order.ts'

/** One level: the groups, what they are ranked by, and how many of them stay. */
interface Level {
  readonly key: NamedExpression
  readonly measure: NamedExpression
  readonly order: (column: Column) => SortKey
  readonly most: number | undefined
}

/**
 * `top-nested n of a by f, top-nested m of b by g`: the n best values of a, for each of them the m best of b, and so on,
 * with what each level was ranked by.
 */
export const translateTopNested: TranslateOperator = (node, input, scope, translator) => {
  const at = spanOf(node)
  const levels = elementsOf(part(node, 'Clauses')).map((clause) => levelOf(clause, input, scope, translator))
  let rows: Relation = extend(
    input.relation,
    levels.map(({ key }, index) => named(`$level${index}`, key.value)),
    at,
  )
  const shown: { readonly hidden: Column; readonly name: string }[] = []
  levels.forEach((level, index) => {
    const key = { name: `$level${index}`, type: level.key.value.type }
    const measure = { name: `$measure${index}`, type: level.measure.value.type }
    const above = shown.map(({ hidden }) => hidden)
    const groups = [...above, key].map((column) => named(column.name, columnReference(column, at)))
    const grouped = aggregate(rows, groups, [named(measure.name, level.measure.value)], at)
    const sorted = sort(grouped, [level.order(measure)], at)
    const per = above.map((column) => columnReference(column, at))
    const best =
      level.most === undefined ? sorted : limit(sorted, level.most, at, per.length === 0 ? {} : { per })
    shown.push({ hidden: key, name: level.key.name }, { hidden: measure, name: level.measure.name })
    rows = index === levels.length - 1 ? best : within(rows, best, [...above, key], measure, at)
  })
  return closed(
    project(
      rows,
      shown.map(({ hidden, name }) => named(name, columnReference(hidden, at))),
      at,
    ),
  )
}

/** The rows of the groups that stay, with what their group was ranked by. */
function within(
  rows: Relation,
  best: Relation,
  keys: readonly Column[],
  measure: Column,
  at: Relation['at'],
): Relation {
  return join({
    join: 'inner',
    left: rows,
    right: best,
    on: keys.map((column) => ({ left: columnReference(column, at), right: columnReference(column, at) })),
    output: [
      ...rows.columns.map(({ name }) => ({ side: 'left' as const, column: name, name })),
      { side: 'right' as const, column: measure.name, name: measure.name },
    ],
    missingStrings: 'empty',
    at,
  })
}

function levelOf(clause: Syntax, input: Table, scope: Scope, translator: Translator): Level {
  if (optionalPart(clause, 'WithOthersClause') !== undefined) throw notBuilt(clause, 'top-nested with others')
  const count = optionalPart(clause, 'Expression')
  const of = part(clause, 'OfExpression')
  const key = rankedValue(of, over(scope, input), translator)
  const by = part(clause, 'ByExpression')
  const isOrdered = kindOf(by) === 'OrderedExpression'
  const expression = isOrdered ? part(by, 'Expression') : by
  const measure = rankedValue(expression, over(scope, input, { aggregates: true }), translator)
  const keyName = key.name ?? translator.nextColumn()
  const ordering = isOrdered ? optionalPart(by, 'Ordering') : undefined
  const isNamed = kindOf(expression) === 'SimpleNamedExpression'
  return {
    key: named(keyName, key.value),
    measure: named(
      isNamed && measure.name !== undefined ? measure.name : `aggregated_${keyName}`,
      measure.value,
    ),
    order: (column) => ordered(columnReference(column, measure.value.at), ordering),
    most: count === undefined || count.IsMissing ? undefined : constantCount(count, scope, translator),
  }
}

function rankedValue(node: Syntax, scope: Scope, translator: Translator) {
  if (kindOf(node) !== 'SimpleNamedExpression') {
    return { name: resultName(node, () => false, false), value: translator.expression(node, scope) }
  }
  return { name: nameIn(part(node, 'Name')), value: translator.expression(part(node, 'Expression'), scope) }
}

import { allOf, anyOf, call, columnReference, inRelation } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import { convert } from '../functions/convert.ts'
import { betweenOperator, binaryOperator, listOperator, unaryOperator } from '../functions/operators.ts'
import { refusal } from '../refusal.ts'
import { inside, type Scope } from '../scope.ts'
import { isTabular } from '../statements.ts'
import { elementsOf, kindOf, nameIn, part, type Syntax, spanOf, textOf, unwrapped } from '../syntax.ts'
import type { Translator } from '../translator.ts'
import { suggestByComparison, suggestByOperator } from './evidence.ts'

/** `a == b`, `a has b`, `a + b`, `a and b`; `* has b` asks every column. */
export function translateBinary(node: Syntax, scope: Scope, translator: Translator): Expression {
  const operator = textOf(part(node, 'Operator')).replace(/\s+/g, ' ')
  const leftNode = part(node, 'Left')
  const rightNode = part(node, 'Right')
  if (kindOf(leftNode) === 'StarExpression') return anyColumn(operator, node, rightNode, scope, translator)
  if (operator === ':') return columnHas(node, leftNode, rightNode, scope, translator)
  const left = translator.expression(leftNode, scope)
  const right = translator.expression(rightNode, scope)
  suggestByOperator(operator, left, right, translator)
  return translator.attempt('bool', node, () => binaryOperator(operator, left, right, spanOf(node)))
}

/** `* has "x"`, `* == "x"`: some column does; a negation holds for all of them. */
function anyColumn(
  operator: string,
  node: Syntax,
  rightNode: Syntax,
  scope: Scope,
  translator: Translator,
): Expression {
  if (scope.row?.kind !== 'table')
    throw refusal('wrong-argument', '* stands for the columns of a table, and there is none here', node)
  const at = spanOf(node)
  const right = translator.expression(rightNode, scope)
  const asked = scope.row.table.relation.columns.map((column) =>
    binaryOperator(operator, convert(columnReference(column, at), 'string'), right, at),
  )
  return operator.startsWith('!') ? allOf(asked, at) : anyOf(asked, at)
}

/** `column:"text"` of `search`: has, with `*` at an end for the rest of a word. */
function columnHas(
  node: Syntax,
  leftNode: Syntax,
  rightNode: Syntax,
  scope: Scope,
  translator: Translator,
): Expression {
  const left = translator.expression(leftNode, scope)
  const right = translator.expression(rightNode, scope)
  return termIn(left, right, spanOf(node))
}

/** How `search` looks for a term in a value: a whole term, or with wildcards at its ends. */
export function termIn(
  value: Expression,
  term: Expression,
  at: Expression['at'],
  isCaseSensitive = false,
): Expression {
  const suffix = isCaseSensitive ? '_cs' : ''
  const text = convert(value, 'string')
  if (term.kind !== 'literal') return binaryOperator(`has${suffix}`, text, convert(term, 'string'), at)
  const wanted = String(term.value ?? '')
  const bare = wanted.replace(/^\*|\*$/g, '')
  const literal = { ...term, type: 'string' as const, value: bare }
  if (bare === '') return call('==', 'bool', [convert(term, 'string'), convert(term, 'string')], at)
  const operator = operatorFor(wanted)
  return binaryOperator(`${operator}${suffix}`, text, literal, at)
}

function operatorFor(term: string): string {
  if (term.startsWith('*') && term.endsWith('*')) return 'contains'
  if (term.startsWith('*')) return 'hassuffix'
  return term.endsWith('*') ? 'hasprefix' : 'has'
}

/** `in`, `has_any`, `has_all` and their negations: a list of values, arrays, or the first column of a query. */
export function translateMembership(node: Syntax, scope: Scope, translator: Translator): Expression {
  const operator = textOf(part(node, 'Operator'))
  const at = spanOf(node)
  const items = elementsOf(part(node, 'Right'))
  const leftNode = part(node, 'Left')
  if (kindOf(leftNode) === 'StarExpression') return anyColumnIn(operator, node, items, scope, translator)
  const operand = translator.expression(leftNode, scope)
  const [first] = items
  if (
    first !== undefined &&
    items.length === 1 &&
    isTabular(first, scope.names, translator) &&
    !isColumn(first, scope, translator)
  ) {
    return inQuery(operator, operand, first, node, scope, translator)
  }
  const values = items.map((item) => translator.expression(item, scope))
  for (const value of values) suggestByComparison(operand, value, translator)
  if (operator.startsWith('has_')) translator.inference.suggest(operand, 'string')
  return translator.attempt('bool', node, () => listOperator(operator, operand, values, at))
}

/** A bare name that is a column is never a table. */
function isColumn(node: Syntax, scope: Scope, translator: Translator): boolean {
  const name = unwrapped(node)
  if (kindOf(name) !== 'NameReference') return false
  if (scope.row?.kind !== 'table') return false
  const { relation, open } = scope.row.table
  if (relation.columns.some((column) => column.name === nameIn(name))) return true
  return open.length > 0 && !translator.isKnownTable(nameIn(name), scope)
}

function inQuery(
  operator: string,
  operand: Expression,
  query: Syntax,
  node: Syntax,
  scope: Scope,
  translator: Translator,
): Expression {
  const { relation, origins } = translator.table(query, inside(scope))
  const [column] = relation.columns
  const at = spanOf(node)
  if (column === undefined) {
    if (translator.isLearning) return call('not', 'bool', [convert(operand, 'bool')], at)
    throw refusal('wrong-argument', `The query in '${operator}' gives no column`, query)
  }
  const reference = columnReference(column, at)
  const origin = origins.get(column.name)
  if (origin !== undefined) translator.inference.remember(reference, origin)
  suggestByComparison(operand, reference, translator)
  if (operator.startsWith('has_')) {
    const list = call('make_set', 'dynamic', [convert(reference, 'string')], at)
    return listOperator(operator, operand, [translator.gathered(relation, list, at)], at)
  }
  const converted = convert(operand, column.type)
  return inRelation(
    converted,
    relation,
    { negated: operator.startsWith('!'), ignoreCase: operator.endsWith('~') },
    at,
  )
}

function anyColumnIn(
  operator: string,
  node: Syntax,
  items: readonly Syntax[],
  scope: Scope,
  translator: Translator,
): Expression {
  if (scope.row?.kind !== 'table')
    throw refusal('wrong-argument', '* stands for the columns of a table, and there is none here', node)
  const at = spanOf(node)
  const values = items.map((item) => translator.expression(item, scope))
  const asked = scope.row.table.relation.columns.map((column) =>
    listOperator(operator, convert(columnReference(column, at), 'string'), values, at),
  )
  return operator.startsWith('!') ? allOf(asked, at) : anyOf(asked, at)
}

/** `x between (low .. high)`. */
export function translateBetween(node: Syntax, scope: Scope, translator: Translator): Expression {
  const operator = textOf(part(node, 'Operator'))
  const couple = part(node, 'Right')
  const operand = translator.expression(part(node, 'Left'), scope)
  const low = translator.expression(part(couple, 'First'), scope)
  const high = translator.expression(part(couple, 'Second'), scope)
  suggestByComparison(operand, low, translator)
  suggestByComparison(operand, high, translator)
  suggestByComparison(low, operand, translator)
  return translator.attempt('bool', node, () =>
    betweenOperator(operand, low, high, operator.startsWith('!'), spanOf(node)),
  )
}

/** `-x`, `+x`. */
export function translateUnary(node: Syntax, scope: Scope, translator: Translator): Expression {
  const operator = textOf(part(node, 'Operator'))
  const operand = translator.expression(part(node, 'Expression'), scope)
  return translator.attempt('long', node, () => unaryOperator(operator, operand, spanOf(node)))
}

import { call, columnReference, literal, sideColumn } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import { memberOf } from '../functions/member.ts'
import { inferColumn } from '../inference.ts'
import { refusal } from '../refusal.ts'
import { lookUp, type Scope } from '../scope.ts'
import { kindOf, nameIn, part, type Syntax, spanOf, textOf } from '../syntax.ts'
import { columnOf, type Table } from '../table.ts'
import type { Translator } from '../translator.ts'
import { callScalarFunction } from '../user-functions.ts'
import { stepColumn } from './step-columns.ts'

/** A name: a column first, then what `let` or a parameter bound. */
export function translateName(node: Syntax, scope: Scope, translator: Translator): Expression {
  const name = nameIn(node)
  const column = columnInScope(name, node, scope, translator)
  if (column !== undefined) return column
  const bound = lookUp(scope.names, name)
  if (bound?.kind === 'scalar') return bound.value
  if (bound?.kind === 'function') return callScalarFunction(bound, node, [], scope, translator)
  if (bound?.kind === 'table') {
    throw refusal(
      'wrong-argument',
      `'${name}' is a table where one value is needed; use toscalar(${name})`,
      node,
    )
  }
  const open = openColumn(name, node, scope, translator)
  if (open !== undefined) return open
  throw refusal(
    'unknown-column',
    `No column, variable or function is called '${name}' here; check the name or what the operators before leave of the columns`,
    node,
    name,
  )
}

/** A column of the row by its name; undefined: it has none. */
export function columnInScope(
  name: string,
  node: Syntax,
  scope: Scope,
  translator: Translator,
): Expression | undefined {
  const { row } = scope
  if (row === undefined) return undefined
  if (row.kind === 'table') return columnIn(row.table, name, node, translator)
  const left = columnOf(row.left, name)
  if (left !== undefined) return referenceOn('left', row.left, name, node, translator)
  if (columnOf(row.right, name) !== undefined) return referenceOn('right', row.right, name, node, translator)
  return undefined
}

function columnIn(table: Table, name: string, node: Syntax, translator: Translator): Expression | undefined {
  const column = columnOf(table, name)
  if (column === undefined) return undefined
  const reference = columnReference(column, spanOf(node))
  const origin = table.origins.get(name)
  return origin === undefined ? reference : translator.inference.remember(reference, origin)
}

/** A column that a table without a schema has to have, because the query reads it. */
function openColumn(
  name: string,
  node: Syntax,
  scope: Scope,
  translator: Translator,
): Expression | undefined {
  const { row } = scope
  // Once everything is learned a column that is not there does not exist.
  if (row === undefined || !translator.isLearning) return undefined
  const table = row.kind === 'table' ? row.table : row.left.open.length > 0 ? row.left : row.right
  const found = inferColumn(table.open, name)
  if (found === undefined) return undefined
  const reference = columnReference({ name, type: found.type }, spanOf(node))
  return translator.inference.remember(reference, found)
}

/** `$left.x` and `$right.x` of a join's condition. */
function referenceOn(
  side: 'left' | 'right',
  table: Table,
  name: string,
  node: Syntax,
  translator: Translator,
): Expression {
  const column = columnOf(table, name)
  const at = spanOf(node)
  if (column !== undefined) {
    const origin = table.origins.get(name)
    const reference = sideColumn(side, column, at)
    return origin === undefined ? reference : translator.inference.remember(reference, origin)
  }
  const found = translator.isLearning ? inferColumn(table.open, name) : undefined
  if (found === undefined) {
    throw refusal('unknown-column', `The ${side} side of the join has no column '${name}'`, node, name)
  }
  return translator.inference.remember(sideColumn(side, { name, type: found.type }, at), found)
}

/** A column that both sides of a join have to have. */
export function onBothSides(node: Syntax, scope: Scope, translator: Translator): [Expression, Expression] {
  const { row } = scope
  if (row?.kind !== 'join') throw refusal('wrong-argument', 'Columns of two sides stand only in a join', node)
  const name = nameIn(node)
  return [
    referenceOn('left', row.left, name, node, translator),
    referenceOn('right', row.right, name, node, translator),
  ]
}

/** `a.b`: a property of a dynamic value, or a column of one side of a join. */
export function translatePath(node: Syntax, scope: Scope, translator: Translator): Expression {
  const owner = part(node, 'Expression')
  const selector = part(node, 'Selector')
  if (kindOf(owner) === 'NameReference' && scope.row?.kind === 'join') {
    const side = nameIn(owner)
    if (side === '$left') return referenceOn('left', scope.row.left, nameIn(selector), node, translator)
    if (side === '$right') return referenceOn('right', scope.row.right, nameIn(selector), node, translator)
  }
  const held = stepColumn(owner, selector, scope, translator)
  if (held !== undefined) return held
  const value = dynamicValue(owner, scope, translator)
  if (kindOf(selector) === 'BracketedExpression') return elementOf(value, node, selector, scope, translator)
  return memberOf(value, nameIn(selector), spanOf(node))
}

/** `a["b"]`, `a[0]`: a property or an element of a dynamic value. */
export function translateElement(node: Syntax, scope: Scope, translator: Translator): Expression {
  const value = dynamicValue(part(node, 'Expression'), scope, translator)
  return elementOf(value, node, part(node, 'Selector'), scope, translator)
}

function elementOf(
  value: Expression,
  node: Syntax,
  selector: Syntax,
  scope: Scope,
  translator: Translator,
): Expression {
  return memberOf(value, translator.expression(part(selector, 'Expression'), scope), spanOf(node))
}

/** What a path looks into: a text is read as JSON, as Kusto does where a column of strings is dynamic in disguise. */
function dynamicValue(node: Syntax, scope: Scope, translator: Translator): Expression {
  const value = translator.expression(node, scope)
  translator.inference.suggest(value, 'dynamic')
  if (value.type === 'dynamic') return value
  if (value.type === 'string' && (translator.isLearning || translator.options.schema.open)) {
    return call('parse_json', 'dynamic', [value], value.at)
  }
  if (translator.isLearning) return literal('dynamic', null, value.at)
  throw refusal('wrong-argument', `'${textOf(node)}' is a ${value.type} and has no properties`, node)
}

import { columnReference } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import type { RowFunction } from '../functions/row-functions.ts'
import { refusal } from '../refusal.ts'
import type { Scope } from '../scope.ts'
import { type Syntax, spanOf } from '../syntax.ts'

/** Starts the names of columns that hold the values of row functions between a window and the operator that reads them. */
export const ROW_VALUE = '$row'

/** A row function's value: the operator around it makes the window, and here stands the window's column. */
export function rowReference(found: RowFunction, node: Syntax, scope: Scope): Expression {
  if (scope.rowValues === undefined) {
    throw refusal(
      'wrong-argument',
      'Functions over neighbouring rows stand in extend, project, serialize and where',
      node,
    )
  }
  const name = `${ROW_VALUE}${scope.rowValues.length}_${node.TextStart}`
  scope.rowValues.push({ name, ...found })
  return columnReference({ name, type: found.value.type }, spanOf(node))
}

import { range as rangeOf, rows } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import type { Column, ScalarType } from '../../plan/type.ts'
import { typeOfDeclaration } from '../expressions/literals.ts'
import { convert, widest } from '../functions/convert.ts'
import { Projection } from '../projection.ts'
import { refusal } from '../refusal.ts'
import { inside } from '../scope.ts'
import { elementsOf, nameIn, part, type Syntax, spanOf } from '../syntax.ts'
import { closed } from '../table.ts'
import type { TranslateSource } from './operator.ts'
import { addValues } from './values.ts'

/** `print`: one row. */
export const translatePrint: TranslateSource = (node, scope, translator) => {
  const projection = new Projection()
  const style = { replaces: false, nameless: (index: number) => `print_${index}` }
  addValues(elementsOf(part(node, 'Expressions')), projection, inside(scope), style, translator)
  const columns = projection.values.map(({ name, value }) => ({ name, type: value.type }))
  return closed(rows(columns, [projection.values.map(({ value }) => value)], spanOf(node)))
}

/** `range x from a to b step c`. */
export const translateRange: TranslateSource = (node, scope, translator) => {
  const [from, to, step] = ['From', 'To', 'Step'].map((name) =>
    translator.expression(part(node, name), inside(scope)),
  )
  if (from === undefined || to === undefined || step === undefined)
    throw new Error('The grammar gives all three')
  const type = rangeType(from, to, step, node)
  const stepType = type === 'datetime' ? 'timespan' : type
  return closed(
    rangeOf(
      { name: nameIn(part(node, 'Name')), type },
      convert(from, type),
      convert(to, type),
      convert(step, stepType),
      spanOf(node),
    ),
  )
}

function rangeType(from: Expression, to: Expression, step: Expression, node: Syntax): ScalarType {
  const types = [from.type, to.type]
  if (types.includes('datetime')) return 'datetime'
  if (types.includes('timespan')) return 'timespan'
  const type = widest([from.type, to.type, step.type])
  if (types.some((each) => each === 'string' || each === 'bool' || each === 'guid')) {
    throw refusal('wrong-argument', 'range takes numbers, datetimes or timespans', node, 'range')
  }
  return type === 'int' ? 'long' : type
}

/** `datatable(name:type, …)[values]`. */
export const translateDataTable: TranslateSource = (node, scope, translator) => {
  const columns = declaredColumns(part(node, 'Schema'))
  const values = elementsOf(part(node, 'Values'))
  if (columns.length === 0 || values.length % columns.length !== 0) {
    throw refusal(
      'wrong-argument',
      `A datatable of ${columns.length} columns cannot hold ${values.length} values; every row has one for each column`,
      node,
      'datatable',
    )
  }
  const table: Expression[][] = []
  values.forEach((value, index) => {
    const column = columns[index % columns.length]
    if (index % columns.length === 0) table.push([])
    const expression = translator.expression(value, inside(scope))
    table.at(-1)?.push(column === undefined ? expression : convert(expression, column.type))
  })
  return closed(rows(columns, table, spanOf(node)))
}

/** The columns that a `datatable` or `externaldata` lists. */
export function declaredColumns(schema: Syntax): readonly Column[] {
  return elementsOf(part(schema, 'Columns')).map((declaration) => ({
    name: nameIn(part(declaration, 'Name')),
    type: typeOfDeclaration(declaration, 'string'),
  }))
}

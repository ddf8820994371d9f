import type { Expression } from '../../plan/expression.ts'
import { argumentsOf, calledName } from '../expressions/arguments.ts'
import { givesSeveral, severalNames, severalValues } from '../functions/several.ts'
import { resultName } from '../naming.ts'
import type { Projection } from '../projection.ts'
import { refusal } from '../refusal.ts'
import { lookUp, type Scope } from '../scope.ts'
import { elementsOf, kindOf, nameIn, part, type Syntax, spanOf, unwrapped } from '../syntax.ts'
import type { Translator } from '../translator.ts'
import { severalAggregates } from './aggregates.ts'

/** How an operator takes the values of its list. */
export interface ListStyle {
  /** A value takes the place of the column of its name (`extend`), instead of a new name. */
  readonly replaces: boolean
  /** Aggregates are values here. */
  readonly aggregates?: boolean
  /** The name of a value without one, e.g. `print_0`. */
  readonly nameless?: (index: number) => string
}

/** One of several values that one function gives. */
export interface SeveralValue {
  readonly name: string
  readonly value: Expression
}

/** Adds the values of an operator's list to what it gives, under Kusto's names. */
export function addValues(
  nodes: readonly Syntax[],
  projection: Projection,
  scope: Scope,
  style: ListStyle,
  translator: Translator,
): void {
  nodes.forEach((node, index) => {
    addValue(node, index, projection, scope, style, translator)
  })
}

function addValue(
  node: Syntax,
  index: number,
  projection: Projection,
  scope: Scope,
  style: ListStyle,
  translator: Translator,
): void {
  const { replaces } = style
  const kind = kindOf(node)
  if (kind === 'SimpleNamedExpression') {
    const name = nameIn(part(node, 'Name'))
    const expression = part(node, 'Expression')
    const several = severalIn(expression, scope, style, projection, translator)
    const value = several?.[0]?.value ?? translator.expression(expression, scope)
    declare(projection, name, value, replaces, node)
    if (style.nameless === undefined) addOthers(several?.slice(1) ?? [], projection)
    return
  }
  if (kind === 'CompoundNamedExpression') {
    addCompound(node, projection, scope, style, translator)
    return
  }
  const expression = unwrapped(node)
  const several = severalIn(expression, scope, style, projection, translator)
  if (several !== undefined) {
    addOthers(several, projection)
    return
  }
  const value = translator.expression(expression, scope)
  if (style.nameless !== undefined) {
    const name = style.nameless(index)
    projection.add(name, value, { base: name })
    return
  }
  if (kindOf(expression) === 'NameReference' && value.kind === 'column') {
    // A column named twice in one list is one column.
    projection.declare(nameIn(expression), value, { replaces })
    return
  }
  const isColumn = (name: string) =>
    scope.row?.kind === 'table' && scope.row.table.relation.columns.some((column) => column.name === name)
  const name = resultName(expression, isColumn, style.aggregates === true)
  projection.add(name ?? freeName(projection, isColumn, translator), value, { replaces })
}

function freeName(
  projection: Projection,
  isColumn: (name: string) => boolean,
  translator: Translator,
): string {
  let name = translator.nextColumn()
  while (isColumn(name) || projection.has(name)) name = translator.nextColumn()
  return name
}

function declare(
  projection: Projection,
  name: string,
  value: Expression,
  replaces: boolean,
  node: Syntax,
): void {
  if (projection.declare(name, value, { replaces })) return
  throw refusal(
    'wrong-argument',
    `The column '${name}' is given twice in one operator; give one of them another name`,
    node,
    name,
  )
}

function addOthers(several: readonly SeveralValue[], projection: Projection): void {
  for (const { name, value } of several) projection.add(name, value)
}

/** `(a, b) = f(x)`. */
function addCompound(
  node: Syntax,
  projection: Projection,
  scope: Scope,
  style: ListStyle,
  translator: Translator,
): void {
  const names = elementsOf(part(node, 'Names')).map(nameIn)
  const expression = part(node, 'Expression')
  const [first, ...others] = names
  const several = severalIn(expression, scope, style, projection, translator)
  if (several === undefined) {
    const value = translator.expression(expression, scope)
    if (first === undefined || others.length > 0) {
      throw refusal('wrong-argument', 'The expression gives one value, not several', node)
    }
    declare(projection, first, value, style.replaces, node)
    return
  }
  if (names.length > several.length) {
    throw refusal(
      'wrong-argument',
      `The expression gives ${several.length} values, not ${names.length}`,
      node,
    )
  }
  several.forEach(({ name, value }, index) => {
    const given = names[index]
    if (given === undefined) projection.add(name, value)
    else declare(projection, given, value, style.replaces, node)
  })
}

/** The values of a function that gives several; undefined: it gives one. */
function severalIn(
  node: Syntax,
  scope: Scope,
  style: ListStyle,
  projection: Projection,
  translator: Translator,
): readonly SeveralValue[] | undefined {
  const call = unwrapped(node)
  if (kindOf(call) !== 'FunctionCallExpression') return undefined
  const name = calledName(call)
  if (lookUp(scope.names, name) !== undefined) return undefined
  if (style.aggregates === true) {
    const values = severalAggregates(name, call, scope, projection, translator)
    if (values !== undefined) return values
  }
  if (!givesSeveral(name)) return undefined
  const args = argumentsOf(call)
  const [first] = args
  const values = severalValues(
    name,
    args.map((arg) => translator.expression(arg, scope)),
    spanOf(call),
  )
  const base = first === undefined ? undefined : resultName(first, () => false, false)
  const prefix = [name, ...(base === undefined ? [] : [base])].join('_')
  return severalNames(name).map((key, index) => ({
    name: `${prefix}_${key}`,
    value: values[index] ?? translator.expression(call, scope),
  }))
}

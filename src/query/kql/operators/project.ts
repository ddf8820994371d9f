import { columnReference, named, project, select } from '../../plan/build.ts'
import type { NamedExpression } from '../../plan/expression.ts'
import { Projection } from '../projection.ts'
import { refusal } from '../refusal.ts'
import { over, type RowValue, type Scope } from '../scope.ts'
import {
  elementsOf,
  kindOf,
  nameIn,
  optionalPart,
  part,
  type Syntax,
  spanOf,
  textOf,
  unwrapped,
} from '../syntax.ts'
import { columnOf, computed, kept, type Table } from '../table.ts'
import type { Translator } from '../translator.ts'
import type { TranslateOperator } from './operator.ts'
import { withRowValues } from './row-windows.ts'
import { addValues } from './values.ts'

/** `extend`, and the values of `serialize`. */
export const translateExtend: TranslateOperator = (node, input, scope, translator) => {
  return valuesOver(node, input, scope, translator, { keepsOthers: true })
}

/** `project`. */
export const translateProject: TranslateOperator = (node, input, scope, translator) => {
  return valuesOver(node, input, scope, translator, { keepsOthers: false })
}

/** `serialize`: the order is the rows' own; nothing to do but its values. */
export const translateSerialize: TranslateOperator = (node, input, scope, translator) => {
  if (elementsOf(optionalPart(node, 'Expressions')).length === 0) return input
  return translateExtend(node, input, scope, translator)
}

function valuesOver(
  node: Syntax,
  input: Table,
  scope: Scope,
  translator: Translator,
  how: { readonly keepsOthers: boolean },
): Table {
  const at = spanOf(node)
  const projection = new Projection()
  if (how.keepsOthers) projection.keep(input.relation.columns, at)
  const rowValues: RowValue[] = []
  const rowScope = over(scope, input, { rowValues })
  addValues(
    elementsOf(part(node, 'Expressions')),
    projection,
    rowScope,
    { replaces: how.keepsOthers },
    translator,
  )
  const relation = project(withRowValues(input.relation, rowValues, at), projection.values, at)
  const added = projection.values.filter(
    ({ name, value }) => !(how.keepsOthers && value.kind === 'column' && value.name === name),
  )
  return computed(input, relation, added, translator.inference, how)
}

/** `project-away`: names and patterns that go. */
export const translateProjectAway: TranslateOperator = (node, input, scope, translator) => {
  const gone = new Set(matches(node, input, scope, translator, false))
  const names = input.relation.columns.map(({ name }) => name).filter((name) => !gone.has(name))
  return kept(input, select(input.relation, names, spanOf(node)))
}

/** `project-keep`: what stays, in the order it had. */
export const translateProjectKeep: TranslateOperator = (node, input, scope, translator) => {
  const stays = new Set(matches(node, input, scope, translator, true))
  const names = input.relation.columns.map(({ name }) => name).filter((name) => stays.has(name))
  return { ...kept(input, select(input.relation, names, spanOf(node))), open: [] }
}

/** `project-reorder`: what is named comes first; a pattern can be sorted by name. */
export const translateProjectReorder: TranslateOperator = (node, input, scope, translator) => {
  const first = [...new Set(matches(node, input, scope, translator, true))]
  const others = input.relation.columns.map(({ name }) => name).filter((name) => !first.includes(name))
  return kept(input, select(input.relation, [...first, ...others], spanOf(node)))
}

/** `project-rename new = old`. */
export const translateProjectRename: TranslateOperator = (node, input, scope, translator) => {
  const at = spanOf(node)
  const renamed = new Map<string, string>()
  const met: NamedExpression[] = []
  for (const expression of elementsOf(part(node, 'Expressions'))) {
    if (kindOf(expression) !== 'SimpleNamedExpression') {
      throw refusal('wrong-argument', 'project-rename takes new = old', expression)
    }
    const old = translator.expression(part(expression, 'Expression'), over(scope, input))
    if (old.kind !== 'column')
      throw refusal('wrong-argument', 'project-rename takes a column on the right', expression)
    const name = nameIn(part(expression, 'Name'))
    renamed.set(old.name, name)
    // Met for the first time, in a table whose columns are being inferred.
    if (columnOf(input, old.name) === undefined) met.push(named(name, old))
  }
  const replaced = new Set(renamed.values())
  const values = input.relation.columns
    // A column that had the new name gives way.
    .filter((column) => renamed.has(column.name) || !replaced.has(column.name))
    .map((column) => {
      const reference = columnReference(column, at)
      const origin = input.origins.get(column.name)
      if (origin !== undefined) translator.inference.remember(reference, origin)
      return named(renamed.get(column.name) ?? column.name, reference)
    })
  const relation = project(input.relation, [...values, ...met], at)
  return {
    ...computed(input, relation, [...values, ...met], translator.inference, { keepsOthers: false }),
    open: input.open,
  }
}

/** The columns that names and patterns of a list mean, in the list's order. */
function matches(
  node: Syntax,
  input: Table,
  scope: Scope,
  translator: Translator,
  infers: boolean,
): readonly string[] {
  return elementsOf(part(node, 'Expressions')).flatMap((expression) => {
    const isOrdered = kindOf(expression) === 'OrderedExpression'
    const target = unwrapped(isOrdered ? part(expression, 'Expression') : expression)
    const found = matching(target, input, scope, translator, infers)
    if (!isOrdered) return found
    const ordering = textOf(part(expression, 'Ordering'))
    return sortedByName(found, ordering)
  })
}

function sortedByName(names: readonly string[], ordering: string): readonly string[] {
  const byNumbers = ordering.startsWith('granny')
  const collator = new Intl.Collator('en', byNumbers ? { numeric: true } : {})
  const sorted = [...names].sort(byNumbers ? collator.compare : undefined)
  return ordering.endsWith('desc') ? sorted.reverse() : sorted
}

function matching(
  node: Syntax,
  input: Table,
  scope: Scope,
  translator: Translator,
  infers: boolean,
): readonly string[] {
  const names = input.relation.columns.map(({ name }) => name)
  if (kindOf(node) === 'StarExpression') return names
  const name = nameIn(node)
  if (kindOf(node) === 'NameReference' && name.includes('*')) {
    const pattern = patternOf(name)
    return names.filter((candidate) => pattern.test(candidate))
  }
  // Taking away what no schema promises is no use of it.
  if (columnOf(input, name) === undefined && !infers && input.open.length > 0) return []
  const value = translator.expression(node, over(scope, input))
  if (value.kind !== 'column') throw refusal('wrong-argument', 'Only columns and patterns stand here', node)
  return [value.name]
}

/** A name with `*` for any run of characters. */
export function patternOf(name: string): RegExp {
  const parts = name.split('*').map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 's')
}

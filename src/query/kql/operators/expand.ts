import { columnReference, expand as expandOf, named, project } from '../../plan/build.ts'
import type { Expression, NamedExpression } from '../../plan/expression.ts'
import type { Relation } from '../../plan/relation.ts'
import type { ScalarType } from '../../plan/type.ts'
import { typeInTypeof } from '../expressions/literals.ts'
import { convert } from '../functions/convert.ts'
import { resultName } from '../naming.ts'
import { refusal } from '../refusal.ts'
import { over, type Scope } from '../scope.ts'
import {
  elementsOf,
  kindOf,
  nameIn,
  optionalPart,
  parametersOf,
  part,
  type Syntax,
  spanOf,
  textOf,
} from '../syntax.ts'
import { computed, type Table } from '../table.ts'
import type { Translator } from '../translator.ts'
import type { TranslateOperator } from './operator.ts'
import { constantCount } from './order.ts'

/** The legacy spelling `mvexpand` gives at most so many rows for one. */
const LEGACY_LIMIT = 128

/** `mv-expand`: a row for every element. */
export const translateExpand: TranslateOperator = (node, input, scope, translator) => {
  return expanded(node, input, scope, translator).table
}

/** The rows expanded, and the names of the columns that hold the elements. */
export function expanded(
  node: Syntax,
  input: Table,
  scope: Scope,
  translator: Translator,
): { readonly table: Table; readonly elements: readonly string[] } {
  const at = spanOf(node)
  const parameters = parametersOf(node)
  const mode = textOf(parameters.get('bagexpansion') ?? parameters.get('kind') ?? node)
  const arrays = elementsOf(part(node, 'Expressions')).map((expression) =>
    arrayOf(expression, input, scope, translator),
  )
  const columns = new Set(input.relation.columns.map(({ name }) => name))
  for (const { name } of arrays) columns.add(name)
  const indexNode = parameters.get('with_itemindex')
  const index = indexNode === undefined ? undefined : freeName(nameIn(indexNode), columns)
  const most = limitOf(node, scope, translator)
  const relation = expandOf({
    input: input.relation,
    arrays: arrays.map(({ name, value }) => ({ name, value, element: { name, type: 'dynamic' as const } })),
    keepEmpty: false,
    keepNull: true,
    ...(mode === 'array' && { bagsAs: 'pairs' as const }),
    ...(index !== undefined && { index }),
    ...(most !== undefined && { limit: most }),
    at,
  })
  const values: NamedExpression[] = arrays.map(({ name, type }) =>
    named(name, convert(columnReference({ name, type: 'dynamic' }, at), type)),
  )
  const table = computed(input, typed(relation, values), values, translator.inference, { keepsOthers: true })
  return { table, elements: [...arrays.map(({ name }) => name), ...(index === undefined ? [] : [index])] }
}

/** Elements in the types that `to typeof(…)` asks for. */
function typed(relation: Relation, values: readonly NamedExpression[]): Relation {
  if (values.every(({ value }) => value.kind === 'column')) return relation
  const byName = new Map(values.map(({ name, value }) => [name, value]))
  return project(
    relation,
    relation.columns.map((column) =>
      named(column.name, byName.get(column.name) ?? columnReference(column, relation.at)),
    ),
    relation.at,
  )
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name
  for (let suffix = 1; ; suffix += 1) if (!taken.has(`${name}${suffix}`)) return `${name}${suffix}`
}

function limitOf(node: Syntax, scope: Scope, translator: Translator): number | undefined {
  const clause = optionalPart(node, 'RowLimitClause')
  if (clause !== undefined) return constantCount(part(clause, 'RowLimit'), scope, translator)
  const keyword = optionalPart(node, 'MvExpandKeyword')
  return keyword !== undefined && textOf(keyword) === 'mvexpand' ? LEGACY_LIMIT : undefined
}

interface ArrayToExpand {
  readonly name: string
  readonly value: Expression
  readonly type: ScalarType
}

function arrayOf(node: Syntax, input: Table, scope: Scope, translator: Translator): ArrayToExpand {
  const written = part(node, 'Expression')
  const isNamed = kindOf(written) === 'SimpleNamedExpression'
  const expression = isNamed ? part(written, 'Expression') : written
  const value = translator.expression(expression, over(scope, input))
  translator.inference.suggest(value, 'dynamic')
  const name = isNamed ? nameIn(part(written, 'Name')) : resultName(expression, () => false, false)
  const toType = optionalPart(node, 'ToTypeOf')
  const type = toType === undefined ? 'dynamic' : typeInTypeof(part(toType, 'TypeOf'))
  return {
    name: name ?? translator.nextColumn(),
    value: arrayValue(value, expression, translator),
    type,
  }
}

/** Only dynamic values have elements; a text without a schema may be one. */
function arrayValue(value: Expression, node: Syntax, translator: Translator): Expression {
  if (value.type === 'dynamic') return value
  if (translator.isLearning || translator.options.schema.open) {
    return value.type === 'string' ? translator.parsedJson(value) : convert(value, 'dynamic')
  }
  throw refusal('wrong-argument', `Only dynamic values can be expanded; this is a ${value.type}`, node)
}

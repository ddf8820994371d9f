import { literal } from '../plan/build.ts'
import { calledName } from './expressions/arguments.ts'
import { typeOfDeclaration } from './expressions/literals.ts'
import { convert } from './functions/convert.ts'
import { refusal } from './refusal.ts'
import { type Bound, inside, lookUp, type Names, type Scope, withName } from './scope.ts'
import { elementsOf, kindOf, nameIn, optionalPart, part, type Syntax, spanOf, unwrapped } from './syntax.ts'
import type { Translator } from './translator.ts'

/** The names that statements before a query bind. */
export function namesOf(
  statements: readonly Syntax[],
  outer: Names | undefined,
  translator: Translator,
): Names | undefined {
  return statements.reduce((names, statement) => bindStatement(statement, names, translator), outer)
}

/** Settings that change what a query gives; others change how Kusto runs it. */
const SETTINGS: ReadonlySet<string> = new Set(['query_bin_auto_size', 'query_bin_auto_at'])

function bindStatement(
  statement: Syntax,
  names: Names | undefined,
  translator: Translator,
): Names | undefined {
  switch (kindOf(statement)) {
    case 'LetStatement': {
      const expression = part(statement, 'Expression')
      return withName(names, nameIn(part(statement, 'Name')), () => bind(expression, names, translator))
    }
    case 'QueryParametersStatement':
      return elementsOf(part(statement, 'Parameters')).reduce<Names | undefined>(
        (bound, parameter) => bindQueryParameter(parameter, bound, translator),
        names,
      )
    case 'SetOptionStatement': {
      const clause = optionalPart(statement, 'ValueClause')
      const value = clause === undefined ? undefined : optionalPart(clause, 'Expression')
      const name = nameIn(part(statement, 'Name'))
      if (value !== undefined && SETTINGS.has(name)) {
        translator.settings.set(name, translator.expression(value, { names }))
      }
      return names
    }
    case 'PatternStatement': {
      const name = nameIn(part(statement, 'Name'))
      const declaration = optionalPart(statement, 'Pattern')
      return withName(names, name, () => {
        if (declaration !== undefined) return { kind: 'pattern', declaration, names }
        throw refusal(
          'unresolved',
          `The pattern '${name}' is declared, but its queries are not here`,
          statement,
          name,
        )
      })
    }
    default:
      throw refusal(
        'unsupported',
        'This kind of statement is not supported here',
        statement,
        kindOf(statement),
      )
  }
}

/** A declared parameter has its default: nobody passes another value here. */
function bindQueryParameter(parameter: Syntax, names: Names | undefined, translator: Translator): Names {
  const declaration = part(parameter, 'NameAndType')
  const name = nameIn(part(declaration, 'Name'))
  const type = typeOfDeclaration(declaration, 'string')
  const value = optionalPart(parameter, 'DefaultValue')
  return withName(names, name, () => {
    if (value === undefined) {
      throw refusal(
        'unresolved',
        `The query parameter '${name}' has no default, and no value is given here`,
        parameter,
        name,
      )
    }
    const expression = translator.expression(part(value, 'Value'), { names: undefined })
    return { kind: 'scalar', value: convert(expression, type) }
  })
}

/** What an expression on the right of `let` gives. */
export function bind(expression: Syntax, names: Names | undefined, translator: Translator): Bound {
  const scope: Scope = inside({ names })
  if (kindOf(expression) === 'FunctionDeclaration')
    return { kind: 'function', declaration: expression, names }
  const inner = unwrapped(expression)
  if (kindOf(inner) === 'NameReference') {
    const bound = lookUp(names, nameIn(inner))
    if (bound?.kind === 'function') return bound
  }
  if (isTabular(inner, names, translator)) return { kind: 'table', table: translator.table(inner, scope) }
  return { kind: 'scalar', value: translator.expression(inner, scope) }
}

const TABULAR: ReadonlySet<string> = new Set([
  'PipeExpression',
  'DataTableExpression',
  'ContextualDataTableExpression',
  'ExternalDataExpression',
  'MaterializeExpression',
  'PrintOperator',
  'RangeOperator',
  'UnionOperator',
  'SearchOperator',
  'FindOperator',
  'ToTableExpression',
  'InlineExternalTableExpression',
])

/** Functions of Kusto that give a table. */
const TABULAR_FUNCTIONS: ReadonlySet<string> = new Set([
  'table',
  'external_table',
  'materialized_view',
  'stored_query_result',
  'cluster',
  'database',
  'workspace',
  'app',
  'resource',
  'adx',
  'arg',
  'entity_group',
])

/** Does an expression give rows, not a value? */
export function isTabular(node: Syntax, names: Names | undefined, translator: Translator): boolean {
  const expression = unwrapped(node)
  const kind = kindOf(expression)
  if (TABULAR.has(kind) || kind.endsWith('Operator') || kind.endsWith('Command')) return true
  if (kind === 'NameReference') {
    const bound = lookUp(names, nameIn(expression))
    if (bound === undefined) return true
    return bound.kind === 'function' ? isTabularFunction(bound, translator) : bound.kind === 'table'
  }
  if (kind === 'PathExpression')
    return isTabular(part(expression, 'Expression'), names, translator) && !isValue(expression, names)
  if (kind !== 'FunctionCallExpression') return false
  const name = calledName(expression)
  const bound = lookUp(names, name)
  if (bound?.kind === 'function') return isTabularFunction(bound, translator)
  if (bound?.kind === 'pattern') return true
  return TABULAR_FUNCTIONS.has(name) || !translator.isBuiltIn(name)
}

/** `x.y` of a value that `let` bound. */
function isValue(path: Syntax, names: Names | undefined): boolean {
  const owner = unwrapped(part(path, 'Expression'))
  if (kindOf(owner) === 'PathExpression' || kindOf(owner) === 'ElementExpression')
    return isValue(owner, names)
  return kindOf(owner) === 'NameReference' && lookUp(names, nameIn(owner))?.kind === 'scalar'
}

/** Does a function written in the query give a table? Its parameters count as what they are declared to be. */
export function isTabularFunction(
  bound: Extract<Bound, { kind: 'function' }>,
  translator: Translator,
): boolean {
  const body = part(bound.declaration, 'Body')
  const result = optionalPart(body, 'Expression')
  if (result === undefined) return false
  const parameters = elementsOf(part(bound.declaration, 'Parameters'))
  const withParameters = parameters.reduce<Names | undefined>((names, parameter) => {
    const declaration = part(parameter, 'NameAndType')
    const isTable = kindOf(part(declaration, 'Type')) === 'SchemaTypeExpression'
    return withName(names, nameIn(part(declaration, 'Name')), () =>
      isTable ? emptyTable(parameter) : unknownValue(parameter),
    )
  }, bound.names)
  return isTabular(
    result,
    namesOf(elementsOf(part(body, 'Statements')), withParameters, translator),
    translator,
  )
}

function unknownValue(node: Syntax): Bound {
  return { kind: 'scalar', value: literal('dynamic', null, spanOf(node)) }
}

function emptyTable(node: Syntax): Bound {
  const relation = { kind: 'rows', columns: [], rows: [], at: spanOf(node) } as const
  return { kind: 'table', table: { relation, open: [], origins: new Map() } }
}

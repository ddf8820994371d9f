import { allOf, anyOf, call, columnReference, filter, literal, named, project } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import { argumentsOf, calledName } from '../expressions/arguments.ts'
import { termIn } from '../expressions/operators.ts'
import { convert } from '../functions/convert.ts'
import { refusal } from '../refusal.ts'
import { inside, over, type Scope } from '../scope.ts'
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
  unwrapped,
} from '../syntax.ts'
import type { Table } from '../table.ts'
import type { Translator } from '../translator.ts'
import { matchingTables, unite } from './union.ts'

interface Source {
  readonly name: string
  readonly table: Table
}

/** `search`: rows of one, several or all tables where some column holds a term. `$table` says whose they are. */
export function translateSearch(
  node: Syntax,
  input: Table | undefined,
  scope: Scope,
  translator: Translator,
): Table {
  const at = spanOf(node)
  const isCaseSensitive = textOf(parametersOf(node).get('kind') ?? node) === 'case_sensitive'
  const sources = input === undefined ? sourcesOf(node, scope, translator) : [{ name: '', table: input }]
  const found = sources.map(({ name, table }): Source => {
    const condition = searchCondition(
      part(node, 'Condition'),
      over(scope, table),
      isCaseSensitive,
      translator,
    )
    return { name, table: { ...table, relation: filter(table.relation, convert(condition, 'bool'), at) } }
  })
  const [first, ...others] = found
  if (first === undefined) throw refusal('unknown-table', 'There is no table to search', node, 'search')
  return unite([first, ...others], at, translator, { isInner: false, sourceColumn: '$table' })
}

function sourcesOf(node: Syntax, scope: Scope, translator: Translator): readonly Source[] {
  const clause = optionalPart(node, 'InClause')
  if (clause === undefined) return matchingTables('*', node, scope, translator)
  return elementsOf(part(clause, 'Expressions')).flatMap((expression): readonly Source[] => {
    const inner = unwrapped(expression)
    const name = kindOf(inner) === 'NameReference' ? nameIn(inner) : ''
    if (name.includes('*')) return matchingTables(name, inner, scope, translator)
    return [
      {
        name: name === '' ? textOf(inner).slice(0, 60) : name,
        table: translator.table(inner, inside(scope)),
      },
    ]
  })
}

/** A bare text is a term that any column may hold; the rest is an ordinary condition. */
function searchCondition(
  node: Syntax,
  scope: Scope,
  isCaseSensitive: boolean,
  translator: Translator,
): Expression {
  const at = spanOf(node)
  const again = (each: Syntax) => convert(searchCondition(each, scope, isCaseSensitive, translator), 'bool')
  switch (kindOf(node)) {
    case 'ParenthesizedExpression':
      return again(part(node, 'Expression'))
    case 'StarExpression':
      return literal('bool', true, at)
    case 'LiteralExpression':
    case 'CompoundStringLiteralExpression':
      return anyTerm(translator.expression(node, scope), scope, isCaseSensitive, at)
    case 'BinaryExpression': {
      const operator = textOf(part(node, 'Operator'))
      if (operator !== 'and' && operator !== 'or') return translator.expression(node, scope)
      const sides = [again(part(node, 'Left')), again(part(node, 'Right'))]
      return operator === 'and' ? allOf(sides, at) : anyOf(sides, at)
    }
    case 'FunctionCallExpression': {
      const [only] = argumentsOf(node)
      if (calledName(node) !== 'not' || only === undefined) return translator.expression(node, scope)
      return call('not', 'bool', [again(only)], at)
    }
    case 'NameReference': {
      const value = translator.expression(node, scope)
      return value.kind === 'literal' && value.type === 'string'
        ? anyTerm(value, scope, isCaseSensitive, at)
        : value
    }
    default:
      return translator.expression(node, scope)
  }
}

function anyTerm(term: Expression, scope: Scope, isCaseSensitive: boolean, at: Expression['at']): Expression {
  if (term.type === 'bool') return term
  const columns = scope.row?.kind === 'table' ? scope.row.table.relation.columns : []
  return anyOf(
    columns.map((column) =>
      termIn(columnReference(column, at), convert(term, 'string'), at, isCaseSensitive),
    ),
    at,
  )
}

/** `find`: the same rows, their columns named or packed. */
export function translateFind(node: Syntax, scope: Scope, translator: Translator): Table {
  const at = spanOf(node)
  const parameters = parametersOf(node)
  const source = nameIn(parameters.get('withsource') ?? node)
  const sourceColumn = parameters.has('withsource') ? source : 'source_'
  const projection = optionalPart(node, 'Project')
  const found = sourcesOf(node, scope, translator).map(({ name, table }): Source => {
    const condition = searchCondition(part(node, 'Condition'), over(scope, table), false, translator)
    const rows = { ...table, relation: filter(table.relation, convert(condition, 'bool'), at) }
    return { name, table: rows }
  })
  const shown =
    projection === undefined
      ? packedOthers(found, at)
      : found.map(
          ({ name, table }): Source => ({
            name,
            table: onlyNamed(table, elementsOf(part(projection, 'Columns')), scope, translator, at),
          }),
        )
  const [first, ...others] = shown
  if (first === undefined) throw refusal('unknown-table', 'There is no table to search', node, 'find')
  return unite([first, ...others], at, translator, { isInner: false, sourceColumn })
}

/** Columns that all tables have stay, dynamic where their types differ; the rest of each row, if any, is one bag, `pack_`. */
function packedOthers(sources: readonly Source[], at: Expression['at']): readonly Source[] {
  const typesOf = (name: string) =>
    sources.map(({ table }) => table.relation.columns.find((column) => column.name === name)?.type)
  const inAll = (name: string) => !typesOf(name).includes(undefined)
  const hasOthers = sources.some(({ table }) => table.relation.columns.some(({ name }) => !inAll(name)))
  return sources.map(({ name, table }) => {
    const { columns } = table.relation
    const values = columns
      .filter((column) => inAll(column.name))
      .map((column) => {
        const value = columnReference(column, at)
        const isMixed = new Set(typesOf(column.name)).size > 1
        return named(column.name, isMixed ? convert(value, 'dynamic') : value)
      })
    const others = columns
      .filter((column) => !inAll(column.name))
      .flatMap((column) => [
        literal('string', column.name, at),
        convert(columnReference(column, at), 'dynamic'),
      ])
    const pack = hasOthers ? [named('pack_', call('bag_pack', 'dynamic', others, at))] : []
    return { name, table: { ...table, relation: project(table.relation, [...values, ...pack], at) } }
  })
}

/** The columns that a table has of those named. */
function onlyNamed(
  table: Table,
  columns: readonly Syntax[],
  scope: Scope,
  translator: Translator,
  at: Expression['at'],
): Table {
  const values = columns.flatMap((column) => {
    const name = nameIn(column)
    if (kindOf(column) !== 'NameReference')
      throw refusal('unsupported', 'Only names stand in project of find', column, 'find')
    const isThere = table.relation.columns.some((each) => each.name === name) || table.open.length > 0
    return isThere ? [named(name, translator.expression(column, over(scope, table)))] : []
  })
  const known = values.filter(({ name }) => table.relation.columns.some((column) => column.name === name))
  return { ...table, relation: project(table.relation, known, at) }
}

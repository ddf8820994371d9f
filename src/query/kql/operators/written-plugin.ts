import { columnReference, named, project } from '../../plan/build.ts'
import type { NamedExpression } from '../../plan/expression.ts'
import { QueryError } from '../../plan/query-error.ts'
import { argumentsOf, calledName } from '../expressions/arguments.ts'
import { itemsOf, languageService } from '../language-service.ts'
import type { Parameter, PluginCall, WrittenPlugin } from '../plugins/written-plugin.ts'
import { refusal } from '../refusal.ts'
import { inside, lookUp, type Names, over, type Scope, withName } from '../scope.ts'
import { bind, namesOf } from '../statements.ts'
import { elementsOf, kindOf, nameIn, part, type Syntax, spanOf, textOf } from '../syntax.ts'
import { closed, columnOf, type Table } from '../table.ts'
import type { Translator } from '../translator.ts'
import type { TranslateOperator } from './operator.ts'

/** `evaluate plugin(…)` of a plug-in that is written in KQL. */
export function translateWritten(plugin: WrittenPlugin): TranslateOperator {
  return (node, input, scope, translator) => {
    const written = part(node, 'FunctionCall')
    const { parameters, dimensions } = assigned(plugin, written, input, scope)
    const at = spanOf(node)
    const columns: NamedExpression[] = []
    const values = new Map<string, string>()
    let names: Names | undefined
    const take = (name: string, argument: Syntax) => {
      const value = translator.expression(argument, over(scope, input))
      columns.push(named(name, value))
      values.set(name, nameIn(argument))
    }
    for (const { name, kind, argument } of parameters) {
      if (kind === 'column') take(name, argument)
      else if (kind === 'table') {
        const key = values.get('id') ?? ''
        const table = idsOf(translator.table(argument, inside(scope)), key, argument)
        names = withName(names, name, () => ({ kind: 'table', table }))
      } else {
        const value = translator.expression(argument, inside(scope))
        values.set(name, value.kind === 'literal' ? String(value.value) : textOf(argument))
        names = withName(names, name, () => ({ kind: 'scalar', value }))
        suggestTimeline(name, value.type, columns, translator)
      }
    }
    dimensions.forEach((dimension, index) => {
      take(`d${index}`, dimension)
    })
    names = withName(names, 'input', () => ({
      kind: 'table',
      table: closed(project(input.relation, columns, at)),
    }))
    const call: PluginCall = {
      dimensions: dimensions.map((_, index) => `, d${index}`).join(''),
      given: new Set(parameters.map(({ name }) => name)),
      written: (parameter) => values.get(parameter) ?? '',
    }
    const result = translated(plugin.text(call), names, node, translator)
    const own = new Map([...values, ...Object.entries(plugin.names?.(call) ?? {})])
    const renamed = result.relation.columns.map((column) =>
      named(own.get(column.name) ?? column.name, columnReference(column, at)),
    )
    return closed(project(result.relation, renamed, at))
  }
}

/** The plug-in's text; an error in it is one of the call, and stands there. */
function translated(text: string, names: Names | undefined, node: Syntax, translator: Translator): Table {
  const statements = elementsOf(part(parsed(text), 'Statements'))
  const query = statements.at(-1)
  if (query === undefined) throw new Error('A plug-in ends with a query')
  try {
    return translator.deeper(node, () => {
      const bound = bind(
        part(query, 'Expression'),
        namesOf(statements.slice(0, -1), names, translator),
        translator,
      )
      if (bound.kind !== 'table') throw new Error('A plug-in gives a table')
      return bound.table
    })
  } catch (error) {
    if (!(error instanceof QueryError)) throw error
    throw new QueryError(error.code, error.message, spanOf(node), error.construct)
  }
}

const known = new Map<string, Syntax>()

function parsed(text: string): Syntax {
  const before = known.get(text)
  if (before !== undefined) return before
  const code = languageService().KustoCode.Parse(text)
  const [wrong] = itemsOf(code.GetSyntaxDiagnostics())
  if (wrong !== undefined) throw new Error(`The plug-in's text is wrong: ${wrong.Message} in ${text}`)
  known.set(text, code.Syntax)
  return code.Syntax
}

interface Assigned extends Parameter {
  readonly argument: Syntax
}

function assigned(
  plugin: WrittenPlugin,
  call: Syntax,
  input: Table,
  scope: Scope,
): { readonly parameters: readonly Assigned[]; readonly dimensions: readonly Syntax[] } {
  const given = argumentsOf(call)
  const kinds = given.map((argument) => kindOfArgument(argument, input, scope))
  const fitting = plugin.parameters.find((list) => list.every(({ kind }, index) => kinds[index] === kind))
  if (fitting === undefined) {
    const names = plugin.parameters.map((list) => list.map(({ name }) => name).join(', '))
    throw refusal(
      'wrong-argument',
      `'${calledName(call)}' takes (${names.join(') or (')}), where columns are names of the input's`,
      call,
    )
  }
  const parameters: Assigned[] = fitting.flatMap((parameter, index) => {
    const argument = given[index]
    return argument === undefined ? [] : [{ ...parameter, argument }]
  })
  const last = given.at(-1)
  const hasTable = last !== undefined && kinds.at(-1) === 'table'
  if (hasTable) parameters.push({ name: 'lookback', kind: 'table', argument: last })
  const dimensions = given.slice(fitting.length, hasTable ? -1 : undefined)
  const wrong = dimensions.find((dimension) => kindOfArgument(dimension, input, scope) !== 'column')
  if (wrong !== undefined) throw refusal('wrong-argument', 'A dimension is a column of the input', wrong)
  return { parameters, dimensions }
}

function kindOfArgument(argument: Syntax, input: Table, scope: Scope): Parameter['kind'] {
  if (kindOf(argument) !== 'NameReference') return 'value'
  const name = nameIn(argument)
  if (columnOf(input, name) !== undefined) return 'column'
  const bound = lookUp(scope.names, name)
  if (bound?.kind === 'table') return 'table'
  return bound === undefined ? 'column' : 'value'
}

/** The column of a table of identifiers that is called as the input's is; else its only one. */
function idsOf(table: Table, key: string, node: Syntax): Table {
  const column =
    columnOf(table, key) ?? (table.relation.columns.length === 1 ? table.relation.columns[0] : undefined)
  if (column === undefined)
    throw refusal('wrong-argument', `The look-back table has no column '${key}'`, node)
  const at = spanOf(node)
  return closed(project(table.relation, [named(key, columnReference(column, at))], at))
}

/** A timeline that no schema declares has the type of its start. */
function suggestTimeline(
  parameter: string,
  type: NamedExpression['value']['type'],
  columns: readonly NamedExpression[],
  translator: Translator,
): void {
  const timeline = columns.find(({ name }) => name === 'at')
  if (timeline === undefined) return
  if (parameter === 'start') translator.inference.suggest(timeline.value, type)
  else if (type === 'timespan') translator.inference.suggest(timeline.value, 'datetime')
}

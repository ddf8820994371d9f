import type { Expression } from '../plan/expression.ts'
import { namedArgument } from './expressions/arguments.ts'
import { typeOfDeclaration } from './expressions/literals.ts'
import { convert } from './functions/convert.ts'
import { refusal } from './refusal.ts'
import { type Bound, inside, type Names, type Scope, withName } from './scope.ts'
import { bind, namesOf } from './statements.ts'
import { elementsOf, kindOf, nameIn, optionalPart, part, type Syntax } from './syntax.ts'
import type { Table } from './table.ts'
import type { Translator } from './translator.ts'

export type QueryFunction = Extract<Bound, { kind: 'function' }>

/** A call of a function that the query itself defines, and that gives a value: its body with the arguments in place. */
export function callScalarFunction(
  called: QueryFunction,
  node: Syntax,
  args: readonly Syntax[],
  scope: Scope,
  translator: Translator,
): Expression {
  const { names, result } = opened(called, node, args, scope, translator)
  return translator.deeper(node, () => translator.expression(result, { names }))
}

/** The same for one that gives rows; `invoke` passes what flows into it as the first argument. */
export function callTabularFunction(
  called: QueryFunction,
  node: Syntax,
  args: readonly Syntax[],
  scope: Scope,
  translator: Translator,
  first?: Table,
): Table {
  const { names, result } = opened(called, node, args, scope, translator, first)
  return translator.deeper(node, () => translator.table(result, { names }))
}

function opened(
  { declaration, names: outer }: QueryFunction,
  node: Syntax,
  args: readonly Syntax[],
  scope: Scope,
  translator: Translator,
  first?: Table,
): { names: Names | undefined; result: Syntax } {
  const body = part(declaration, 'Body')
  const result = optionalPart(body, 'Expression')
  if (result === undefined) throw refusal('syntax', 'The function has no result', declaration)
  const parameters = elementsOf(part(declaration, 'Parameters'))
  const given = givenArguments(parameters, args, node, first !== undefined)
  const bound = parameters.reduce((names, parameter, index) => {
    const name = parameterName(parameter)
    if (index === 0 && first !== undefined)
      return withName(names, name, () => ({ kind: 'table', table: first }))
    const value =
      given.get(name) ?? optionalPart(optionalPart(parameter, 'DefaultValue') ?? parameter, 'Value')
    if (value === undefined) {
      throw refusal('wrong-argument', `The function's parameter '${name}' is given no value`, node, name)
    }
    return withName(names, name, () =>
      argument(parameter, value, given.has(name) ? scope : { names: outer }, translator),
    )
  }, outer)
  return { names: namesOf(elementsOf(part(body, 'Statements')), bound, translator), result }
}

function parameterName(parameter: Syntax): string {
  return nameIn(part(part(parameter, 'NameAndType'), 'Name'))
}

function givenArguments(
  parameters: readonly Syntax[],
  args: readonly Syntax[],
  node: Syntax,
  skipsFirst: boolean,
): ReadonlyMap<string, Syntax> {
  const names = parameters.map(parameterName).slice(skipsFirst ? 1 : 0)
  const given = new Map<string, Syntax>()
  args.forEach((arg, index) => {
    const { name = names[index], value } = namedArgument(arg)
    if (name === undefined || !names.includes(name)) {
      throw refusal(
        'wrong-argument',
        `The function takes ${names.length} argument(s), not this one as well`,
        arg,
      )
    }
    given.set(name, value)
  })
  if (given.size < args.length) throw refusal('wrong-argument', 'An argument is given twice', node)
  return given
}

function argument(parameter: Syntax, value: Syntax, scope: Scope, translator: Translator): Bound {
  const declaration = part(parameter, 'NameAndType')
  if (kindOf(part(declaration, 'Type')) === 'SchemaTypeExpression') {
    return { kind: 'table', table: translator.table(value, inside(scope)) }
  }
  if (kindOf(value) === 'FunctionDeclaration') return bind(value, scope.names, translator)
  const type = typeOfDeclaration(declaration, 'dynamic')
  const expression = translator.expression(value, scope)
  translator.inference.suggest(expression, type)
  return { kind: 'scalar', value: convert(expression, type) }
}

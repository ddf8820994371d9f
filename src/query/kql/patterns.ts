import { literal } from '../plan/build.ts'
import { refusal } from './refusal.ts'
import { type Bound, inside, type Names, type Scope, withName } from './scope.ts'
import { namesOf } from './statements.ts'
import { elementsOf, nameIn, optionalPart, part, type Syntax, spanOf } from './syntax.ts'
import type { Table } from './table.ts'
import type { Translator } from './translator.ts'

type Pattern = Extract<Bound, { kind: 'pattern' }>

/**
 * `pattern("a", "b")` or `pattern("a").path`: the rows of the query that a `declare pattern` statement gives for these texts.
 *
 * @param path the name after the dot.
 */
export function callPattern(
  pattern: Pattern,
  node: Syntax,
  args: readonly Syntax[],
  path: string | undefined,
  scope: Scope,
  translator: Translator,
): Table {
  const given = args.map((argument) => constant(argument, scope, translator))
  if (path !== undefined) given.push(path)
  const match = elementsOf(part(pattern.declaration, 'Patterns')).find((each) => {
    const written = valuesOf(each, pattern.names, translator)
    return written.length === given.length && written.every((value, index) => value === given[index])
  })
  const texts = given.map((value) => `'${value}'`).join(', ')
  if (match === undefined) {
    throw refusal('unresolved', `The pattern says nothing of (${texts}); declare what it stands for`, node)
  }
  const body = part(match, 'Body')
  const result = optionalPart(body, 'Expression')
  if (result === undefined) throw refusal('syntax', `The pattern has no query for (${texts})`, match)
  const at = spanOf(node)
  const bound = parametersOf(pattern.declaration).reduce<Names | undefined>(
    (outer, parameter, index) =>
      withName(outer, parameter, () => ({
        kind: 'scalar',
        value: literal('string', given[index] ?? '', at),
      })),
    pattern.names,
  )
  const names = namesOf(elementsOf(part(body, 'Statements')), bound, translator)
  return translator.deeper(node, () => translator.table(result, { names }))
}

/** The texts that a line of the pattern stands for, that of its path last. */
function valuesOf(match: Syntax, names: Names | undefined, translator: Translator): readonly string[] {
  const path = optionalPart(match, 'PathValue')
  const written = [
    ...elementsOf(part(match, 'ParameterValues')),
    ...(path === undefined ? [] : [part(path, 'Value')]),
  ]
  return written.map((value) => constant(value, { names }, translator))
}

function parametersOf(declaration: Syntax): readonly string[] {
  const path = optionalPart(declaration, 'PathParameter')
  const declared = [
    ...elementsOf(part(declaration, 'Parameters')),
    ...(path === undefined ? [] : [part(path, 'Parameter')]),
  ]
  return declared.map((parameter) => nameIn(part(parameter, 'Name')))
}

function constant(node: Syntax, scope: Scope, translator: Translator): string {
  const value = translator.expression(node, inside(scope))
  if (value.kind === 'literal' && value.type === 'string') return String(value.value)
  throw refusal('wrong-argument', 'A pattern is told apart by texts that are constants', node)
}

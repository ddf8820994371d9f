import { match, missing, named } from '../../plan/build.ts'
import type { Expression, NamedExpression } from '../../plan/expression.ts'
import type { MatchStep } from '../../plan/relation.ts'
import type { Column } from '../../plan/type.ts'
import { typeOfDeclaration } from '../expressions/literals.ts'
import { convert } from '../functions/convert.ts'
import { refusal } from '../refusal.ts'
import { inside, over, type Scope, withName } from '../scope.ts'
import {
  elementsOf,
  nameIn,
  optionalPart,
  parametersOf,
  part,
  type Syntax,
  spanOf,
  textOf,
} from '../syntax.ts'
import { kept } from '../table.ts'
import type { Translator } from '../translator.ts'
import type { TranslateOperator } from './operator.ts'

/** `scan with (step s1: condition => column = value; …)`: sequences of rows. */
export const translateScan: TranslateOperator = (node, input, scope, translator) => {
  const number = parametersOf(node).get('with_match_id')
  const declared = declaredColumns(optionalPart(node, 'DeclareClause'), scope, translator)
  const matchNumber = number === undefined ? undefined : nameIn(number)
  const added = [...declared.map(({ name }) => name), ...(matchNumber === undefined ? [] : [matchNumber])]
  const taken = new Set(input.relation.columns.map(({ name }) => name))
  const twice = added.find((name, index) => taken.has(name) || added.indexOf(name) !== index)
  if (twice !== undefined) {
    throw refusal('wrong-argument', `scan adds the column '${twice}', which is there already`, node, twice)
  }
  const steps = elementsOf(part(node, 'Steps'))
  const names = steps.map((step) => nameIn(part(step, 'Name')))
  const columns = declared.map(({ name, value }) => ({ name, type: value.type }))
  // A declared column without its step is what it is before anything was assigned.
  const bound = declared.reduce(
    (outer, { name, value }) => withName(outer, name, () => ({ kind: 'scalar', value })),
    scope.names,
  )
  const relation = match({
    input: input.relation,
    partition: [],
    declared,
    steps: steps.map((step, index) => {
      if (names.indexOf(names[index] ?? '') !== index)
        throw refusal('wrong-argument', `Two steps of the scan are called '${names[index]}'`, step)
      const row = over({ names: bound }, input, {
        steps: { names: names.slice(0, index + 1), declared: columns },
      })
      return translateStep(step, columns, row, translator)
    }),
    ...(matchNumber !== undefined && { matchNumber }),
    at: spanOf(node),
  })
  return kept(input, relation)
}

function declaredColumns(
  clause: Syntax | undefined,
  scope: Scope,
  translator: Translator,
): readonly NamedExpression[] {
  if (clause === undefined) return []
  return elementsOf(part(clause, 'Declarations')).map((parameter) => {
    const declaration = part(parameter, 'NameAndType')
    const type = typeOfDeclaration(declaration, 'string')
    const written = optionalPart(parameter, 'DefaultValue')
    const value =
      written === undefined
        ? missing(type, spanOf(parameter))
        : convert(translator.expression(part(written, 'Value'), inside(scope)), type)
    return named(nameIn(part(declaration, 'Name')), value)
  })
}

const OUTPUTS: ReadonlyMap<string, MatchStep['output']> = new Map([
  ['all', 'all'],
  ['last', 'last'],
  ['none', 'none'],
])

function translateStep(
  step: Syntax,
  declared: readonly Column[],
  scope: Scope,
  translator: Translator,
): MatchStep {
  const written = optionalPart(step, 'ScanStepOutput')
  const output = written === undefined ? 'all' : OUTPUTS.get(textOf(part(written, 'OutputKind')))
  if (output === undefined)
    throw refusal('wrong-argument', 'The output of a step is all, last or none', step, 'output')
  const condition = translator.expression(part(step, 'Condition'), scope)
  const clause = optionalPart(step, 'ComputationClause')
  const assignments = clause === undefined ? [] : elementsOf(part(clause, 'Assignments'))
  return {
    output,
    condition: convert(condition, 'bool'),
    values: assignments.map((assignment) => {
      const name = nameIn(part(assignment, 'Name'))
      const column = declared.find((each) => each.name === name)
      if (column === undefined) {
        throw refusal(
          'unknown-column',
          `A step assigns only columns that scan declares, not '${name}'`,
          assignment,
          name,
        )
      }
      const value: Expression = translator.expression(part(assignment, 'Expression'), scope)
      return named(name, convert(value, column.type))
    }),
  }
}

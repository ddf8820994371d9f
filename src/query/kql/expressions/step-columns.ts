import type { Variable } from '../../plan/expression.ts'
import { stateVariable } from '../../plan/match-state.ts'
import { refusal } from '../refusal.ts'
import type { Scope } from '../scope.ts'
import { kindOf, nameIn, type Syntax, spanOf } from '../syntax.ts'
import { columnOf } from '../table.ts'
import type { Translator } from '../translator.ts'

/** `step.column` inside a scan: what the sequence holds of the row that last matched the step; undefined: it is no step. */
export function stepColumn(
  owner: Syntax,
  selector: Syntax,
  scope: Scope,
  translator: Translator,
): Variable | undefined {
  if (scope.steps === undefined || kindOf(owner) !== 'NameReference') return undefined
  const step = scope.steps.names.indexOf(nameIn(owner))
  if (step < 0) return undefined
  const name = nameIn(selector)
  const at = spanOf(selector)
  const declared = scope.steps.declared.find((column) => column.name === name)
  if (declared !== undefined) return stateVariable(step, declared, at)
  const table = scope.row?.kind === 'table' ? scope.row.table : undefined
  const column = table === undefined ? undefined : columnOf(table, name)
  if (table !== undefined && column !== undefined) {
    const origin = table.origins.get(name)
    const held = stateVariable(step, column, at)
    return origin === undefined ? held : translator.inference.remember(held, origin)
  }
  const inferred = table === undefined ? undefined : translator.inferredColumn(table, name)
  if (inferred === undefined) {
    throw refusal(
      'unknown-column',
      `The step '${nameIn(owner)}' has no column '${name}'; it has those of the row and those that scan declares`,
      selector,
      name,
    )
  }
  return translator.inference.remember(stateVariable(step, { name, type: inferred.type }, at), inferred)
}

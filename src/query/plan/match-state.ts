import type { Expression, Variable } from './expression.ts'
import type { Span } from './span.ts'
import type { Column } from './type.ts'

/** A column that a sequence holds of the row which last matched a step of it; steps are counted from 0. */
export interface Held {
  readonly step: number
  readonly column: string
}

/** Reads what a sequence holds, inside a step's expressions. */
export function stateVariable(step: number, column: Column, at: Span): Variable {
  return Object.freeze({
    kind: 'variable',
    name: stateName({ step, column: column.name }),
    type: column.type,
    at,
  })
}

export function stateName({ step, column }: Held): string {
  return `${step}.${column}`
}

/** Names of lambdas' parameters never start with a digit. */
const STATE = /^(\d+)\.(.*)$/s

/** Everything that an expression reads of a sequence. */
export function stateIn(expression: Expression): (Held & Column)[] {
  switch (expression.kind) {
    case 'variable': {
      const [, step, column] = STATE.exec(expression.name) ?? []
      if (step === undefined || column === undefined) return []
      return [{ step: Number(step), column, name: expression.name, type: expression.type }]
    }
    case 'call':
      return expression.arguments.flatMap(stateIn)
    case 'lambda':
      return stateIn(expression.body)
    case 'in':
      return stateIn(expression.operand)
    default:
      return []
  }
}

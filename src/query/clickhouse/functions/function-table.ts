import type { Call } from '../../plan/expression.ts'
import type { PrintContext, Scope } from '../context.ts'

/** What a printer of a function gets beside its printed arguments. */
export interface CallToPrint {
  readonly call: Call
  /** `scope.over` has to follow the closing bracket of every aggregate and window function: `sum(x)${scope.over}`. */
  readonly scope: Scope
  readonly context: PrintContext
}

/** How a call is printed, from its printed arguments. */
export type PrintFunction = (args: readonly string[], to: CallToPrint) => string

/** Plan functions by name. */
export type FunctionTable = Readonly<Record<string, PrintFunction>>

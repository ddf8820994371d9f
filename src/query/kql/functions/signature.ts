import type { Expression } from '../../plan/expression.ts'
import type { ScalarType } from '../../plan/type.ts'

/**
 * What a parameter takes. Values of other types are converted where Kusto converts them (`convert.ts`), else refused:
 *
 * - a type: that type; int, long, real and dynamic are converted to it, a string literal to datetime and timespan
 * - `text`: everything, as `tostring` shows it
 * - `number`: int, long, real or decimal, as it is; dynamic as real
 * - `integer`: int or long, as it is; dynamic as long
 * - `summable`: a number, datetime or timespan, as it is; dynamic as real
 * - `value`: everything, as it is
 * - `json`: everything, as a dynamic value; a string is a JSON string
 * - `same`: all parameters marked so become the type they have in common
 */
export type Accepts = ScalarType | 'text' | 'number' | 'integer' | 'summable' | 'value' | 'json' | 'same'

/** One way to call a function. */
export interface Overload {
  readonly takes: readonly Accepts[]
  /** Parameters that may be left out, after `takes`. */
  readonly optional?: readonly Accepts[]
  /** What any further arguments are; a list repeats as a group. */
  readonly rest?: readonly Accepts[]
  /** `first`: as the first argument; `same`: what the `same` arguments have in common; `widest`: of all numbers. */
  readonly gives: ScalarType | 'first' | 'same' | 'widest' | ((args: readonly Expression[]) => ScalarType)
  /** The function of the plan, where its name differs. */
  readonly plan?: string
  /** Puts the arguments in the plan function's order, or adds what was left out. */
  readonly arrange?: (args: readonly Expression[]) => readonly Expression[]
  /** The last argument names a type (`typeof(long)`): the result is converted to it, and it is left out of the call. */
  readonly endsInType?: boolean
  /** Types of the first arguments that this overload is for; absent: the number of arguments decides. */
  readonly when?: (args: readonly Expression[]) => boolean
}

/** Names of functions, with the ways to call them in order of preference. */
export type SignatureTable = Readonly<Record<string, readonly Overload[] | string>>

/** The most usual overload, in one line. */
export function takes(
  parameters: readonly Accepts[],
  gives: Overload['gives'],
  more: Omit<Overload, 'takes' | 'gives'> = {},
): readonly Overload[] {
  return [{ takes: parameters, gives, ...more }]
}

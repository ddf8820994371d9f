import type { Span } from '../../plan/span.ts'

/** What `eval` and `where` compute, as it is written. */
export type EvalExpression =
  | EvalNumber
  | EvalString
  | EvalField
  | EvalCall
  | EvalUnary
  | EvalBinary
  | EvalIn
  | EvalMacro

export interface EvalNumber {
  readonly kind: 'number'
  readonly text: string
  readonly at: Span
}

export interface EvalString {
  readonly kind: 'string'
  readonly text: string
  readonly at: Span
}

export interface EvalField {
  readonly kind: 'field'
  readonly name: string
  /** In single quotes: surely a field, never a word such as true. */
  readonly quoted: boolean
  readonly at: Span
}

export interface EvalCall {
  readonly kind: 'call'
  /** As written. */
  readonly name: string
  readonly arguments: readonly EvalExpression[]
  readonly at: Span
}

export interface EvalUnary {
  readonly kind: 'unary'
  readonly operator: '-' | 'not'
  readonly operand: EvalExpression
  readonly at: Span
}

export const EVAL_OPERATORS = [
  'or',
  'xor',
  'and',
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'like',
  '.',
  '+',
  '-',
  '*',
  '/',
  '%',
] as const
export type EvalOperator = (typeof EVAL_OPERATORS)[number]

export interface EvalBinary {
  readonly kind: 'binary'
  readonly operator: EvalOperator
  readonly left: EvalExpression
  readonly right: EvalExpression
  readonly at: Span
}

export interface EvalIn {
  readonly kind: 'in'
  readonly operand: EvalExpression
  readonly values: readonly EvalExpression[]
  readonly at: Span
}

/** A macro nobody defined, where a value stands. */
export interface EvalMacro {
  readonly kind: 'macro'
  readonly name: string
  readonly at: Span
}

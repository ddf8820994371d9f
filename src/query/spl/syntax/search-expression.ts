import type { Span } from '../../plan/span.ts'
import type { SplPipeline } from './command.ts'

/** What the `search` command looks for, as it is written. */
export type SearchExpression =
  | SearchAll
  | SearchAny
  | SearchNot
  | SearchComparison
  | SearchList
  | SearchText
  | SearchTime
  | SearchSubsearch
  | SearchMacro

export interface SearchAll {
  readonly kind: 'and'
  readonly terms: readonly SearchExpression[]
  readonly at: Span
}

export interface SearchAny {
  readonly kind: 'or'
  readonly terms: readonly SearchExpression[]
  readonly at: Span
}

export interface SearchNot {
  readonly kind: 'not'
  readonly term: SearchExpression
  readonly at: Span
}

/** A value to compare with. */
export interface SearchValue {
  /** Without its quotes; `*` matches any run of characters, and nothing can take that from it. */
  readonly text: string
  readonly quoted: boolean
  /** It stood in `CASE(…)`: letter case counts. */
  readonly exactCase: boolean
  readonly at: Span
}

export const SEARCH_OPERATORS = ['=', '!=', '<', '<=', '>', '>='] as const
export type SearchOperator = (typeof SEARCH_OPERATORS)[number]

export interface SearchComparison {
  readonly kind: 'comparison'
  readonly field: string
  readonly operator: SearchOperator
  readonly value: SearchValue
  readonly at: Span
}

export interface SearchList {
  readonly kind: 'list'
  readonly field: string
  readonly values: readonly SearchValue[]
  readonly at: Span
}

/** Text anywhere in the raw event. */
export interface SearchText {
  readonly kind: 'text'
  readonly value: SearchValue
  readonly at: Span
}

/** `earliest=-7d@d` and its kind: a bound of the time range. */
export interface SearchTime {
  readonly kind: 'time'
  readonly bound: 'earliest' | 'latest'
  readonly value: string
  /** `_index_earliest`: of when the event came in. */
  readonly ofArrival: boolean
  readonly at: Span
}

/** Rows of a subsearch, any of which has to match. */
export interface SearchSubsearch {
  readonly kind: 'subsearch'
  readonly pipeline: SplPipeline
  readonly at: Span
}

/** A macro nobody defined, where a search condition stands. */
export interface SearchMacro {
  readonly kind: 'macro'
  readonly name: string
  readonly at: Span
}

import { positionIn, type Span } from './span.ts'

export const QUERY_ERROR_CODES = [
  /** The text is not of its language. */
  'syntax',
  'unknown-table',
  'unknown-column',
  'unknown-function',
  /** An argument is of a type, or a number of them, that the construct does not take. */
  'wrong-argument',
  /** Right in its language, not built here: never a different answer. */
  'unsupported',
  /** It would reach out of the store, or write. */
  'not-allowed',
  /** A value that is not known, such as a placeholder or a macro. */
  'unresolved',
  /** The text, or what it expands to, is larger than is taken. */
  'too-large',
] as const
export type QueryErrorCode = (typeof QUERY_ERROR_CODES)[number]

/** Why a query cannot be compiled: a sentence, and where in its text. */
export class QueryError extends Error {
  readonly code: QueryErrorCode
  readonly at: Span
  /** What it is about, as the user wrote it: `externaldata`, `series_stl`. */
  readonly construct: string

  constructor(code: QueryErrorCode, message: string, at: Span, construct = '') {
    super(message)
    this.name = 'QueryError'
    this.code = code
    this.at = at
    this.construct = construct
  }

  /** Line and column of it in the query's text, both from 1. */
  positionIn(text: string): { line: number; column: number } {
    return positionIn(text, this.at.start)
  }
}

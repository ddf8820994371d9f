import { messageOf, WeighbridgeError } from '../../base/errors.ts'
import { QueryError } from '../plan/query-error.ts'

/** Why a query did not compile or run, as data. */
export interface QueryFailure {
  /** Of a QueryError or a WeighbridgeError, `engine-refused`, or `internal`. */
  readonly code: string
  readonly message: string
  /** Both from 1; absent where it is about no place in the text. */
  readonly line?: number
  readonly column?: number
  /** What it is about, as the user wrote it. */
  readonly construct?: string
}

/** What was thrown, as data, with its place in the query's text. */
export function failureOf(thrown: unknown, text: string): QueryFailure {
  if (thrown instanceof QueryError) {
    const { code, message, construct } = thrown
    return { code, message, ...thrown.positionIn(text), ...(construct !== '' && { construct }) }
  }
  const code = thrown instanceof WeighbridgeError ? thrown.code : 'internal'
  return { code, message: messageOf(thrown) }
}

/**
 * A failure for a terminal: where it is, what it says, and the line with a caret under the place.
 *
 * @example failureText({ code: 'syntax', message: 'Bad.', line: 1, column: 3 }, 'q.kql', 'a |') // => 'q.kql:1:3: syntax: Bad.\n  a |\n    ^'
 */
export function failureText(failure: QueryFailure, file: string, text: string): string {
  const { code, message, line, column } = failure
  if (line === undefined || column === undefined) return `${file}: ${code}: ${message}`
  const source = (text.split('\n')[line - 1] ?? '').replace(/\r$/, '')
  const from = Math.max(0, column - 1 - CONTEXT)
  const shown = printable(source.slice(from, column - 1 + CONTEXT))
  const caret = ' '.repeat(printable(source.slice(from, column - 1)).length)
  return `${file}:${line}:${column}: ${code}: ${message}\n  ${shown}\n  ${caret}^`
}

/** Characters shown on either side of the place: a query may be one line of a megabyte. */
const CONTEXT = 100

/** A query's text comes from anybody, and a terminal obeys control characters. */
function printable(text: string): string {
  return text.replaceAll('\t', ' ').replaceAll(/[\p{Cc}\p{Cf}]/gu, '\ufffd')
}

import { WeighbridgeError } from '../base/errors.ts'
import { QueryError } from '../query/plan/query-error.ts'
import { positionIn } from '../query/plan/span.ts'
import { failureOf, failureText } from '../query/run/query-failure.ts'
import type { QueryWarning } from '../query/translation.ts'
import { EXIT, EXIT_OF } from './exit-codes.ts'
import { note } from './output.ts'
import type { GivenQuery } from './read-query.ts'

/**
 * Says on standard error why a query did not compile or run, and sets the exit code.
 *
 * @throws what is no fault of a query.
 */
export function reportQueryFailure(error: unknown, query: GivenQuery, asJson: boolean): void {
  if (!(error instanceof QueryError) && !(asJson && error instanceof WeighbridgeError)) throw error
  const failure = failureOf(error, query.text)
  note(
    asJson
      ? JSON.stringify({ file: query.file, error: failure })
      : failureText(failure, query.file, query.text),
  )
  process.exitCode = error instanceof WeighbridgeError ? EXIT_OF[error.code] : EXIT.failed
}

/** Warnings of a query on standard error, each with its place. */
export function noteWarnings(warnings: readonly QueryWarning[], { file, text }: GivenQuery): void {
  for (const { message, at } of warnings) {
    const { line, column } = positionIn(text, at.start)
    note(`${file}:${line}:${column}: warning: ${message}`)
  }
}

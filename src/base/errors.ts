/**
 * Every code a command can fail with. Branch on the code, never on the text.
 * The exit status each one ends in is in `cli/exit-codes.ts`.
 */
export type ErrorCode =
  | 'bad-usage'
  | 'bad-input'
  | 'not-found'
  | 'data-in-use'
  | 'not-read-only'
  | 'query-failed'
  | 'query-timeout'
  | 'query-too-large'
  | 'engine-refused'
  | 'store-failed'
  | 'unknown-format'

/**
 * An error whose message is one sentence for the person at the keyboard: what was wrong, where, and
 * what to do about it.
 */
export class WeighbridgeError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'WeighbridgeError'
    this.code = code
  }
}

/** The message of anything thrown, on one line. */
export function messageOf(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown)
  return text.replaceAll(/\s*\n\s*/g, ' ').trim()
}

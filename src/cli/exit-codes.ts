import type { ErrorCode } from '../base/errors.ts'

/** Exit status of every way a command can end; documented in docs/commands.md. */
export const EXIT = { ok: 0, failed: 1, usage: 2, dataInUse: 3, notFound: 4, interrupted: 130 } as const

/** Exit status per error code. */
export const EXIT_OF: Readonly<Record<ErrorCode, number>> = {
  'bad-usage': EXIT.usage,
  'unknown-format': EXIT.usage,
  'not-read-only': EXIT.usage,
  'bad-input': EXIT.failed,
  'query-failed': EXIT.failed,
  'query-timeout': EXIT.failed,
  'query-too-large': EXIT.failed,
  'engine-refused': EXIT.failed,
  'store-failed': EXIT.failed,
  'data-in-use': EXIT.dataInUse,
  'not-found': EXIT.notFound,
}

import { WeighbridgeError } from '../../base/errors.ts'

/**
 * Refuses what the engine's read-only mode lets through: a second statement, and INTO OUTFILE, which writes a file
 * from inside a SELECT (measured on chdb 3.4). Everything else that writes, reads files or opens sockets is refused
 * by `readonly = 1`, which the session cannot take back.
 */
export function refuseUnlessOneSelect(sql: string): void {
  const bare = withoutLiterals(sql).trim().replace(/;\s*$/, '')
  if (bare === '') throw new WeighbridgeError('bad-usage', 'The query is empty; give one SELECT.')
  if (bare.includes(';')) {
    throw new WeighbridgeError(
      'not-read-only',
      'Only one statement is allowed; remove what follows the first ";".',
    )
  }
  if (/\binto\s+outfile\b/i.test(bare)) {
    throw new WeighbridgeError(
      'not-read-only',
      'INTO OUTFILE would write a file; use --format and redirect the output.',
    )
  }
  if (/\bformat\s+\w+\s*$/i.test(bare)) {
    throw new WeighbridgeError('bad-usage', 'Leave FORMAT out of the query; choose the output with --format.')
  }
}

/** SQL with comments, strings and quoted names blanked, so that keywords found in it are keywords. */
function withoutLiterals(sql: string): string {
  return sql.replaceAll(
    /--[^\n]*|#![^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)|"(?:[^"\\]|\\[\s\S])*(?:"|$)|`(?:[^`\\]|\\[\s\S])*(?:`|$)/g,
    ' _ ',
  )
}

import { messageOf, WeighbridgeError } from '../../base/errors.ts'

const READ_ONLY =
  'The query would write, read a file or reach out of the store; only SELECT over the tables here is allowed.'

/** The query that has the engine's own parser write a user's query (`sql`) in its one canonical form. */
export const CANONICAL = 'SELECT formatQuerySingleLine({sql:String}) AS text'

/**
 * Refuses what the engine's read-only mode lets through: INTO OUTFILE, which writes a file from inside a SELECT, and
 * cluster(…), which leaves the store (measured on 26.7). Everything else that writes, reads files or opens sockets is refused by `readonly = 1`,
 * which the session cannot take back.
 *
 * @param canonical the query as {@link CANONICAL} gives it: comments gone, every string in plain quotes. A keyword
 *   hidden behind a comment, a heredoc or a quote cannot be found in any other form.
 */
export function refuseUnlessReading(canonical: string): void {
  if (!/^\(?(SELECT|WITH|EXPLAIN|SHOW|DESCRIBE|EXISTS)\b/.test(canonical)) {
    throw new WeighbridgeError('not-read-only', READ_ONLY)
  }
  const bare = canonical.replaceAll(/'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`/g, '_')
  // Allowed by the mode, and a way to every cluster that the server knows the password of.
  if (/\bcluster(AllReplicas)?\(/i.test(bare)) throw new WeighbridgeError('not-read-only', READ_ONLY)
  if (/\bINTO OUTFILE\b/i.test(bare)) {
    throw new WeighbridgeError(
      'not-read-only',
      'INTO OUTFILE would write a file; use --format and redirect the output.',
    )
  }
  if (/\bFORMAT \w+( SETTINGS |$)/i.test(bare)) {
    throw new WeighbridgeError('bad-usage', 'Leave FORMAT out of the query; choose the output with --format.')
  }
}

/** What went wrong with a user's query, as one sentence. */
export function readOnlyError(error: unknown): WeighbridgeError {
  const message = messageOf(error)
  for (const [found, code, sentence] of EXPLAINED) {
    if (message.includes(found)) return new WeighbridgeError(code, sentence, { cause: error })
  }
  // The parser's own query is repeated behind its message; the user wrote only the first half.
  const said = message
    .replace(/: In scope SELECT formatQuery[\s\S]*/, '')
    .replace(/ Expected one of: [\s\S]*/, '')
  return new WeighbridgeError('query-failed', `ClickHouse refused the query: ${said}`, { cause: error })
}

const EXPLAINED: readonly (readonly [
  found: string,
  code: 'not-read-only' | 'bad-usage',
  sentence: string,
])[] = [
  ['readonly mode', 'not-read-only', READ_ONLY],
  ["Cannot modify 'readonly'", 'not-read-only', READ_ONLY],
  // A server's user has fewer rights than the engine in this process.
  ['Not enough privileges', 'not-read-only', READ_ONLY],
  [
    'Multi-statements are not allowed',
    'not-read-only',
    'Only one statement is allowed; remove what follows the first ";".',
  ],
  ['Empty query', 'bad-usage', 'The query is empty; give one SELECT.'],
]

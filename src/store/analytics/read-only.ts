import { messageOf, WeighbridgeError } from '../../base/errors.ts'
import { type Token, tokensOf } from './canonical-tokens.ts'
import { limitError, type QueryLimits } from './query-limits.ts'
import { isReaching, isReachingTableFunction } from './reaching-functions.ts'

const READ_ONLY =
  'The query would write, read a file or reach out of the store; only SELECT over the tables here is allowed.'

/**
 * The query that has the engine's own parser write a user's query (`sql`) in its one canonical form, and tells what
 * names reach out of the tables.
 */
export const CANONICAL = `SELECT formatQuerySingleLine({sql:String}) AS text,
  (SELECT groupArray(name) FROM system.databases) AS databases,
  (SELECT groupArray(name) FROM system.table_functions) AS tableFunctions`

export interface CanonicalQuery {
  /** Comments gone, every string in plain quotes. A keyword hidden behind a comment, a heredoc or a quote cannot be found in any other form. */
  readonly text: string
  readonly databases: readonly string[]
  readonly tableFunctions: readonly string[]
}

/**
 * The text of a query that may be run for a user. Refused is what the engine's read-only mode lets through (measured on
 * 26.7): INTO OUTFILE, which writes a file from
 * inside a SELECT; `file('/etc/passwd')` as a scalar function; DESCRIBE of any table function, which fetches URLs;
 * `cluster(…)`, `merge('system', …)`; system tables and other databases. Everything else that writes or opens sockets is
 * refused by `readonly = 1`, which the session cannot take back.
 *
 * The tables here are named without a database, so a name of a database before a dot always leads out of them.
 */
export function refuseUnlessReading(query: CanonicalQuery | undefined): string {
  const { text, databases, tableFunctions } = query ?? { text: '', databases: [], tableFunctions: [] }
  if (!STARTS.test(text)) throw new WeighbridgeError('not-read-only', READ_ONLY)
  const tokens = tokensOf(text)
  const bare = tokens.map(({ kind, text: token }) => (kind === 'string' || kind === 'quoted' ? '_' : token))
  if (hasPhrase(bare, ['INTO', 'OUTFILE'])) {
    throw new WeighbridgeError(
      'not-read-only',
      'INTO OUTFILE would write a file; use --format and redirect the output.',
    )
  }
  if (/ FORMAT \w+( SETTINGS |$)/i.test(bare.join(' '))) {
    throw new WeighbridgeError('bad-usage', 'Leave FORMAT out of the query; choose the output with --format.')
  }
  // Read-only mode lets a subquery have its own: there no limit would hold.
  if (/ SETTINGS \w+ = /.test(bare.join(' '))) {
    throw new WeighbridgeError(
      'not-read-only',
      'SETTINGS may not be changed by a query; leave the clause out.',
    )
  }
  const reaching = new Set(tableFunctions.filter(isReachingTableFunction).map((name) => name.toLowerCase()))
  const others = new Set(databases)
  tokens.forEach((token, at) => {
    if (token.kind !== 'word' && token.kind !== 'quoted') {
      // No canonical form has them outside strings: nothing is passed on that was read otherwise than it will be.
      if (/["$`']/.test(token.text) && token.kind === 'symbol')
        throw new WeighbridgeError('not-read-only', READ_ONLY)
      return
    }
    if (isCalled(tokens, at) && (isReaching(token.text) || reaching.has(token.text.toLowerCase()))) {
      throw new WeighbridgeError(
        'not-read-only',
        `${token.text}(…) reaches out of the tables here; only SELECT over them is allowed.`,
      )
    }
    if (tokens[at + 1]?.text === '.' && tokens[at - 1]?.text !== '.' && others.has(token.text)) {
      throw new WeighbridgeError(
        'not-read-only',
        `${token.text} is a database; only the tables here may be read, and they are named without one.`,
      )
    }
  })
  return text
}

const STARTS =
  /^\(*(SELECT|WITH|EXPLAIN|DESCRIBE|EXISTS TABLE)\b|^SHOW TABLES( (NOT )?I?LIKE '(?:[^'\\]|\\.)*')?( LIMIT \d+)?$/

/** A name before a bracket, or after APPLY, which takes a function by its bare name. */
function isCalled(tokens: readonly Token[], at: number): boolean {
  if (tokens[at + 1]?.text === '(') return true
  const before = tokens[at - 1]?.text === '(' ? tokens[at - 2] : tokens[at - 1]
  return before?.kind === 'word' && before.text.toUpperCase() === 'APPLY'
}

function hasPhrase(words: readonly string[], phrase: readonly string[]): boolean {
  return words.some((_, at) => phrase.every((word, step) => words[at + step]?.toUpperCase() === word))
}

/** What went wrong with a query that may only read, as one sentence. */
export function readOnlyError(error: unknown, limits: QueryLimits): WeighbridgeError {
  const limit = limitError(error, limits)
  if (limit !== null) return limit
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

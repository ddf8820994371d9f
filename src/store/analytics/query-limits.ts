import { messageOf, WeighbridgeError } from '../../base/errors.ts'

/** What one query may take. The query that reaches a limit ends in one sentence, never in a part of its answer. */
export interface QueryLimits {
  readonly seconds: number
  readonly memoryBytes: number
  readonly rowsRead: number
  readonly resultRows: number
  /** Of the answer as JSON text, which is what has to fit into this process. */
  readonly resultBytes: number
}

const MIB = 1 << 20

export const DEFAULT_LIMITS: QueryLimits = {
  seconds: 120,
  memoryBytes: 4096 * MIB,
  rowsRead: 20_000_000_000,
  resultRows: 1_000_000,
  resultBytes: 128 * MIB,
}

const VARIABLES: readonly (readonly [variable: string, limit: keyof QueryLimits, unit: number])[] = [
  ['WEIGHBRIDGE_QUERY_SECONDS', 'seconds', 1],
  ['WEIGHBRIDGE_QUERY_MEMORY_MIB', 'memoryBytes', MIB],
  ['WEIGHBRIDGE_QUERY_ROWS_READ', 'rowsRead', 1],
  ['WEIGHBRIDGE_QUERY_RESULT_ROWS', 'resultRows', 1],
  ['WEIGHBRIDGE_QUERY_RESULT_MIB', 'resultBytes', MIB],
]

/**
 * The limits that an administrator set by variables, the default ones where there is none.
 *
 * @throws WeighbridgeError `bad-usage` for a value that is no whole number of at least 1.
 * @example limitsFrom({ WEIGHBRIDGE_QUERY_SECONDS: '30' }).seconds // => 30
 */
export function limitsFrom(environment: Readonly<Record<string, string | undefined>>): QueryLimits {
  const set = VARIABLES.flatMap(([variable, limit, unit]) => {
    const text = environment[variable]
    if (text === undefined || text === '') return []
    const value = Number(text) * unit
    if (Number.isSafeInteger(value) && value > 0) return [[limit, value] as const]
    throw new WeighbridgeError(
      'bad-usage',
      `${variable} is ${JSON.stringify(text)}; it must be a whole number of at least 1.`,
    )
  })
  return { ...DEFAULT_LIMITS, ...Object.fromEntries(set) }
}

/** The limits as settings of the engine, and what a compiled query needs beyond the engine's defaults. */
export function limitSettings(limits: QueryLimits): Readonly<Record<string, string>> {
  return {
    max_execution_time: `${limits.seconds}`,
    max_memory_usage: `${limits.memoryBytes}`,
    // What does not fit into memory is spilled, and must not fill the disk instead.
    max_temporary_data_on_disk_size_for_query: `${4 * limits.memoryBytes}`,
    max_rows_to_read: `${limits.rowsRead}`,
    max_result_rows: `${limits.resultRows}`,
    // Only stops early what is much too large: the engine counts columns as it holds them, compressed ones too.
    max_result_bytes: `${limits.resultBytes}`,
    // A rule with thousands of values is one query, and a query of many nested subqueries is not written by hand.
    max_query_size: `${16 * MIB}`,
    max_ast_elements: '200000',
    // Neither time nor memory is counted while it is expanded: this many take 2 seconds and 400 MiB.
    max_expanded_ast_elements: '500000',
    max_ast_depth: '4000',
    max_parser_depth: '4000',
    // A few seconds' worth.
    max_parser_backtracks: '10000000',
  }
}

/** The sentence for a query that reached a limit; null for any other error. */
export function limitError(error: unknown, limits: QueryLimits): WeighbridgeError | null {
  // The client takes the name of the code out of the message.
  const { type = '' } = error as { type?: string }
  const message = `${messageOf(error)} (${type})`
  const reached = REACHED.find(({ said }) => said.test(message))
  if (reached === undefined) return null
  return new WeighbridgeError(reached.code, reached.sentence(limits), { cause: error })
}

/** The answer is larger than may pass. */
export function answerTooLarge(limits: QueryLimits): WeighbridgeError {
  return new WeighbridgeError(
    'query-too-large',
    `The answer is larger than ${mebibytes(limits.resultBytes)}; ask for fewer rows or columns, or sum them up.`,
  )
}

const mebibytes = (bytes: number) => `${Math.ceil(bytes / MIB)} MiB`
const grouped = (value: number) => value.toLocaleString('en-US')

const REACHED: readonly {
  readonly said: RegExp
  readonly code: 'query-timeout' | 'query-too-large'
  readonly sentence: (limits: QueryLimits) => string
}[] = [
  {
    said: /TIMEOUT_EXCEEDED|\bTOO_SLOW\b/,
    code: 'query-timeout',
    sentence: ({ seconds }) =>
      `The query was stopped after ${seconds} ${seconds === 1 ? 'second' : 'seconds'}; narrow its time range, or allow it longer.`,
  },
  {
    said: /MEMORY_LIMIT_EXCEEDED|CANNOT_ALLOCATE_MEMORY/,
    code: 'query-too-large',
    sentence: ({ memoryBytes }) =>
      `The query needs more than ${mebibytes(memoryBytes)} of memory; narrow its time range, or group by fewer values.`,
  },
  {
    said: /max_temporary_data_on_disk_size|TOO_MANY_ROWS_OR_BYTES\).*temporary/,
    code: 'query-too-large',
    sentence: () =>
      'The query needs more room on disk for what it sorts and groups than it may have; narrow its time range.',
  },
  {
    said: /Limit for result exceeded, max rows|result.*\(TOO_MANY_ROWS\)/,
    code: 'query-too-large',
    sentence: ({ resultRows }) =>
      `The answer has more than ${grouped(resultRows)} rows; ask for fewer, or sum them up.`,
  },
  {
    said: /\(TOO_MANY_ROWS\)/,
    code: 'query-too-large',
    sentence: ({ rowsRead }) =>
      `The query would read more than ${grouped(rowsRead)} rows; narrow its time range.`,
  },
  {
    said: /TOO_MANY_ROWS_OR_BYTES|TOO_MANY_BYTES|TOO_LARGE_STRING_SIZE|TOO_LARGE_ARRAY_SIZE/,
    code: 'query-too-large',
    sentence: ({ resultBytes }) =>
      `The answer, or a value of the query, is larger than ${mebibytes(resultBytes)}; ask for fewer rows or columns, or sum them up.`,
  },
  {
    said: /Query tree is too big|TOO_BIG_AST|TOO_DEEP_AST|TOO_DEEP_RECURSION|TOO_DEEP_SUBQUERIES|Max query size exceeded|QUERY_IS_TOO_LARGE|TOO_MANY_QUERY_PLAN_OPTIMIZATIONS|TOO_DEEP_PIPELINE/,
    code: 'query-too-large',
    sentence: () => 'The query, or what it expands to, is larger than the engine takes; split it.',
  },
]

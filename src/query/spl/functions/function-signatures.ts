import { QueryError } from '../../plan/query-error.ts'
import type { Span } from '../../plan/span.ts'
import { CONDITIONAL_FUNCTIONS } from './conditional-functions.ts'
import { HASH_FUNCTIONS } from './hash-functions.ts'
import { JSON_FUNCTIONS } from './json-functions.ts'
import { MATHEMATICAL_FUNCTIONS } from './mathematical-functions.ts'
import { MULTIVALUE_FUNCTIONS } from './multivalue-functions.ts'
import { findPercentile } from './percentile-functions.ts'
import type { EvalFunction, StatsFunction } from './spl-function.ts'
import { STATS_FUNCTIONS } from './stats-functions.ts'
import { TEXT_FUNCTIONS } from './text-functions.ts'
import { TIME_FUNCTIONS } from './time-functions.ts'

const EVAL = new Map<string, EvalFunction>(
  [
    CONDITIONAL_FUNCTIONS,
    HASH_FUNCTIONS,
    JSON_FUNCTIONS,
    MATHEMATICAL_FUNCTIONS,
    MULTIVALUE_FUNCTIONS,
    TEXT_FUNCTIONS,
    TIME_FUNCTIONS,
  ].flatMap((table) => Object.entries(table)),
)
const STATS = new Map(Object.entries(STATS_FUNCTIONS))

/** Names of eval functions, for completion. */
export const EVAL_FUNCTION_NAMES: readonly string[] = [...EVAL.keys()].sort()
/** Names of stats functions, for completion; percentiles (`perc95`, `p99.9`) are beside these. */
export const STATS_FUNCTION_NAMES: readonly string[] = [...STATS.keys()].sort()

/**
 * The eval function of a name, whatever its letter case.
 *
 * @throws QueryError `unknown-function`
 */
export function evalFunction(name: string, at: Span): EvalFunction {
  const found = EVAL.get(name.toLowerCase())
  if (found === undefined) throw unknown(name, at, 'a function of eval and where')
  return found
}

/**
 * The stats function of a name, whatever its letter case; `perc95`, `p95`, `exactperc99`, `upperperc99.9` are names, too.
 *
 * @throws QueryError `unknown-function`
 */
export function statsFunction(name: string, at: Span): StatsFunction {
  const found = STATS.get(name.toLowerCase()) ?? findPercentile(name)
  if (found === undefined) throw unknown(name, at, 'a function of stats')
  return found
}

/** Is this a function of `stats`: tells `count` or `p95` from a field of that name. */
export function isStatsFunction(name: string): boolean {
  return STATS.has(name.toLowerCase()) || findPercentile(name) !== undefined
}

function unknown(name: string, at: Span, what: string): QueryError {
  return new QueryError('unknown-function', `${name}() is not ${what} that is known here.`, at, name)
}

import type { Expression } from '../../plan/expression.ts'
import type { Span } from '../../plan/span.ts'

/**
 * A function of `eval` and `where`. What it is given is already translated and of any type: it converts.
 *
 * `mvfilter(<condition>)` and `mvmap(<field>, <expression>)` are given `[multivalue, Lambda]`: the front end finds the
 * field, and translates the condition or expression with that field bound to the lambda's one parameter, a string.
 * `searchmatch` and `eval` belong to the front end, which has the grammar.
 */
export interface EvalFunction {
  /** The last argument has to be a `Lambda` of one string. */
  readonly lambda?: true
  /** @param nowTicks the query's clock, for `now`, `time` and `strptime` */
  translate(args: readonly Expression[], at: Span, name: string, nowTicks?: bigint): Expression
}

/** What a function of `stats` may need beside its arguments. */
export interface StatsInput {
  /** `_time`, for earliest, latest and rates; absent where the input has none. */
  readonly time?: Expression
  /** How wide the bins of timechart are, for `per_hour` and its like. */
  readonly spanSeconds?: number
}

/** A function of `stats`, `eventstats`, `streamstats`, `chart`, `timechart` and `tstats`. */
export interface StatsFunction {
  /** `count` and `count(eval(condition))` come with no argument and with a bool. */
  translate(args: readonly Expression[], at: Span, input: StatsInput, name: string): Expression
}

export type EvalFunctions = Readonly<Record<string, EvalFunction>>
export type StatsFunctions = Readonly<Record<string, StatsFunction>>

import { call, literal } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import type { Span } from '../../plan/span.ts'
import type { ScalarType } from '../../plan/type.ts'
import { convert } from './convert.ts'
import { memberOf } from './member.ts'

/** Functions that give several columns: the keys of the bag that the plan function gives, in the analyzer's order. */
const SEVERAL: Readonly<
  Record<string, { readonly plan: string; readonly gives: readonly (readonly [string, ScalarType])[] }>
> = {
  series_stats: {
    plan: 'series_stats_dynamic',
    gives: [
      ['min', 'real'],
      ['min_idx', 'long'],
      ['max', 'real'],
      ['max_idx', 'long'],
      ['avg', 'real'],
      ['stdev', 'real'],
      ['variance', 'real'],
    ],
  },
  series_fit_line: {
    plan: 'series_fit_line_dynamic',
    gives: [
      ['rsquare', 'real'],
      ['slope', 'real'],
      ['variance', 'real'],
      ['rvariance', 'real'],
      ['interception', 'real'],
      ['line_fit', 'dynamic'],
    ],
  },
}

/** Does a function give several columns (`series_stats`, `series_fit_line`)? */
export function givesSeveral(name: string): boolean {
  return Object.hasOwn(SEVERAL, name)
}

/** The values of a function that gives several columns, in the analyzer's order; its names are the analyzer's. */
export function severalValues(name: string, args: readonly Expression[], at: Span): readonly Expression[] {
  const several = SEVERAL[name]
  const [series, ...options] = args
  if (several === undefined || series === undefined) return []
  const bag = call(several.plan, 'dynamic', [convert(series, 'dynamic'), ...options], at)
  return several.gives.map(([key, type]) => convert(memberOf(bag, literal('string', key, at), at), type))
}

/** What the analyzer adds to the name for each of the values. */
export function severalNames(name: string): readonly string[] {
  return Object.hasOwn(SEVERAL, name) ? (SEVERAL[name]?.gives.map(([key]) => key) ?? []) : []
}

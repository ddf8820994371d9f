import type { Expression } from './expression.ts'

/** Aggregates that give the same whatever the order of their rows. */
const ORDER_FREE: ReadonlySet<string> = new Set([
  ...[
    'count',
    'countif',
    'sum',
    'sumif',
    'avg',
    'avgif',
    'min',
    'minif',
    'max',
    'maxif',
    'dcount',
    'dcountif',
  ],
  ...['stdev', 'stdevif', 'stdevp', 'variance', 'varianceif', 'variancep', 'percentile'],
  ...[
    'sum',
    'average',
    'stdev',
    'stdevp',
    'variance',
    'variancep',
    'sum_of_squares',
    'range_of',
    'median',
  ].flatMap((name) => [`spl.${name}`, `spl.${name}_values`]),
  ...[
    'count',
    'count_present',
    'count_true',
    'count_values',
    'distinct',
    'distinct_values',
    'min',
    'max',
  ].map((name) => `spl.${name}`),
  ...[
    'min_of_texts',
    'max_of_texts',
    'min_of_values',
    'max_of_values',
    'percentile',
    'percentile_values',
  ].map((name) => `spl.${name}`),
  ...['values', 'values_of_values', 'earliest_time', 'latest_time', 'rate'].map((name) => `spl.${name}`),
])

/** What may stand around aggregates without bringing in an order. */
const AROUND: ReadonlySet<string> = new Set([
  '+',
  '-',
  '*',
  '/',
  '%',
  'toreal',
  'tolong',
  'round',
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'spl.case',
  'spl.is_not_null',
])

/** Does an expression over aggregates give the same in any order? What is not known to do so may not. */
export function isOrderFree(expression: Expression): boolean {
  switch (expression.kind) {
    case 'call':
      if (ORDER_FREE.has(expression.function)) return true
      return AROUND.has(expression.function) && expression.arguments.every(isOrderFree)
    case 'literal':
    case 'column':
      return true
    default:
      return false
  }
}

import type { Expression } from '../../plan/expression.ts'
import { isWhole } from './convert.ts'
import { type SignatureTable, takes } from './signature.ts'

/** Sums of int are long; of others, as they are. */
function summed([value]: readonly Expression[]): Expression['type'] {
  return value === undefined || isWhole(value.type) ? 'long' : value.type
}

function averaged([value]: readonly Expression[]): Expression['type'] {
  const type = value?.type
  return type === 'decimal' || type === 'timespan' || type === 'datetime' ? type : 'real'
}

/** A percentile of int is long (the analyzer says so); of others, one of the values. */
function ranked([value]: readonly Expression[]): Expression['type'] {
  return value === undefined || value.type === 'int' ? 'long' : value.type
}

/**
 * Aggregates. `arg_max`, `arg_min` and `take_any` of several columns are not here: the front end asks for one
 * `arg_max(key, column)` a column (`take_any(column)`), which the printer takes from the same row.
 */
export const AGGREGATES: SignatureTable = {
  count: [
    { takes: [], gives: 'long' },
    { takes: ['bool'], gives: 'long', plan: 'countif' },
  ],
  cnt: 'count',
  countif: takes(['bool'], 'long'),
  sum: takes(['summable'], summed),
  sumif: takes(['summable', 'bool'], summed),
  avg: takes(['summable'], averaged),
  avgif: takes(['summable', 'bool'], averaged),
  min: takes(['value'], 'first'),
  minif: takes(['value', 'bool'], 'first'),
  max: takes(['value'], 'first'),
  maxif: takes(['value', 'bool'], 'first'),
  // The accuracy is left out: distinct values are counted exactly.
  dcount: takes(['value'], 'long', { optional: ['value'], arrange: (args) => args.slice(0, 1) }),
  dcountif: takes(['value', 'bool'], 'long', { optional: ['value'], arrange: (args) => args.slice(0, 2) }),
  count_distinct: takes(['value'], 'long', { plan: 'dcount' }),
  count_distinctif: takes(['value', 'bool'], 'long', { plan: 'dcountif' }),
  make_list: takes(['value'], 'dynamic', { optional: ['integer'] }),
  make_list_if: takes(['value', 'bool'], 'dynamic', { optional: ['integer'] }),
  make_list_with_nulls: takes(['value'], 'dynamic'),
  makelist: takes(['value'], 'dynamic', { optional: ['integer'] }),
  make_set: takes(['value'], 'dynamic', { optional: ['integer'] }),
  make_set_if: takes(['value', 'bool'], 'dynamic', { optional: ['integer'] }),
  makeset: takes(['value'], 'dynamic', { optional: ['integer'] }),
  make_bag: takes(['dynamic'], 'dynamic', { optional: ['integer'] }),
  make_bag_if: takes(['dynamic', 'bool'], 'dynamic', { optional: ['integer'] }),
  make_dictionary: 'make_bag',
  arg_max: takes(['value', 'value'], (args) => args[1]?.type ?? 'dynamic'),
  arg_min: takes(['value', 'value'], (args) => args[1]?.type ?? 'dynamic'),
  argmax: 'arg_max',
  argmin: 'arg_min',
  take_any: takes(['value'], 'first'),
  any: 'take_any',
  take_anyif: takes(['value', 'bool'], 'first'),
  anyif: 'take_anyif',
  percentile: takes(['value', 'real'], ranked),
  percentilew: takes(['value', 'integer', 'real'], ranked),
  percentiles_array: takes(['value'], 'dynamic', { rest: ['json'] }),
  percentilesw_array: takes(['value', 'integer'], 'dynamic', { rest: ['json'] }),
  stdev: takes(['summable'], 'real'),
  stdevif: takes(['summable', 'bool'], 'real'),
  stdevp: takes(['summable'], 'real'),
  variance: takes(['summable'], 'real'),
  varianceif: takes(['summable', 'bool'], 'real'),
  variancep: takes(['summable'], 'real'),
  variancepif: takes(['summable', 'bool'], 'real'),
  covariance: takes(['summable', 'summable'], 'real'),
  covarianceif: takes(['summable', 'summable', 'bool'], 'real'),
  covariancep: takes(['summable', 'summable'], 'real'),
  covariancepif: takes(['summable', 'summable', 'bool'], 'real'),
  tdigest: takes(['summable'], 'dynamic', { optional: ['integer'] }),
  tdigest_merge: takes(['dynamic'], 'dynamic', { plan: 'tdigest_merge_all' }),
  merge_tdigest: 'tdigest_merge',
  hll: takes(['value'], 'dynamic', { optional: ['integer'], arrange: (args) => args.slice(0, 1) }),
  hll_if: takes(['value', 'bool'], 'dynamic', { optional: ['integer'], arrange: (args) => args.slice(0, 2) }),
  hll_merge: takes(['dynamic'], 'dynamic', { plan: 'hll_merge_all' }),
  binary_all_and: takes(['integer'], 'long'),
  binary_all_or: takes(['integer'], 'long'),
  binary_all_xor: takes(['integer'], 'long'),
}

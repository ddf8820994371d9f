import { type Overload, type SignatureTable, takes } from './signature.ts'

/** Element by element, with an array on one side at least. */
const PAIRWISE: readonly Overload[] = takes(['json', 'json'], 'dynamic')
const EACH: readonly Overload[] = takes(['dynamic'], 'dynamic')
const ONE: readonly Overload[] = takes(['dynamic'], 'real')

/** Functions over arrays of numbers as series. */
export const SERIES_FUNCTIONS: SignatureTable = {
  series_add: PAIRWISE,
  series_subtract: PAIRWISE,
  series_multiply: PAIRWISE,
  series_divide: PAIRWISE,
  series_pow: PAIRWISE,
  series_greater: PAIRWISE,
  series_greater_equals: PAIRWISE,
  series_less: PAIRWISE,
  series_less_equals: PAIRWISE,
  series_equals: PAIRWISE,
  series_not_equals: PAIRWISE,
  series_exp: EACH,
  series_sign: EACH,
  series_abs: EACH,
  series_sin: EACH,
  series_asin: EACH,
  series_cos: EACH,
  series_acos: EACH,
  series_tan: EACH,
  series_atan: EACH,
  series_log: EACH,
  series_floor: EACH,
  series_ceiling: EACH,
  series_magnitude: ONE,
  series_sum: ONE,
  series_product: ONE,
  series_dot_product: takes(['json', 'json'], 'real'),
  series_pearson_correlation: takes(['dynamic', 'dynamic'], 'real'),
  series_cosine_similarity: takes(['dynamic', 'dynamic'], 'real', { optional: ['real', 'real'] }),
  series_fill_const: takes(['dynamic'], 'dynamic', { optional: ['json', 'json'] }),
  series_fill_forward: takes(['dynamic'], 'dynamic', { optional: ['json'] }),
  series_fill_backward: takes(['dynamic'], 'dynamic', { optional: ['json'] }),
  series_fill_linear: takes(['dynamic'], 'dynamic', { optional: ['json', 'bool', 'json'] }),
  series_stats_dynamic: takes(['dynamic'], 'dynamic', { optional: ['bool'] }),
  series_fit_line_dynamic: takes(['dynamic'], 'dynamic'),
}

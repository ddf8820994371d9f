/**
 * Rewritings of ClickHouse 26.7 that change an answer, or fail where there is one; every session has them off. They were found by
 * random plans (`src/query/clickhouse/differential.test.ts`), which fails with any of them on.
 */
export const EXACT = {
  // Takes min(if(c, NULL, x)) for minIf(x, NOT c), which leaves out x where c is null.
  optimize_rewrite_aggregate_function_with_if: 0,
  // Makes one group of no rows where all keys are constants.
  optimize_group_by_constant_keys: 0,
  // Fails at sum(x * NULL).
  optimize_arithmetic_operations_in_aggregate_functions: 0,
  // Of more than two tables it finds no way to join by a constant. Two are still swapped where that is faster.
  query_plan_optimize_join_order_limit: '1',
} as const

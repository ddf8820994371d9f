import { window } from '../../plan/build.ts'
import type { Expression, NamedExpression } from '../../plan/expression.ts'
import type { Window } from '../../plan/relation.ts'
import type { Span } from '../../plan/span.ts'
import { type SplRows, settled, withRelation } from './spl-rows.ts'

/** Fields computed over rows before and after, in the order the rows have. */
export function overRows(
  rows: SplRows,
  partition: readonly Expression[],
  values: readonly NamedExpression[],
  frame: Window['frame'],
  at: Span,
): SplRows {
  const ready = settled(rows)
  const relation = window({
    input: ready.relation,
    partition,
    order: [],
    values,
    ...(frame === undefined ? {} : { frame }),
    at,
  })
  return withRelation(ready, relation)
}

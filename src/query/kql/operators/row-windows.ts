import { columnReference, named, window } from '../../plan/build.ts'
import type { Relation } from '../../plan/relation.ts'
import type { Span } from '../../plan/span.ts'
import { segmentOf } from '../functions/row-functions.ts'
import type { RowValue } from '../scope.ts'

/** The relation with the values of row functions as columns, each from a window over the order that the rows have. */
export function withRowValues(relation: Relation, values: readonly RowValue[], at: Span): Relation {
  return values.reduce((input, value) => withRowValue(input, value, at), relation)
}

function withRowValue(input: Relation, { name, value, frame, restart }: RowValue, at: Span): Relation {
  const own = { order: [], at }
  if (restart === undefined) {
    return window({ input, partition: [], values: [named(name, value)], ...own, ...(frame && { frame }) })
  }
  const segment = `${name}_segment`
  const counted = segmentOf(restart, at)
  const segmented = window({
    input,
    partition: [],
    values: [named(segment, counted.value)],
    ...own,
    ...(counted.frame && { frame: counted.frame }),
  })
  return window({
    input: segmented,
    partition: [columnReference({ name: segment, type: 'long' }, at)],
    values: [named(name, value)],
    ...own,
    ...(frame && { frame }),
  })
}

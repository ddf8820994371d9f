import { columnIn, type PrintedOrder } from '../context.ts'
import type { CallToPrint } from './function-table.ts'
import { withoutNulls } from './spl-conversions.ts'

/**
 * The values of a group in the order its rows have, without nulls. A window has that order already; of a group the sort
 * keys are collected beside the values, because nothing else says in which order rows reach an aggregate.
 */
export function collected(
  value: string,
  { scope }: CallToPrint,
  aggregate: 'groupArray' | 'groupArrayArray',
): string {
  if (scope.over !== '' || scope.order.length === 0) return `${aggregate}(${value})${scope.over}`
  const keys = scope.order.map(({ column }) => columnIn(scope, column, scope.alias))
  const rows = `groupArray((${keys.join(', ')}, ${value}))`
  const values = `arrayMap(r -> tupleElement(r, ${keys.length + 1}), ${sorted(rows, scope.order)})`
  return aggregate === 'groupArrayArray' ? `arrayFlatten(${values})` : withoutNulls(values)
}

/** Sorted by all keys: at once where they run one way, else by the last key first, each pass keeping what the one before did. */
function sorted(rows: string, order: readonly PrintedOrder[]): string {
  const places = order.map((key, index) => ({ key, place: index + 1 }))
  const isOneWay = new Set(order.map(({ descending }) => descending)).size === 1
  const passes = isOneWay ? [places] : places.toReversed().map((each) => [each])
  return passes.reduce((array, pass) => {
    const descending = pass[0]?.key.descending === true
    const keys = pass.flatMap(({ key, place }) => keyOf(key, place))
    const by = `(${[...keys, descending ? '-toInt64(i)' : 'i'].join(', ')})`
    return `${descending ? 'arrayReverseSort' : 'arraySort'}((r, i) -> ${by}, ${array}, arrayEnumerate(${array}))`
  }, rows)
}

function keyOf({ descending, nulls }: PrintedOrder, place: number): readonly string[] {
  const key = `tupleElement(r, ${place})`
  // What is true sorts after what is false, and before it where the order is turned round.
  const nullIsLater = (nulls === 'last') !== descending
  return [`${nullIsLater ? 'isNull' : 'isNotNull'}(${key})`, key]
}

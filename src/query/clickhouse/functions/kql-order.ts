import { columnIn, type PrintedOrder } from '../context.ts'
import type { CallToPrint } from './function-table.ts'

/**
 * Values of a group in the order that its rows have, Array. Sort keys go along as hidden columns, so they are gathered with
 * the values and sorted afterwards: nothing in an aggregation says in which order it sees its rows.
 */
export function ordered(
  value: string,
  condition: string,
  limit: number | undefined,
  to: CallToPrint,
): string {
  const { order, alias } = to.scope
  const keys = order.map(({ column }) => columnIn(to.scope, column, alias))
  const descending = order.every((key) => key.descending)
  const isMixed = !descending && order.some((key) => key.descending)
  const parts = order.flatMap((key, index) => placed(key, keys[index] ?? '', descending))
  const gathered = `${condition === '' ? 'groupArray' : 'groupArrayIf'}((${[value, ...parts].join(', ')})${condition === '' ? '' : `, ${condition}`})`
  const places = parts.map((_, index) => `_row.${index + 2}`)
  const sorted = isMixed
    ? `arraySort(_row -> (${places.map((place, index) => (index % 2 === 1 && order[(index - 1) / 2]?.descending === true ? rank(place, gathered) : place)).join(', ')}), ${gathered})`
    : `${descending ? 'arrayReverseSort' : 'arraySort'}(_row -> (${places.join(', ')}), ${gathered})`
  const values = `arrayMap(_row -> _row.1, ${sorted})`
  return limit === undefined ? values : `arraySlice(${values}, 1, ${limit})`
}

/** Where nulls go, and the key. */
function placed({ nulls }: PrintedOrder, key: string, reversed: boolean): readonly string[] {
  const nullsLow = (nulls === 'first') !== reversed
  return [`${nullsLow ? 'isNotNull' : 'isNull'}(${key})`, `assumeNotNull(${key})`]
}

/** The place of a key among all keys, the greatest first: keys of any type in a sort that runs both ways. */
function rank(place: string, gathered: string): string {
  return `-toInt64(indexOf(arraySort(arrayDistinct(arrayMap(_q -> _q.${place.split('.')[1]}, ${gathered}))), ${place}))`
}

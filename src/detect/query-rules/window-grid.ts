import { literal } from '../../base/sql-literal.ts'
import { identifier } from '../../query/clickhouse/identifier.ts'
import type { SchemaTable } from '../../query/schemas/schema.ts'
import { WINDOW } from './windowed-plan.ts'

const DAY_MS = 86_400_000

/** The windows a rule is asked about: one ends at each of `ends`, all are equally long. Milliseconds since 1970. */
export interface WindowGrid {
  readonly ends: readonly number[]
  readonly lengthMs: number
  /** Longer ones, of tables that are looked back into further. */
  readonly lengthsMs?: ReadonlyMap<string, number>
  /** Time between two askings: what is older than that was news last time. */
  readonly stepMs: number
}

/**
 * The windows that end in (from, until], at whole multiples of the step since 1970.
 *
 * @param from midnight of the first day, `until` that after the last; milliseconds.
 */
export function regularGrid(from: number, until: number, lengthMs: number, stepMs: number): WindowGrid {
  const ends: number[] = []
  for (let end = (Math.floor(from / stepMs) + 1) * stepMs; end <= until; end += stepMs) ends.push(end)
  // Steps that do not divide the days asked about: what is left of the last day is in the next window already begun.
  const last = ends.at(-1) ?? from
  return { ends: last < until ? [...ends, last + stepMs] : ends, lengthMs, stepMs }
}

/** Start of the first window and end of the last. */
export function spanOf({ ends, lengthMs }: WindowGrid): { readonly from: number; readonly until: number } {
  return { from: Math.min(...ends) - lengthMs, until: Math.max(...ends) }
}

/** A table whose rows come once for each window they lie in, with the window's end in {@link WINDOW}. */
export function tableInWindows(table: SchemaTable, { lengthsMs, ...shared }: WindowGrid): SchemaTable {
  const grid = { ...shared, lengthMs: lengthsMs?.get(table.name) ?? shared.lengthMs }
  if (table.time === undefined) return table
  const time = identifier(table.time)
  const source = table.select === undefined ? identifier(table.name) : `(${table.select})`
  const { from, until } = spanOf(grid)
  const at = `toUnixTimestamp64Milli(assumeNotNull(toDateTime64(${time}, 3, 'UTC')))`
  const end = `toDateTime64(fromUnixTimestamp64Milli(arrayJoin(${endsAfter(at, grid)}), 'UTC'), 7, 'UTC')`
  return {
    ...table,
    columns: [...table.columns, WINDOW],
    select: `SELECT *, ${end} AS ${identifier(WINDOW.name)} FROM ${source} WHERE ${time} >= ${moment(from)} AND ${time} < ${moment(until)}`,
  }
}

/** The array of ends of windows that hold a moment: start <= moment < end. */
function endsAfter(at: string, { ends, lengthMs, stepMs }: WindowGrid): string {
  const [first = 0] = ends
  const isRegular = ends.every((end, index) => end === first + index * stepMs)
  if (!isRegular)
    return `arrayFilter(e -> e > ${at} AND e <= ${at} + ${lengthMs}, [${ends.map((end) => `toInt64(${end})`).join(', ')}])`
  const before = `toInt64(floor((${at} - ${first}) / ${stepMs}))`
  const last = `toInt64(floor((${at} + ${lengthMs} - ${first}) / ${stepMs}))`
  const indexes = `range(greatest(0, ${before} + 1), greatest(0, least(${ends.length}, ${last} + 1)))`
  return `arrayMap(k -> toInt64(${first} + k * ${stepMs}), ${indexes})`
}

function moment(milliseconds: number): string {
  return `toDateTime64(${literal(new Date(milliseconds).toISOString().slice(0, 23).replace('T', ' '))}, 3, 'UTC')`
}

/** The day, YYYY-MM-DD, that a window ends on: its last moment's. */
export function dayOfEnd(end: number): string {
  return dayOf(end - 1)
}

export function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10)
}

/** Days from the first to before the last, both YYYY-MM-DD. */
export function daysFrom(from: string, until: string): string[] {
  const days: string[] = []
  for (let at = Date.parse(from); at < Date.parse(until); at += DAY_MS) days.push(dayOf(at))
  return days
}

import type { ScalarType } from '../plan/type.ts'

/** ClickHouse's type for each type of a plan; what a printed expression may be instead is said in `plan/type.ts`. */
export const PHYSICAL: Readonly<Record<ScalarType, string>> = {
  bool: 'Nullable(Bool)',
  int: 'Nullable(Int32)',
  long: 'Nullable(Int64)',
  real: 'Nullable(Float64)',
  decimal: 'Nullable(Decimal(38, 17))',
  string: 'String',
  datetime: "Nullable(DateTime64(7, 'UTC'))",
  timespan: 'Nullable(Int64)',
  guid: 'Nullable(UUID)',
  dynamic: 'Nullable(String)',
  multivalue: 'Array(String)',
}

/** A datetime of any scale as ticks since 1970, Int64. */
export function ticksOf(datetime: string): string {
  return `reinterpret(toDateTime64(${datetime}, 7, 'UTC'), 'Int64')`
}

/** Ticks since 1970 as a datetime, exact over the whole range. */
export function datetimeOf(ticks: string): string {
  return `reinterpret(${ticks}, 'DateTime64(7, \\'UTC\\')')`
}

/** A value that may be null, of the one type that all branches of a union or array have to share. */
export function uniform(sql: string, type: ScalarType): string {
  if (type === 'string' || type === 'dynamic' || type === 'multivalue') return sql
  return `CAST(${sql}, '${PHYSICAL[type].replaceAll("'", "\\'")}')`
}

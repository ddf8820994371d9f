import type { ScalarType } from '../plan/type.ts'

/** The types of ClickHouse that a scan may give for a type of the plan (see `plan/type.ts`), whether nullable or not. */
const HELD: Readonly<Record<ScalarType, RegExp>> = {
  bool: /^Bool$/,
  int: /^(Int(8|16|32)|UInt(8|16))$/,
  long: /^(Int(8|16|32|64)|UInt(8|16|32))$/,
  real: /^Float64$/,
  decimal: /^Decimal\(38, 17\)$/,
  string: /^(String|LowCardinality\((String|Nullable\(String\))\))$/,
  datetime: /^DateTime(64\([0-7], 'UTC'\)|\('UTC'\))$/,
  timespan: /^Int64$/,
  guid: /^UUID$/,
  dynamic: /^String$/,
  multivalue: /^Array\(String\)$/,
}

/**
 * Can a column of a scan, of this type in ClickHouse, be read as this type of the plan?
 *
 * @example holds('long', 'Nullable(UInt32)') // => true
 * @example holds('long', 'UInt64') // => false
 */
export function holds(type: ScalarType, held: string): boolean {
  return HELD[type].test(held.replace(/^Nullable\((.*)\)$/, '$1'))
}

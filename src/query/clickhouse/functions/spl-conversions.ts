import type { Expression } from '../../plan/expression.ts'
import type { ScalarType } from '../../plan/type.ts'
import { datetimeOf, ticksOf } from '../physical.ts'
import type { CallToPrint, FunctionTable } from './function-table.ts'

/** Nothing that is read from text may be infinite or no number: a user called Nan must not spoil a sum. */
export function finiteNumber(text: string): string {
  return finite(`toFloat64OrNull(${text})`)
}

/** NULL where a number is infinite or none. */
export function finite(sql: string): string {
  return `if(isFinite(${sql}), ${sql}, NULL)`
}

/** Values of a multivalue without those that became NULL. */
export function withoutNulls(array: string): string {
  return `arrayMap(v -> assumeNotNull(v), arrayFilter(v -> isNotNull(v), ${array}))`
}

/** The text of a literal argument. */
export function literalOf(argument: Expression | undefined): string {
  return argument?.kind === 'literal' ? String(argument.value) : ''
}

const NUMBER: Readonly<Record<ScalarType, (sql: string) => string>> = {
  bool: (sql) => `toFloat64(${sql})`,
  int: (sql) => sql,
  long: (sql) => sql,
  real: (sql) => sql,
  decimal: (sql) => `toFloat64(${sql})`,
  string: finiteNumber,
  datetime: (sql) => `${ticksOf(sql)} / 1e7`,
  timespan: (sql) => `${sql} / 1e7`,
  guid: () => `CAST(NULL, 'Nullable(Float64)')`,
  dynamic: (sql) => finiteNumber(`replaceRegexpAll(${sql}, '^"|"$', '')`),
  multivalue: (sql) => finiteNumber(`if(length(${sql}) = 1, arrayElement(${sql}, 1), '')`),
}

const TEXT: Readonly<Record<ScalarType, (sql: string) => string>> = {
  bool: (sql) => `if(isNull(${sql}), NULL, if(${sql}, 'true', 'false'))`,
  int: (sql) => `toString(${sql})`,
  long: (sql) => `toString(${sql})`,
  real: (sql) => `toString(${sql})`,
  decimal: (sql) => `toString(toFloat64(${sql}))`,
  string: (sql) => sql,
  datetime: (sql) => `toString(${ticksOf(sql)} / 1e7)`,
  timespan: (sql) => `toString(${sql} / 1e7)`,
  guid: (sql) => `toString(${sql})`,
  dynamic: jsonText,
  multivalue: (sql) => `if(empty(${sql}), NULL, arrayStringConcat(${sql}, '\\n'))`,
}

const BOOL: Readonly<Partial<Record<ScalarType, (sql: string) => string>>> = {
  int: (sql) => `${sql} != 0`,
  long: (sql) => `${sql} != 0`,
  real: (sql) => `${sql} != 0`,
  string: (sql) => `lower(${sql}) IN ('true', 't', '1')`,
  dynamic: (sql) => `lower(${sql}) IN ('true', '"true"', '1')`,
}

/** A value of JSON as text: a string without its quotes, null as NULL, anything else as it is written. */
export function jsonText(sql: string): string {
  return `multiIf(${sql} = '' OR ${sql} = 'null', NULL, startsWith(${sql}, '"'), JSONExtractString(${sql}), ${sql})`
}

/** Conversions between the types of Splunk's values. What cannot be converted is NULL. */
export const SPL_CONVERSIONS: FunctionTable = {
  'spl.number': ([value = ''], to) => `(${NUMBER[argumentType(to)](value)})`,
  'spl.real': ([value = '']) => `toFloat64(${value})`,
  'spl.integer': ([value = '']) => `accurateCastOrNull(trunc(${value}), 'Int64')`,
  'spl.text': ([value = ''], to) => `(${TEXT[argumentType(to)](value)})`,
  'spl.multivalue': ([value = '']) => `if(isNull(${value}), emptyArrayString(), [assumeNotNull(${value})])`,
  'spl.bool': ([value = ''], to) => `(${BOOL[argumentType(to)]?.(value) ?? `isNotNull(${value})`})`,
  // DateTime64 of 7 digits ends in 2262; seconds are read to the microsecond, which is what a Float64 holds.
  'spl.time': ([value = '']) => {
    const micros = `accurateCastOrNull(round(${value} * 1000000), 'Int64')`
    return datetimeOf(`if(abs(${value}) < 9223372036, ${micros} * 10, NULL)`)
  },
  'spl.bool_name': ([value = '']) => `if(isNull(${value}), NULL, if(${value}, 'True', 'False'))`,
}

function argumentType({ call }: CallToPrint): ScalarType {
  return call.arguments[0]?.type ?? 'string'
}

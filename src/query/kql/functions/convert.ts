import { call, literal, missing } from '../../plan/build.ts'
import type { Expression, Literal } from '../../plan/expression.ts'
import type { Span } from '../../plan/span.ts'
import type { ScalarType } from '../../plan/type.ts'
import { ticksOfDatetime } from './datetime-text.ts'
import { ticksOfTimespan } from './timespan-text.ts'

/** The function of the plan that makes a value of this type out of any other. */
const CONVERSION: Readonly<Partial<Record<ScalarType, string>>> = {
  bool: 'tobool',
  int: 'toint',
  long: 'tolong',
  real: 'toreal',
  decimal: 'todecimal',
  string: 'tostring',
  datetime: 'todatetime',
  timespan: 'totimespan',
  guid: 'toguid',
  dynamic: 'dynamic',
}

/**
 * A value as another type, as Kusto's `tostring`, `tolong`… convert it; to dynamic: as a JSON value (a string becomes a
 * JSON string, it is not parsed). What does not convert becomes null, or the empty string.
 */
export function convert(value: Expression, type: ScalarType): Expression {
  if (value.type === type) return value
  const folded = value.kind === 'literal' ? fold(value, type) : undefined
  if (folded !== undefined) return folded
  return call(CONVERSION[type] ?? 'tostring', type, [value], value.at)
}

/** A literal of another type at compile time, where that is exact; undefined: leave it to the engine. */
function fold(value: Literal, type: ScalarType): Literal | undefined {
  const { value: content, at } = value
  if (content === null) return missing(type, at)
  if (isWhole(value.type)) {
    if (type === 'long' || type === 'decimal') return literal(type, content, at)
    if (type === 'real' && Number.isSafeInteger(Number(content))) return literal('real', Number(content), at)
    if (type === 'string' || type === 'dynamic') return literal(type, String(content), at)
    if (type === 'bool') return literal('bool', content !== '0', at)
  }
  if (value.type === 'string') {
    const text = String(content)
    if (type === 'dynamic') return literal('dynamic', JSON.stringify(text), at)
    if (type === 'datetime') return ofTicks('datetime', ticksOfDatetime(text), at)
    if (type === 'timespan') return ofTicks('timespan', ticksOfTimespan(text), at)
    if ((type === 'long' || type === 'int') && /^-?\d{1,9}$/.test(text))
      return literal(type, String(Number(text)), at)
  }
  if (value.type === 'bool' && type === 'dynamic') return literal('dynamic', String(content), at)
  if (value.type === 'dynamic' && type === 'string') return literal('string', textOfJson(String(content)), at)
  return undefined
}

function ofTicks(type: 'datetime' | 'timespan', ticks: bigint | undefined, at: Span): Literal | undefined {
  return ticks === undefined ? undefined : literal(type, String(ticks), at)
}

function textOfJson(json: string): string {
  const value: unknown = JSON.parse(json)
  return typeof value === 'string' ? value : json
}

export function isWhole(type: ScalarType): boolean {
  return type === 'int' || type === 'long'
}

export function isNumber(type: ScalarType): boolean {
  return isWhole(type) || type === 'real' || type === 'decimal'
}

const WIDTH: readonly ScalarType[] = ['int', 'long', 'real', 'decimal']

/** The wider of numeric types: int, long, real, decimal. */
export function widest(types: readonly ScalarType[]): ScalarType {
  return WIDTH[Math.max(...types.map((type) => WIDTH.indexOf(type)), 0)] ?? 'real'
}

/**
 * The type that alternatives of `iff`, `case`, `coalesce`, `max_of` have in common: the wider number, the type that is
 * not dynamic, dynamic for a mix of others.
 */
export function commonType(values: readonly Expression[]): ScalarType {
  const types = [...new Set(values.map((value) => value.type))]
  const firm = types.filter((type) => type !== 'dynamic')
  if (firm.length === 0) return 'dynamic'
  if (firm.length === 1) return firm[0] ?? 'dynamic'
  return firm.every(isNumber) ? widest(firm) : 'dynamic'
}

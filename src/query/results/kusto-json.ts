import { ticksOf } from '../clickhouse/physical.ts'
import { type Column, type ScalarType, TICKS_PER_SECOND } from '../plan/type.ts'

/**
 * How a column of the outermost SELECT is written so that nothing is lost on its way through JSON: numbers and ticks as
 * text (no double holds them all), conditions as booleans. `kustoValue` reads it back.
 */
export function finalColumn(sql: string, { type }: Column): string {
  switch (type) {
    case 'bool':
      return `CAST(${sql}, 'Nullable(Bool)')`
    case 'datetime':
      return `toString(${ticksOf(sql)})`
    case 'string':
    case 'dynamic':
    case 'multivalue':
      return sql
    default:
      return `toString(${sql})`
  }
}

/**
 * A value of a row, as `finalColumn` had it written, in Kusto's JSON form:
 *
 * | type           | form |
 * | -------------- | ---- |
 * | bool           | `true`, `false` |
 * | int, long      | number; beyond 2^53 decimal text, which keeps every digit |
 * | real           | number, or `"NaN"`, `"Infinity"`, `"-Infinity"` |
 * | decimal        | decimal text |
 * | datetime       | `2024-01-01T00:00:00Z`, with as many digits of the fraction as it has |
 * | timespan       | `1.02:03:04.5000000`; days and fraction only where there are any |
 * | guid, string   | text |
 * | dynamic        | the JSON value |
 * | multivalue     | array of text |
 *
 * @example kustoValue('datetime', '17040672001000000') // => '2024-01-01T00:00:00.1Z'
 */
export function kustoValue(type: ScalarType, raw: unknown): unknown {
  if (raw === null || raw === undefined) return type === 'string' ? '' : null
  const text = String(raw)
  switch (type) {
    case 'bool':
      return raw === true || text === 'true' || text === '1'
    case 'int':
    case 'long':
      return Number.isSafeInteger(Number(text)) ? Number(text) : text
    case 'real':
      return realValue(text)
    case 'datetime':
      return datetimeText(BigInt(text))
    case 'timespan':
      return timespanText(BigInt(text))
    case 'dynamic':
      return jsonValue(text)
    case 'multivalue':
      return raw
    default:
      return text
  }
}

const NOT_FINITE: ReadonlyMap<string, string> = new Map([
  ['nan', 'NaN'],
  ['-nan', 'NaN'],
  ['inf', 'Infinity'],
  ['-inf', '-Infinity'],
])

function realValue(text: string): number | string {
  return NOT_FINITE.get(text.toLowerCase()) ?? Number(text)
}

function jsonValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/**
 * Ticks since 1970 as ISO 8601 in UTC, without zeros at the end of the fraction. Years run from 0001 to 9999.
 *
 * @example datetimeText(0n) // => '1970-01-01T00:00:00Z'
 */
export function datetimeText(ticks: bigint): string {
  const second = floorDivide(ticks, TICKS_PER_SECOND)
  const date = new Date(Number(second) * 1000)
  if (Number.isNaN(date.getTime())) return String(ticks)
  const fraction = fractionDigits(ticks - second * TICKS_PER_SECOND).replace(/0+$/, '')
  return `${date.toISOString().slice(0, -5)}${fraction === '' ? '' : `.${fraction}`}Z`
}

/**
 * Ticks as `d.hh:mm:ss.fffffff`.
 *
 * @example timespanText(-15_000_000n) // => '-00:00:01.5000000'
 */
export function timespanText(ticks: bigint): string {
  const size = ticks < 0n ? -ticks : ticks
  const seconds = size / TICKS_PER_SECOND
  const days = seconds / 86_400n
  const clock = [seconds / 3_600n - days * 24n, (seconds / 60n) % 60n, seconds % 60n].map((part) =>
    String(part).padStart(2, '0'),
  )
  const fraction = fractionDigits(size % TICKS_PER_SECOND)
  return [
    ticks < 0n ? '-' : '',
    days === 0n ? '' : `${days}.`,
    clock.join(':'),
    Number(fraction) === 0 ? '' : `.${fraction}`,
  ].join('')
}

function fractionDigits(ticks: bigint): string {
  return String(ticks).padStart(7, '0')
}

function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor
  return dividend % divisor < 0n ? quotient - 1n : quotient
}

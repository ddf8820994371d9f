import type { ScalarType } from '../plan/type.ts'
import { ticksOf } from './physical.ts'

/** A value as JSON text, `null` where it is null: what stands inside arrays and bags. Never NULL itself. */
export function jsonOf(sql: string, type: ScalarType): string {
  switch (type) {
    case 'dynamic':
      return `ifNull(${sql}, 'null')`
    case 'string':
      return `ifNull(toJSONString(${sql}), 'null')`
    case 'bool':
      return `multiIf(isNull(${sql}), 'null', ${sql}, 'true', 'false')`
    case 'multivalue':
      return `toJSONString(${sql})`
    case 'guid':
      return `ifNull(concat('"', toString(${sql}), '"'), 'null')`
    case 'datetime':
      return `ifNull(concat('"', ${datetimeText(sql)}, '"'), 'null')`
    case 'timespan':
      return `ifNull(concat('"', ${timespanText(sql)}, '"'), 'null')`
    case 'real':
      return `multiIf(isNull(${sql}), 'null', isNaN(${sql}), '"NaN"', ${sql} = inf, '"Infinity"', ${sql} = -inf, '"-Infinity"', ${realText(sql)})`
    case 'decimal':
      return `ifNull(concat('"', toString(${sql}), '"'), 'null')`
    case 'int':
    case 'long':
      return `ifNull(toString(${sql}), 'null')`
  }
}

/** `2026-03-10T22:14:33.0000000Z` of a datetime of any scale. */
export function datetimeText(sql: string): string {
  const text = `toString(CAST(${sql}, 'Nullable(DateTime64(7, \\'UTC\\'))'))`
  return `concat(replaceOne(${text}, ' ', 'T'), 'Z')`
}

/** `1.02:03:04.0000000` of ticks; the fraction only where there is one, the days only where there are some. */
export function timespanText(sql: string): string {
  const all = `abs(${sql})`
  const two = (seconds: number, most: number) =>
    `leftPad(toString(intDiv(${all}, ${seconds}0000000) % ${most}), 2, '0')`
  const days = `intDiv(${all}, 864000000000)`
  const fraction = `(${all} % 10000000)`
  return `concat(if(${sql} < 0, '-', ''), if(${days} = 0, '', concat(toString(${days}), '.')), ${two(3600, 24)}, ':', ${two(60, 60)}, ':', ${two(1, 60)}, if(${fraction} = 0, '', concat('.', leftPad(toString(${fraction}), 7, '0'))))`
}

/** The shortest text that is the same number, with a point or an exponent so that it stays a real. */
export function realText(sql: string): string {
  const text = `toString(${sql})`
  return `if(match(${text}, '^-?[0-9]+$'), concat(${text}, '.0'), ${text})`
}

/** Ticks since 1970 as text, for results: no number type of JSON holds them all. */
export function ticksText(sql: string): string {
  return `toString(${ticksOf(sql)})`
}

import type { Literal } from '../plan/expression.ts'
import type { ScalarType } from '../plan/type.ts'
import type { PrintContext } from './context.ts'
import { datetimeOf, PHYSICAL } from './physical.ts'

/** Parameters' types: those of `PHYSICAL`, but never null. */
const PARAMETER: Readonly<Record<ScalarType, string>> = {
  bool: 'Bool',
  int: 'Int32',
  long: 'Int64',
  real: 'Float64',
  decimal: 'Decimal(38, 17)',
  string: 'String',
  datetime: "DateTime64(7, 'UTC')",
  timespan: 'Int64',
  guid: 'UUID',
  dynamic: 'String',
  multivalue: 'Array(String)',
}

/** Between these years ClickHouse reads the text of a DateTime64 exactly. */
const FIRST_TICK = BigInt(Date.UTC(1900, 0, 1)) * 10_000n
const LAST_TICK = BigInt(Date.UTC(2262, 0, 1)) * 10_000n

/**
 * A constant as a parameter.
 *
 * @param scale of a datetime: digits of its seconds; the caller sees to it that none is lost.
 */
export function printLiteral(literal: Literal, context: PrintContext, scale: 3 | 7 = 7): string {
  const { value, type } = literal
  if (value === null) {
    return type === 'multivalue' ? 'emptyArrayString()' : `CAST(NULL, '${nullType(type)}')`
  }
  if (type === 'datetime') {
    const ticks = BigInt(value as string)
    if (ticks < FIRST_TICK || ticks >= LAST_TICK) return datetimeOf(context.parameter(String(ticks), 'Int64'))
    const text = datetimeText(ticks)
    return scale === 7
      ? context.parameter(text, PARAMETER.datetime)
      : context.parameter(text.slice(0, -4), `DateTime64(${scale}, 'UTC')`)
  }
  // The embedded client sends no whole number beyond 2^53 as a number.
  const isUnsafe = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)
  return context.parameter(isUnsafe ? String(value) : value, PARAMETER[type])
}

function nullType(type: ScalarType): string {
  const physical = type === 'string' ? 'Nullable(String)' : PHYSICAL[type]
  return physical.replaceAll("'", "\\'")
}

/** `2026-03-10 22:14:33.0000000`, in UTC, of ticks of 100 ns since 1970. */
function datetimeText(ticks: bigint): string {
  const milliseconds = ticks / 10_000n - (ticks % 10_000n < 0n ? 1n : 0n)
  const rest = ticks - milliseconds * 10_000n
  const iso = new Date(Number(milliseconds)).toISOString()
  return `${iso.slice(0, 10)} ${iso.slice(11, 23)}${String(rest).padStart(4, '0')}`
}

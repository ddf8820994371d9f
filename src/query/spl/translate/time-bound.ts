import { literal } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import { QueryError } from '../../plan/query-error.ts'
import type { Span } from '../../plan/span.ts'
import { movedBy, relativeTimeSteps } from '../functions/relative-time.ts'

const TICKS_PER_MILLISECOND = 10_000
const SPLUNK_DATE = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?::(\d{1,2}):(\d{2}):(\d{2}))?$/

/**
 * What `earliest=` and `latest=` are given, as a datetime; undefined for the whole past or future. All times are UTC.
 *
 * @throws QueryError `wrong-argument` for what is no time
 */
export function timeBound(value: string, nowTicks: bigint, at: Span): Expression | undefined {
  const text = value.trim().replace(/^now\(\)$/i, 'now')
  if (/^(0|1|all|rt)?$/i.test(text) || text === '+infinity') return undefined
  if (/^\d{9,}(\.\d+)?$/.test(text)) return instant(Number(text) * 1000, at)
  const date = SPLUNK_DATE.exec(text)
  if (date !== null) {
    const [month, day, year, hour, minute, second] = date.slice(1).map((part) => Number(part ?? 0))
    return instant(Date.UTC(year ?? 1970, (month ?? 1) - 1, day, hour, minute, second), at)
  }
  if (/^\d{4}-\d{2}-\d{2}/.test(text)) {
    const withZone = /Z$|[+-]\d{2}:?\d{2}$/.test(text)
      ? text
      : /T|\s/.test(text)
        ? `${text.replace(' ', 'T')}Z`
        : text
    const parsed = Date.parse(withZone)
    if (!Number.isNaN(parsed)) return instant(parsed, at)
  }
  const modifier = text.replace(/^rt/i, '')
  if (relativeTimeSteps(modifier) === undefined) {
    throw new QueryError(
      'wrong-argument',
      `"${value}" is no time; write one such as -7d@d, now or 10/19/2024:00:00:00.`,
      at,
      value,
    )
  }
  return movedBy(literal('datetime', nowTicks.toString(), at), modifier, at)
}

function instant(milliseconds: number, at: Span): Expression {
  return literal(
    'datetime',
    (BigInt(Math.round(milliseconds)) * BigInt(TICKS_PER_MILLISECOND)).toString(),
    at,
  )
}

import { call, literal } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import { QueryError } from '../../plan/query-error.ts'
import type { Span } from '../../plan/span.ts'
import { TICKS_PER_SECOND } from '../../plan/type.ts'
import { toNumber, toText, toTime } from './conversions.ts'
import { eachValue } from './over-values.ts'
import { movedBy } from './relative-time.ts'
import { special } from './signature.ts'
import type { EvalFunctions } from './spl-function.ts'
import { timeFormat } from './time-format.ts'

/** Date and time functions. Times are seconds since 1970, in UTC. */
export const TIME_FUNCTIONS: EvalFunctions = {
  now: special(0, 0, (_args, at, name, nowTicks) => {
    return literal('long', String(clock(nowTicks, at, name) / TICKS_PER_SECOND), at)
  }),
  time: special(0, 0, (_args, at, name, nowTicks) => {
    return literal('real', Number(clock(nowTicks, at, name)) / Number(TICKS_PER_SECOND), at)
  }),
  relative_time: special(2, 2, ([time, modifier], at) => {
    const from = toTime(time as Expression)
    const by = modifier as Expression
    if (by.kind === 'literal') return toNumber(movedBy(from, String(by.value), at))
    return toNumber(call('spl.moved_time', 'datetime', [from, toText(by)], at))
  }),
  strftime: special(2, 2, ([time, format], at, name) => {
    const written = timeFormat(format, name)
    return eachValue(time as Expression, at, (one) =>
      call('spl.strftime', 'string', [toTime(one), written], at),
    )
  }),
  strptime: special(2, 2, ([text, format], at, name, nowTicks) => {
    const written = timeFormat(format, name)
    if (!String(written.value).includes('"code"')) {
      throw new QueryError('wrong-argument', 'The format of strptime() has no code such as %Y.', at, name)
    }
    const now = literal('datetime', String(clock(nowTicks, at, name)), at)
    return call('spl.strptime', 'real', [toText(text as Expression), written, now], at)
  }),
}

function clock(nowTicks: bigint | undefined, at: Span, name: string): bigint {
  if (nowTicks !== undefined) return nowTicks
  throw new QueryError('unsupported', `${name}() cannot stand here: there is no clock.`, at, name)
}

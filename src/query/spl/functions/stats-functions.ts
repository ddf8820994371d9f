import { call, literal } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import { QueryError } from '../../plan/query-error.ts'
import type { Span } from '../../plan/span.ts'
import type { ScalarType } from '../../plan/type.ts'
import { isNumeric, toMultivalue, toNumber, toText, toType } from './conversions.ts'
import { checkCount } from './signature.ts'
import type { StatsFunction, StatsFunctions, StatsInput } from './spl-function.ts'

/** Functions of numbers; what is no number does not take part. */
const OF_NUMBERS: Readonly<Record<string, string>> = {
  sum: 'sum',
  avg: 'average',
  mean: 'average',
  range: 'range_of',
  stdev: 'stdev',
  stdevp: 'stdevp',
  var: 'variance',
  varp: 'variancep',
  sumsq: 'sum_of_squares',
  median: 'median',
}

const SECONDS: Readonly<Record<string, number>> = {
  per_second: 1,
  per_minute: 60,
  per_hour: 3600,
  per_day: 86_400,
}

const count = one((value, at) =>
  call(value.type === 'bool' ? 'spl.count_true' : counting(value), 'long', [value], at),
)
const distinct = one((value, at) => {
  return call(value.type === 'multivalue' ? 'spl.distinct_values' : 'spl.distinct', 'long', [value], at)
})

/** Functions of `stats`. Nulls do not take part; each value of a multivalue does. */
export const STATS_FUNCTIONS: StatsFunctions = {
  ...Object.fromEntries(
    Object.entries(OF_NUMBERS).map(([name, plan]) => [name, ofNumbers(`spl.${plan}`, name)]),
  ),
  ...Object.fromEntries(Object.entries(SECONDS).map(([name, seconds]) => [name, perUnit(seconds)])),
  count: withoutArgument(count),
  c: withoutArgument(count),
  dc: distinct,
  distinct_count: distinct,
  estdc: distinct,
  min: one((value, at) => extreme('min', value, at)),
  max: one((value, at) => extreme('max', value, at)),
  mode: one((value, at) => call('spl.mode', 'string', [toMultivalue(value)], at)),
  values: one((value, at) => gathered('spl.values', value, at)),
  list: one((value, at) => gathered('spl.list', value, at)),
  first: one((value, at) => inOrder('spl.first', value, at)),
  last: one((value, at) => inOrder('spl.last', value, at)),
  earliest: byTime((value, time, at) => inOrder('spl.earliest', value, at, time)),
  latest: byTime((value, time, at) => inOrder('spl.latest', value, at, time)),
  earliest_time: byTime((value, time, at) => call('spl.earliest_time', 'real', [value, toNumber(time)], at)),
  latest_time: byTime((value, time, at) => call('spl.latest_time', 'real', [value, toNumber(time)], at)),
  rate: byTime((value, time, at) => call('spl.rate', 'real', [toNumber(value), toNumber(time)], at)),
  sparkline: refused('it draws a picture'),
  estdc_error: refused('distinct counts are exact here'),
}

type OfOne = (value: Expression, at: Span, input: StatsInput) => Expression

function one(translate: OfOne): StatsFunction {
  return {
    translate(args, at, input, name) {
      checkCount(args, 1, 1, at, name)
      return translate(args[0] as Expression, at, input)
    },
  }
}

/** `count` alone counts rows. */
function withoutArgument(of: StatsFunction): StatsFunction {
  return {
    translate(args, at, input, name) {
      return args.length === 0 ? call('spl.count', 'long', [], at) : of.translate(args, at, input, name)
    },
  }
}

function counting(value: Expression): string {
  return value.type === 'multivalue' ? 'spl.count_values' : 'spl.count_present'
}

function ofNumbers(plan: string, name: string): StatsFunction {
  return one((value, at) => {
    if (value.type === 'multivalue') return call(`${plan}_values`, 'real', [value], at)
    const number = toNumber(value)
    const whole = number.type !== 'real' && (name === 'sum' || name === 'range')
    return call(plan, whole ? 'long' : 'real', [whole ? number : toType(number, 'real')], at)
  })
}

function gathered(plan: string, value: Expression, at: Span): Expression {
  if (value.type === 'multivalue') return call(`${plan}_of_values`, 'multivalue', [value], at)
  return call(plan, 'multivalue', [toText(value)], at)
}

/** Numbers as numbers; of texts the order is numeric where all are numbers, else by code point. */
function extreme(name: 'min' | 'max', value: Expression, at: Span): Expression {
  if (isNumeric(value) || value.type === 'datetime' || value.type === 'timespan') {
    const number = toNumber(value)
    return call(`spl.${name}`, number.type === 'int' ? 'long' : number.type, [number], at)
  }
  if (value.type === 'multivalue') return call(`spl.${name}_of_values`, 'string', [value], at)
  return call(`spl.${name}_of_texts`, 'string', [toText(value)], at)
}

/** A value picked from the rows has the type it had, but times are seconds. */
function inOrder(plan: string, value: Expression, at: Span, time?: Expression): Expression {
  const picked: Expression =
    value.type === 'datetime' ? toNumber(value) : value.type === 'bool' ? toText(value) : value
  const type: ScalarType = picked.type === 'int' ? 'long' : picked.type
  return call(plan, type, time === undefined ? [picked] : [picked, time], at)
}

function byTime(translate: (value: Expression, time: Expression, at: Span) => Expression): StatsFunction {
  return {
    translate(args, at, { time }, name) {
      checkCount(args, 1, 1, at, name)
      if (time === undefined) {
        throw new QueryError(
          'unknown-column',
          `${name}() needs the field _time, which is not there.`,
          at,
          '_time',
        )
      }
      return translate(args[0] as Expression, time, at)
    },
  }
}

/** The sum, per unit of time of the bins that the rows were put in. */
function perUnit(seconds: number): StatsFunction {
  return {
    translate(args, at, { spanSeconds }, name) {
      checkCount(args, 1, 1, at, name)
      if (spanSeconds === undefined) {
        throw new QueryError('unsupported', `${name}() needs the span of timechart.`, at, name)
      }
      const sum = call('spl.sum', 'real', [toType(args[0] as Expression, 'real')], at)
      const units = literal('real', spanSeconds / seconds, at)
      return call('spl.divide', 'real', [sum, units], at)
    },
  }
}

function refused(why: string): StatsFunction {
  return {
    translate(_args, at, _input, name) {
      throw new QueryError('unsupported', `${name}() is not supported: ${why}.`, at, name)
    },
  }
}

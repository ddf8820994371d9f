import { datetimeOf, ticksOf } from '../physical.ts'
import type { CallToPrint, FunctionTable } from './function-table.ts'
import { literalOf } from './spl-conversions.ts'
import { movedTime } from './spl-moved-time.ts'
import type { FormatPart } from './spl-time-format.ts'
import { parsedTime } from './spl-time-reading.ts'

const TICKS: Readonly<Record<string, number>> = {
  second: 10_000_000,
  minute: 600_000_000,
  hour: 36_000_000_000,
  day: 864_000_000_000,
  week: 6_048_000_000_000,
}
const MONTHS: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 }

/** Codes of strftime as formatDateTime() writes them; those that have no equal are in `WRITTEN`. */
const CODES: Readonly<Record<string, string>> = {
  Y: '%Y',
  y: '%y',
  m: '%m',
  d: '%d',
  e: '%e',
  H: '%H',
  I: '%I',
  M: '%i',
  S: '%S',
  p: '%p',
  b: '%b',
  B: '%M',
  a: '%a',
  A: '%W',
  j: '%j',
  u: '%u',
  w: '%w',
  V: '%V',
  G: '%G',
}

const WRITTEN: Readonly<Record<string, (time: string, digits: number) => string>> = {
  Z: () => `'UTC'`,
  z: () => `'+0000'`,
  ':z': () => `'+00:00'`,
  '::z': () => `'+00:00:00'`,
  s: (time) => `toString(intDiv(${ticksOf(time)}, 10000000))`,
  N: (time, digits) => fraction(time, digits === 0 ? 9 : digits),
  Q: (time, digits) => fraction(time, digits === 0 ? 3 : digits),
  k: (time) => `leftPad(toString(toHour(${time})), 2, ' ')`,
  l: (time) => `leftPad(toString(if(toHour(${time}) % 12 = 0, 12, toHour(${time}) % 12)), 2, ' ')`,
  P: (time) => `lower(formatDateTime(${time}, '%p'))`,
  U: (time) => weekOfYear(time, '%w'),
  W: (time) => weekOfYear(time, '%u'),
}

/** Moving, writing and reading times. All are UTC. */
export const SPL_TIME: FunctionTable = {
  'spl.shift_time': ([time = '', amount = ''], to) => {
    const unit = literalOf(to.call.arguments[2])
    const ticks = TICKS[unit]
    if (ticks !== undefined) return datetimeOf(`(${ticksOf(time)} + ${amount} * ${ticks})`)
    return `addMonths(CAST(${time}, 'Nullable(DateTime64(7, \\'UTC\\'))'), ${amount} * ${MONTHS[unit] ?? 12})`
  },
  'spl.snap_time': ([time = ''], to) => snapped(time, to),
  'spl.moved_time': ([time = '', modifier = '']) => movedTime(time, modifier),
  'spl.strftime': ([time = ''], to) => formatted(`CAST(${time}, 'Nullable(DateTime64(7, \\'UTC\\'))')`, to),
  'spl.strptime': ([text = '', , now = ''], to) => parsedTime(text, now, partsOf(to), to.context),
}

/** Arithmetic over ticks: toStartOfInterval() of a DateTime64 before 1970 ends in 2106. */
function snapped(time: string, { call }: CallToPrint): string {
  const unit = literalOf(call.arguments[2])
  const ticks = ticksOf(time)
  if (unit === 'week') {
    // 1970-01-01 was a Thursday, day 4 of a week that begins on Sunday.
    const weekday = Number(literalOf(call.arguments[1]))
    const days = `toInt64(floor(${ticks} / ${TICKS['day']}))`
    return datetimeOf(`((${days} - positiveModulo(${days} + ${4 - weekday}, 7)) * ${TICKS['day']})`)
  }
  const size = TICKS[unit]
  if (size !== undefined) return datetimeOf(`(${ticks} - positiveModulo(${ticks}, ${size}))`)
  const month =
    unit === 'month' ? `toMonth(${time})` : unit === 'quarter' ? `(toQuarter(${time}) * 3 - 2)` : '1'
  return `makeDateTime64(toYear(${time}), ${month}, 1, 0, 0, 0, 0, 7, 'UTC')`
}

function partsOf({ call }: CallToPrint): readonly FormatPart[] {
  return JSON.parse(literalOf(call.arguments[1])) as readonly FormatPart[]
}

function formatted(time: string, to: CallToPrint): string {
  const pieces: string[] = []
  let run = ''
  const close = () => {
    if (run !== '') pieces.push(`formatDateTime(${time}, ${to.context.parameter(run, 'String')})`)
    run = ''
  }
  for (const part of partsOf(to)) {
    if (part.kind === 'text') run += part.text.replaceAll('%', '%%')
    else if (part.flag === '-' && CODES[part.code] !== undefined) {
      close()
      pieces.push(`replaceRegexpOne(formatDateTime(${time}, '${CODES[part.code]}'), '^[0 ]+(.)', '\\\\1')`)
    } else if (CODES[part.code] !== undefined) run += CODES[part.code]
    else {
      close()
      pieces.push(WRITTEN[part.code]?.(time, part.digits) ?? `''`)
    }
  }
  close()
  const text =
    pieces.length === 0 ? `''` : pieces.length === 1 ? (pieces[0] ?? '') : `concat(${pieces.join(', ')})`
  return `if(isNull(${time}), NULL, ${text})`
}

function fraction(time: string, digits: number): string {
  return `rightPad(substring(leftPad(toString(positiveModulo(${ticksOf(time)}, 10000000)), 7, '0'), 1, ${digits}), ${digits}, '0')`
}

/** Week of the year from its first Sunday (`%w`) or Monday (`%u`); days before it are in week 00. */
function weekOfYear(time: string, day: '%w' | '%u'): string {
  const weekday = `toInt32(formatDateTime(${time}, '${day}'))`
  const since = day === '%w' ? weekday : `(${weekday} - 1)`
  return `leftPad(toString(intDiv(toDayOfYear(${time}) + 6 - ${since}, 7)), 2, '0')`
}

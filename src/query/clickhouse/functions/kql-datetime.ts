import { QueryError } from '../../plan/query-error.ts'
import type { CallToPrint, FunctionTable, PrintFunction } from './function-table.ts'
import { at, constantText, ofTicks, requireConstant, ticksAt, typeOf } from './kql-argument.ts'
import { formatDatetime, formatTimespan } from './kql-format.ts'

/** Functions over datetime and timespan, in ticks of 100 ns. */
export const KQL_DATETIME: FunctionTable = {
  datetime_add: (args, to) => datetimeAdd(args, to),
  datetime_diff: (args, to) => datetimeDiff(args, to),
  datetime_part: (args, to) => datetimePart(args, to),
  dayofweek: ([time]) => `(toInt64(toDayOfWeek(${time}) % 7) * ${DAY})`,
  dayofmonth: ([time]) => `toInt32(toDayOfMonth(${time}))`,
  dayofyear: ([time]) => `toInt32(toDayOfYear(${time}))`,
  hourofday: ([time]) => `toInt32(toHour(${time}))`,
  week_of_year: ([time]) => `toInt32(toISOWeek(${time}))`,
  monthofyear: ([time]) => `toInt32(toMonth(${time}))`,
  getyear: ([time]) => `toInt32(toYear(${time}))`,
  startofday: boundary('day', 0),
  startofweek: boundary('week', 0),
  startofmonth: boundary('month', 0),
  startofyear: boundary('year', 0),
  endofday: boundary('day', 1),
  endofweek: boundary('week', 1),
  endofmonth: boundary('month', 1),
  endofyear: boundary('year', 1),
  format_datetime: (args, to) => formatDatetime(at(args, 0), ticksAt(args, to, 0), formatText(to), to),
  format_timespan: (args, to) => formatTimespan(at(args, 0), formatText(to), to),
  make_datetime: (args) => makeDatetime(args),
  make_timespan: (args) => makeTimespan(args),
  unixtime_seconds_todatetime: since1970(10_000_000),
  unixtime_milliseconds_todatetime: since1970(10_000),
  unixtime_microseconds_todatetime: since1970(10),
  unixtime_nanoseconds_todatetime: since1970(0.01),
}

/** Signed: beside an unsigned constant ClickHouse would take a time before 1970 as unsigned, too. */
const signed = (ticks: number) => `toInt64(${ticks})`
const DAY = signed(864_000_000_000)
const WEEK = signed(7 * 864_000_000_000)
/** 1970-01-01 was a Thursday; weeks start on Sunday. */
const SUNDAY = signed(4 * 864_000_000_000)

const TICKS: Readonly<Record<string, string>> = {
  week: WEEK,
  day: DAY,
  hour: signed(36_000_000_000),
  minute: signed(600_000_000),
  second: signed(10_000_000),
  millisecond: signed(10_000),
  microsecond: signed(10),
}

function part(to: CallToPrint): string {
  requireConstant(to, 0, 'part of a datetime')
  return (constantText(to, 0) ?? '').toLowerCase().replaceAll('_', '')
}

function noSuchPart({ call }: CallToPrint, name: string): QueryError {
  return new QueryError(
    'wrong-argument',
    `'${name}' is no part of a datetime that ${call.function} knows`,
    call.at,
    name,
  )
}

/** Time of day of ticks since midnight. */
function sinceMidnight(ticks: string): string {
  return `positiveModulo(${ticks}, ${DAY})`
}

function datetimeAdd(args: readonly string[], to: CallToPrint): string {
  const name = part(to)
  const [count, time] = [at(args, 1), at(args, 2)]
  if (name === 'year') return `addYears(${asDatetime64(time)}, ${count})`
  if (name === 'quarter') return `addMonths(${asDatetime64(time)}, ${count} * 3)`
  if (name === 'month') return `addMonths(${asDatetime64(time)}, ${count})`
  if (name === 'nanosecond') return ofTicks(`(${ticksAt(args, to, 2)} + intDiv(${count}, 100))`)
  const ticks = TICKS[name]
  if (ticks === undefined) throw noSuchPart(to, name)
  return ofTicks(`(${ticksAt(args, to, 2)} + ${count} * ${ticks})`)
}

function asDatetime64(time: string): string {
  return `CAST(${time}, 'Nullable(DateTime64(7, \\'UTC\\'))')`
}

/** How many boundaries of the part lie between two times. */
function datetimeDiff(args: readonly string[], to: CallToPrint): string {
  const name = part(to)
  const [one, other] = [at(args, 1), at(args, 2)]
  const months = (time: string) => `(toInt64(toYear(${time})) * 12 + toMonth(${time}))`
  if (name === 'year') return `(toInt64(toYear(${one})) - toYear(${other}))`
  if (name === 'quarter') {
    const quarters = (time: string) => `(toInt64(toYear(${time})) * 4 + toQuarter(${time}))`
    return `(${quarters(one)} - ${quarters(other)})`
  }
  if (name === 'month') return `(${months(one)} - ${months(other)})`
  const [from, until] = [ticksAt(args, to, 1), ticksAt(args, to, 2)]
  if (name === 'nanosecond') return `((${from} - ${until}) * 100)`
  const ticks = TICKS[name]
  if (ticks === undefined) throw noSuchPart(to, name)
  const shift = name === 'week' ? ` + ${SUNDAY}` : ''
  const whole = (time: string) => `(${time}${shift} - positiveModulo(${time}${shift}, ${ticks}))`
  return `intDiv(${whole(from)} - ${whole(until)}, ${ticks})`
}

function datetimePart(args: readonly string[], to: CallToPrint): string {
  const time = at(args, 1)
  const fraction = `positiveModulo(${ticksAt(args, to, 1)}, 10000000)`
  const parts: Readonly<Record<string, string>> = {
    year: `toYear(${time})`,
    quarter: `toQuarter(${time})`,
    month: `toMonth(${time})`,
    weekofyear: `toISOWeek(${time})`,
    week: `toISOWeek(${time})`,
    day: `toDayOfMonth(${time})`,
    dayofyear: `toDayOfYear(${time})`,
    hour: `toHour(${time})`,
    minute: `toMinute(${time})`,
    second: `toSecond(${time})`,
    millisecond: `intDiv(${fraction}, 10000)`,
    microsecond: `intDiv(${fraction}, 10)`,
    nanosecond: `(${fraction} * 100)`,
  }
  const name = part(to)
  if (!Object.hasOwn(parts, name)) throw noSuchPart(to, name)
  return `toInt32(${parts[name]})`
}

/** The start of the day, week, month or year, some of them later; the end is the last tick before the next start. */
function boundary(unit: 'day' | 'week' | 'month' | 'year', next: 0 | 1): PrintFunction {
  return (args, to) => {
    const ticks = ticksAt(args, to, 0)
    const moved = args[1] === undefined ? String(next) : next === 0 ? args[1] : `(${args[1]} + 1)`
    const start = startTicks(unit, at(args, 0), ticks)
    const shifted = moved === '0' ? start : later(unit, start, moved)
    return ofTicks(next === 0 ? shifted : `(${shifted} - 1)`)
  }
}

function startTicks(unit: 'day' | 'week' | 'month' | 'year', time: string, ticks: string): string {
  const day = `${ticks} - ${sinceMidnight(ticks)}`
  if (unit === 'day') return `(${day})`
  if (unit === 'week') return `(${ticks} - positiveModulo(${ticks} + ${SUNDAY}, ${WEEK}))`
  if (unit === 'month') return `(${day} - (toInt64(toDayOfMonth(${time})) - 1) * ${DAY})`
  return `(${day} - (toInt64(toDayOfYear(${time})) - 1) * ${DAY})`
}

function later(unit: 'day' | 'week' | 'month' | 'year', start: string, count: string): string {
  if (unit === 'day') return `(${start} + ${count} * ${DAY})`
  if (unit === 'week') return `(${start} + ${count} * ${WEEK})`
  const add = unit === 'month' ? 'addMonths' : 'addYears'
  return `reinterpret(${add}(${ofTicks(start)}, ${count}), 'Int64')`
}

function formatText(to: CallToPrint): string {
  requireConstant(to, 1, 'format')
  return constantText(to, 1) ?? ''
}

/** Null where the day does not exist. */
function makeDatetime(args: readonly string[]): string {
  const two = (value: string) => `leftPad(toString(${value}), 2, '0')`
  const date = `concat(leftPad(toString(${at(args, 0)}), 4, '0'), '-', ${two(at(args, 1))}, '-', ${two(at(args, 2))})`
  const day = `parseDateTime64BestEffortOrNull(${date}, 7, 'UTC')`
  const [hour, minute, second] = [args[3], args[4], args[5]]
  if (hour === undefined) return day
  const clock = `(toInt64(${hour}) * 36000000000 + toInt64(${minute ?? '0'}) * 600000000 + ${secondTicks(second)})`
  return ofTicks(`(reinterpret(${day}, 'Int64') + ${clock})`)
}

/** (hours, minutes), (hours, minutes, seconds) or (days, hours, minutes, seconds). */
function makeTimespan(args: readonly string[]): string {
  const [days, hours, minutes, seconds] = args.length === 4 ? args : ['0', args[0], args[1], args[2]]
  return `(toInt64(${days}) * ${DAY} + toInt64(${hours}) * 36000000000 + toInt64(${minutes}) * 600000000 + ${secondTicks(seconds)})`
}

function secondTicks(seconds: string | undefined): string {
  return seconds === undefined ? '0' : `accurateCastOrNull(round(toFloat64(${seconds}) * 10000000), 'Int64')`
}

function since1970(ticks: number): PrintFunction {
  return (args, to) => {
    const isWhole = typeOf(to, 0) === 'long' || typeOf(to, 0) === 'int'
    if (isWhole && ticks >= 1) return ofTicks(`toInt64(${at(args, 0)} * ${ticks})`)
    if (isWhole) return ofTicks(`intDiv(toInt64(${at(args, 0)}), ${Math.round(1 / ticks)})`)
    return ofTicks(`accurateCastOrNull(trunc(toFloat64(${at(args, 0)}) * ${ticks}), 'Int64')`)
  }
}

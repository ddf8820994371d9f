import { datetimeOf, ticksOf } from '../physical.ts'

const UNIT =
  '(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?|mon|months?|q|qtrs?|quarters?|y|yrs?|years?)'
const SHIFT = `(?:([+-])(\\d{0,8})${UNIT})?`
/** A shift, a snap and one more shift. */
const MODIFIER = `(?i)^\\s*${SHIFT}(?:@${UNIT}([0-7]?))?${SHIFT}\\s*$`

/** Units by their first letter, months by n; those of fixed length in ticks, the others in months. */
const TICKS = `['s', 'm', 'h', 'd', 'w'], [10000000, 600000000, 36000000000, 864000000000, 6048000000000]`
const MONTHS = `['n', 'q', 'y'], [1, 3, 12]`
const DAY = '864000000000'

/**
 * A time moved by a modifier that only the row knows, e.g. `concat('-', days, 'd')`; NULL where it is none. One that is
 * written in the query is `spl.shift_time` and `spl.snap_time`.
 */
export function movedTime(time: string, modifier: string): string {
  const groups = `extractGroups(ifNull(${modifier}, ''), '${MODIFIER.replaceAll('\\', '\\\\')}')`
  const steps = `arrayMap(g -> ${shifted(snapped(shifted('t', 1), 4), 6)}, [${groups}])`
  const start = `CAST(${time}, 'Nullable(DateTime64(7, \\'UTC\\'))')`
  return `arrayElement(arrayMap(t -> if(empty(${groups}), NULL, arrayElement(${steps}, 1)), [${start}]), 1)`
}

function unit(group: number): string {
  return `if(startsWith(lower(g[${group}]), 'mon'), 'n', lower(substring(g[${group}], 1, 1)))`
}

function shifted(time: string, group: number): string {
  const amount = `(if(g[${group}] = '-', -1, 1) * if(g[${group + 1}] = '', 1, toInt64OrZero(g[${group + 1}])))`
  const ticks = `${amount} * toInt64(transform(${unit(group + 2)}, ${TICKS}, 0))`
  const months = `${amount} * toInt64(transform(${unit(group + 2)}, ${MONTHS}, 0))`
  return datetimeOf(`(${ticksOf(`addMonths(${time}, ${months})`)} + ${ticks})`)
}

function snapped(time: string, group: number): string {
  const size = `toInt64(transform(${unit(group)}, ${TICKS}, 1))`
  const fixed = datetimeOf(`(${ticksOf(time)} - positiveModulo(${ticksOf(time)}, ${size}))`)
  // 1970-01-01 was a Thursday, day 4 of a week that begins on Sunday.
  const days = `toInt64(floor(${ticksOf(time)} / ${DAY}))`
  const week = datetimeOf(
    `((${days} - positiveModulo(${days} + 4 - toInt64OrZero(g[${group + 1}]), 7)) * ${DAY})`,
  )
  const month = `multiIf(${unit(group)} = 'n', toMonth(${time}), ${unit(group)} = 'q', toQuarter(${time}) * 3 - 2, 1)`
  const first = `makeDateTime64(toYear(${time}), ${month}, 1, 0, 0, 0, 0, 7, 'UTC')`
  return `multiIf(g[${group}] = '', ${time}, ${unit(group)} = 'w', ${week}, ${unit(group)} IN ('n', 'q', 'y'), ${first}, ${fixed})`
}

import { isNeverNull } from './activity-time.ts'
import type { CallToPrint, FunctionTable, PrintFunction } from './function-table.ts'
import { finiteNumber } from './spl-conversions.ts'
import { collected } from './spl-ordered.ts'

/** Aggregates of numbers, and what stands where a spread has one value only. */
const OF_NUMBERS: Readonly<Record<string, string>> = {
  sum: 'sum',
  average: 'avg',
  stdev: 'stddevSampStable',
  stdevp: 'stddevPopStable',
  variance: 'varSampStable',
  variancep: 'varPopStable',
}

/** How many values `list` keeps. */
const LISTED = 100

const NUMBERS = (array: string) =>
  `arrayMap(v -> assumeNotNull(v), arrayFilter(v -> isNotNull(v), arrayMap(v -> ${finiteNumber('v')}, ${array})))`

/** Aggregates of stats. NULL does not take part, and where nothing did the result is NULL; each value of a multivalue does. */
export const SPL_STATS: FunctionTable = {
  ...Object.fromEntries(
    Object.entries(OF_NUMBERS).flatMap(([name, clickhouse]): [string, PrintFunction][] => [
      [`spl.${name}`, ([value = ''], to) => spread(`${clickhouse}OrNull(${value})${to.scope.over}`, name)],
      [
        `spl.${name}_values`,
        ([values = ''], to) => spread(`${clickhouse}OrNullArray(${NUMBERS(values)})${to.scope.over}`, name),
      ],
    ]),
  ),
  // A sum that may be NULL costs more, here and wherever it is read.
  'spl.sum': ([value = ''], { call, scope }) =>
    scope.grouped === true && isNeverNull(call.arguments[0], scope)
      ? `sum(${value})`
      : `sumOrNull(${value})${scope.over}`,
  'spl.sum_of_squares': ([value = ''], { scope }) => `sumOrNull(${value} * ${value})${scope.over}`,
  'spl.sum_of_squares_values': ([values = ''], { scope }) =>
    `sumOrNullArray(arrayMap(v -> v * v, ${NUMBERS(values)}))${scope.over}`,
  'spl.range_of': ([value = ''], { scope }) =>
    `(maxOrNull(${value})${scope.over} - minOrNull(${value})${scope.over})`,
  'spl.range_of_values': ([values = ''], { scope }) =>
    `(maxOrNullArray(${NUMBERS(values)})${scope.over} - minOrNullArray(${NUMBERS(values)})${scope.over})`,
  'spl.median': ([value = ''], { scope }) => `quantileExactInclusiveOrNull(0.5)(${value})${scope.over}`,
  'spl.median_values': ([values = ''], { scope }) =>
    `quantileExactInclusiveOrNullArray(0.5)(${NUMBERS(values)})${scope.over}`,
  'spl.percentile': ([value = '', level = ''], { scope }) =>
    nearestRank(`groupArray(${value})${scope.over}`, level),
  'spl.percentile_values': ([values = '', level = ''], { scope }) =>
    nearestRank(`groupArrayArray(${NUMBERS(values)})${scope.over}`, level),
  'spl.count': (_args, { scope }) => `toInt64(count()${scope.over})`,
  'spl.count_present': ([value = ''], { scope }) => `toInt64(count(${value})${scope.over})`,
  'spl.count_true': ([condition = ''], { scope }) => `toInt64(countIf(${condition})${scope.over})`,
  'spl.count_values': ([values = ''], { scope }) => `toInt64(sum(length(${values}))${scope.over})`,
  'spl.distinct': ([value = ''], { scope }) => `toInt64(uniqExact(${value})${scope.over})`,
  'spl.distinct_values': ([values = ''], { scope }) => `toInt64(uniqExactArray(${values})${scope.over})`,
  'spl.min': ([value = ''], { scope }) => `minOrNull(${value})${scope.over}`,
  'spl.max': ([value = ''], { scope }) => `maxOrNull(${value})${scope.over}`,
  'spl.min_of_texts': extremeOfTexts('min'),
  'spl.max_of_texts': extremeOfTexts('max'),
  'spl.min_of_values': extremeOfValues('min'),
  'spl.max_of_values': extremeOfValues('max'),
  'spl.mode': ([values = ''], { scope }) => {
    const counts = `sumMap(${values}, arrayMap(v -> 1, ${values}))${scope.over}`
    const most = `indexOf(tupleElement(${counts}, 2), arrayMax(tupleElement(${counts}, 2)))`
    return `if(empty(tupleElement(${counts}, 1)), NULL, tupleElement(${counts}, 1)[${most}])`
  },
  'spl.values': ([text = ''], { scope }) => `arraySort(groupUniqArray(${text})${scope.over})`,
  'spl.values_of_values': ([values = ''], { scope }) =>
    `arraySort(groupUniqArrayArray(${values})${scope.over})`,
  'spl.list': ([text = ''], to) => `arraySlice(${collected(text, to, 'groupArray')}, 1, ${LISTED})`,
  'spl.list_of_values': ([values = ''], to) =>
    `arraySlice(${collected(values, to, 'groupArrayArray')}, 1, ${LISTED})`,
  'spl.first': ([value = ''], to) => picked(value, to, 'first'),
  'spl.last': ([value = ''], to) => picked(value, to, 'last'),
  'spl.earliest': byTime('argMin'),
  'spl.latest': byTime('argMax'),
  'spl.earliest_time': seenAt('min'),
  'spl.latest_time': seenAt('max'),
  'spl.rate': ([value = '', time = ''], { scope }) => {
    const change = `argMaxOrNull(${value}, ${time})${scope.over} - argMinOrNull(${value}, ${time})${scope.over}`
    const passed = `maxOrNull(${time})${scope.over} - minOrNull(${time})${scope.over}`
    return `((${change}) / nullIf(${passed}, 0))`
  },
}

/** One value has no spread: 0, where ClickHouse says NaN. */
function spread(sql: string, name: string): string {
  return name === 'stdev' || name === 'variance' ? `if(isNull(${sql}) OR isFinite(${sql}), ${sql}, 0)` : sql
}

/** 0.07 * 100 is a little more than 7: that much is taken off before rounding up. */
function nearestRank(numbers: string, level: string): string {
  const sorted = `arraySort(${numbers})`
  return `toFloat64(arrayElementOrNull(${sorted}, toUInt64(greatest(ceil(${level} * length(${sorted}) - 1e-9), 1))))`
}

function extremeOfTexts(name: 'min' | 'max'): PrintFunction {
  return ([text = ''], { scope }) => {
    const texts = `countIf(isNotNull(${text}) AND isNull(${finiteNumber(text)}))${scope.over}`
    const number = `${name}OrNull(${finiteNumber(text)})${scope.over}`
    return `if(${texts} = 0, toString(${number}), ${name}OrNull(${text})${scope.over})`
  }
}

/** Numeric where every value is a number, by code point where one is not. */
function extremeOfValues(name: 'min' | 'max'): PrintFunction {
  return ([values = ''], { scope }) => {
    const texts = `sum(arrayCount(v -> isNull(${finiteNumber('v')}), ${values}))${scope.over}`
    const number = `${name}OrNullArray(${NUMBERS(values)})${scope.over}`
    const text = `${name}OrNullArray(${values})${scope.over}`
    return `if(${texts} = 0, toString(${number}), ${text})`
  }
}

function byTime(name: 'argMin' | 'argMax'): PrintFunction {
  return ([value = '', time = ''], { call, scope }: CallToPrint) =>
    call.type === 'multivalue'
      ? `${name}If(${value}, ${time}, notEmpty(${value}))${scope.over}`
      : `${name}OrNull(${value}, ${time})${scope.over}`
}

function seenAt(name: 'min' | 'max'): PrintFunction {
  return ([value = '', time = ''], { call, scope }: CallToPrint) => {
    const isThere = call.arguments[0]?.type === 'multivalue' ? `notEmpty(${value})` : `isNotNull(${value})`
    return `${name}OrNullIf(${time}, ${isThere})${scope.over}`
  }
}

/** The first or last value in the order the rows have. */
function picked(value: string, to: CallToPrint, which: 'first' | 'last'): string {
  const place = which === 'first' ? 1 : -1
  if (to.call.type === 'multivalue') {
    return `arrayFilter(v -> notEmpty(v), ${collected(value, to, 'groupArray')})[${place}]`
  }
  return `arrayElementOrNull(${collected(value, to, 'groupArray')}, ${place})`
}

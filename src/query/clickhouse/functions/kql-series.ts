import { realText } from '../json.ts'
import type { CallToPrint, FunctionTable, PrintFunction } from './function-table.ts'
import { items, jsonArray, jsonAt, once } from './kql-argument.ts'

/** Functions over arrays of numbers; elements that are no numbers are null. */
export const KQL_SERIES: FunctionTable = {
  series_add: pairwise('_x + _y'),
  series_subtract: pairwise('_x - _y'),
  series_multiply: pairwise('_x * _y'),
  series_divide: pairwise('_x / _y'),
  series_pow: pairwise('pow(_x, _y)'),
  series_greater: pairwise('_x > _y', 'bool'),
  series_greater_equals: pairwise('_x >= _y', 'bool'),
  series_less: pairwise('_x < _y', 'bool'),
  series_less_equals: pairwise('_x <= _y', 'bool'),
  series_equals: pairwise('_x = _y', 'bool'),
  series_not_equals: pairwise('_x != _y', 'bool'),
  series_exp: each('exp(_x)'),
  series_sign: each('toFloat64(sign(_x))'),
  series_abs: each('abs(_x)'),
  series_sin: each('sin(_x)'),
  series_asin: each('asin(_x)'),
  series_cos: each('cos(_x)'),
  series_acos: each('acos(_x)'),
  series_tan: each('tan(_x)'),
  series_atan: each('atan(_x)'),
  series_log: each('log(_x)'),
  series_floor: each('floor(_x)'),
  series_ceiling: each('ceil(_x)'),
  series_magnitude: ([series], to) =>
    ofSeries(series, to, (value) => `sqrt(arraySum(_x -> ifNull(_x * _x, 0), ${numbers(value)}))`),
  series_sum: ([series], to) =>
    ofSeries(series, to, (value) => `arraySum(_x -> ifNull(_x, 0), ${numbers(value)})`),
  series_product: ([series], to) =>
    ofSeries(series, to, (value) => `arrayProduct(arrayMap(_x -> ifNull(_x, 1), ${numbers(value)}))`),
  series_dot_product: (args, to) => dotProduct(jsonAt(args, to, 0), jsonAt(args, to, 1)),
  series_pearson_correlation: ([one, other]) =>
    `arrayReduce('corrStable', ${plainNumbers(one)}, arrayResize(${plainNumbers(other)}, length(${plainNumbers(one)})))`,
  series_cosine_similarity: ([one, other, first, second]) => {
    const magnitude = (series: string | undefined) => `sqrt(arraySum(_x -> _x * _x, ${plainNumbers(series)}))`
    return `(${dotProduct(`ifNull(${one}, '')`, `ifNull(${other}, '')`)} / (${first ?? magnitude(one)} * ${second ?? magnitude(other)}))`
  },
  series_fill_const: (args, to) => {
    const filler = args[1] === undefined ? "'0'" : jsonAt(args, to, 1)
    return ofSeries(args[0], to, (value) =>
      jsonArray(`arrayMap(_e -> if(${isMissing(args, to, 2)}, ${filler}, _e), ${items(value)})`),
    )
  },
  series_fill_forward: (args, to) =>
    ofSeries(args[0], to, (value) =>
      jsonArray(`arrayFill(_e -> NOT ${isMissing(args, to, 1)}, ${items(value)})`),
    ),
  series_fill_backward: (args, to) =>
    ofSeries(args[0], to, (value) =>
      jsonArray(`arrayReverseFill(_e -> NOT ${isMissing(args, to, 1)}, ${items(value)})`),
    ),
  series_fill_linear: (args, to) => fillLinear(args, to),
  series_stats_dynamic: ([series], to) => stats(series, to),
  series_fit_line_dynamic: ([series], to) => fitLine(series, to),
}

/** Array(Nullable(Float64)). */
function numbers(series: string | undefined): string {
  return `JSONExtract(ifNull(${series}, ''), 'Array(Nullable(Float64))')`
}

/** Array(Float64), what is missing as 0. */
function plainNumbers(series: string | undefined): string {
  return `JSONExtract(ifNull(${series}, ''), 'Array(Float64)')`
}

function ofSeries(series: string | undefined, to: CallToPrint, body: (value: string) => string): string {
  return once(
    series ?? 'NULL',
    to,
    (value) => `if(startsWith(ifNull(${value}, ''), '['), ${body(value)}, NULL)`,
  )
}

/** A number as an element: JSON has no NaN. */
function element(number: string): string {
  return `multiIf(isNull(${number}), 'null', isNaN(${number}), '"NaN"', isInfinite(${number}), if(${number} > 0, '"Infinity"', '"-Infinity"'), ${realText(number)})`
}

function each(expression: string): PrintFunction {
  return ([series], to) =>
    ofSeries(series, to, (value) =>
      jsonArray(`arrayMap(_z -> ${element('_z')}, arrayMap(_x -> ${expression}, ${numbers(value)}))`),
    )
}

/** Two series side by side, the shorter one padded with null; a number stands for a series of it. */
function pairwise(expression: string, result: 'real' | 'bool' = 'real'): PrintFunction {
  return (args, to) => {
    const sides = [0, 1].map((index) => jsonAt(args, to, index))
    const isArray = (json: string | undefined) => `startsWith(${json}, '[')`
    const [one, other] = sides
    const length = `greatest(if(${isArray(one)}, length(${items(one ?? '')}), 0), if(${isArray(other)}, length(${items(other ?? '')}), 0))`
    const side = (json: string | undefined) =>
      `if(${isArray(json)}, arrayResize(${numbers(json)}, ${length}), arrayWithConstant(${length}, JSONExtract(${json}, 'Nullable(Float64)')))`
    const shown = result === 'bool' ? "multiIf(isNull(_z), 'null', _z, 'true', 'false')" : element('_z')
    const all = `arrayMap(_z -> ${shown}, arrayMap((_x, _y) -> ${expression}, ${side(one)}, ${side(other)}))`
    return `if(${isArray(one)} OR ${isArray(other)}, ${jsonArray(all)}, NULL)`
  }
}

function dotProduct(one: string, other: string): string {
  const array = (json: string, beside: string) =>
    `if(startsWith(${json}, '['), ${plainNumbers(json)}, arrayWithConstant(length(${items(beside)}), JSONExtract(${json}, 'Float64')))`
  return `arraySum((_x, _y) -> _x * _y, ${array(one, other)}, arrayResize(${array(other, one)}, length(${array(one, other)})))`
}

/** Null, or the placeholder that is given. */
function isMissing(args: readonly string[], to: CallToPrint, index: number): string {
  if (args[index] === undefined) return "(_e = 'null')"
  const placeholder = jsonAt(args, to, index)
  return `(_e = ${placeholder} OR (_e = 'null' AND ${placeholder} = 'null'))`
}

/** Between known neighbours on a line; whole numbers stay whole. Edges take the nearest known value. */
function fillLinear(args: readonly string[], to: CallToPrint): string {
  const edges = args[2] ?? 'true'
  const constant = args[3] === undefined ? "'0'" : jsonAt(args, to, 3)
  return ofSeries(args[0], to, (value) => {
    const all = items(value)
    const known = `arrayFilter((_i, _e) -> NOT ${isMissing(args, to, 1)}, arrayEnumerate(${all}), ${all})`
    const isWhole = `arrayAll(_i -> JSONType(ifNull(${value}, ''), toInt64(_i)) != 'Double', arrayEnumerate(${all}))`
    return `arrayMap((_known, _all, _whole) -> multiIf(empty(_known), ${jsonArray(`arrayMap(_e -> ${constant}, _all)`)}, ${jsonArray(`arrayMap((_e, _i) -> ${filled(edges)}, _all, arrayEnumerate(_all))`)}), [${known}], [${all}], [${isWhole}])[1]`
  })
}

function filled(edges: string): string {
  const before = 'arrayLast(_k -> _k <= _i, _known)'
  const after = 'arrayFirst(_k -> _k >= _i, _known)'
  const number = (place: string) => `JSONExtract(_all[${place}], 'Float64')`
  const line = `(${number(before)} + (${number(after)} - ${number(before)}) * (toInt64(_i) - toInt64(${before})) / (toInt64(${after}) - toInt64(${before})))`
  const edge = (place: string) => `if(${edges}, _all[${place}], 'null')`
  return `multiIf(has(_known, _i), _e, ${before} = 0, ${edge(after)}, ${after} = 0, ${edge(before)}, if(_whole, toString(toInt64(${line})), ${realText(line)}))`
}

function stats(series: string | undefined, to: CallToPrint): string {
  return ofSeries(series, to, (value) => {
    const all = `arrayFilter(_x -> isNotNull(_x), ${numbers(value)})`
    return `arrayMap(_v -> ${bag([
      ['min', element('arrayMin(_v)')],
      ['min_idx', 'toString(indexOf(_v, arrayMin(_v)) - 1)'],
      ['max', element('arrayMax(_v)')],
      ['max_idx', 'toString(indexOf(_v, arrayMax(_v)) - 1)'],
      ['avg', element('arrayAvg(_v)')],
      ['stdev', element("arrayReduce('stddevSampStable', _v)")],
      ['variance', element("arrayReduce('varSampStable', _v)")],
      ['sum', element('arraySum(_v)')],
      ['len', 'toString(length(_v))'],
    ])}, [arrayMap(_x -> assumeNotNull(_x), ${all})])[1]`
  })
}

/** The line that fits a series best, over 0, 1, 2…. */
function fitLine(series: string | undefined, to: CallToPrint): string {
  return ofSeries(series, to, (value) => {
    const fit =
      "arrayReduce('simpleLinearRegression', arrayMap(_i -> toFloat64(_i - 1), arrayEnumerate(_v)), _v)"
    const line = 'arrayMap(_i -> _f.1 * (_i - 1) + _f.2, arrayEnumerate(_v))'
    const variance = "arrayReduce('varSampStable', _v)"
    const rest = `arrayReduce('varSampStable', arrayMap((_y, _fit) -> _y - _fit, _v, ${line}))`
    const shown = bag([
      ['rsquare', element(`(1 - ${rest} / ${variance})`)],
      ['slope', element('_f.1')],
      ['variance', element(variance)],
      ['rvariance', element(rest)],
      ['interception', element('_f.2')],
      ['line_fit', jsonArray(`arrayMap(_fit -> ${element('_fit')}, ${line})`)],
    ])
    return `arrayMap((_v, _f) -> ${shown}, [${plainNumbers(value)}], [arrayMap(_v -> ${fit}, [${plainNumbers(value)}])[1]])[1]`
  })
}

function bag(slots: readonly (readonly [string, string])[]): string {
  const parts = slots.map(([name, json], index) => `'${index === 0 ? '{' : ','}"${name}":', ${json}`)
  return `concat(${parts.join(', ')}, '}')`
}

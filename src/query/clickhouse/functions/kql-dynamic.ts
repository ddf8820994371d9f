import { jsonOf } from '../json.ts'
import type { CallToPrint, FunctionTable } from './function-table.ts'
import { at, items, jsonArray, jsonAt, ofTicks, once, ticksAt, typeOf, unlessNull } from './kql-argument.ts'
import { printJsonPath } from './kql-json-path.ts'

/** Functions over dynamic arrays, which are walked as arrays of JSON texts. */
export const KQL_DYNAMIC: FunctionTable = {
  parse_json: ([text], to) =>
    once(
      `trim(BOTH ' \\t\\r\\n' FROM ${text})`,
      to,
      (json) =>
        `multiIf(${json} = '' OR ${json} = 'null', NULL, isValidJSON(${json}), JSONExtractRaw(${json}), toJSONString(${json}))`,
    ),
  extract_json: (args, to) => printJsonPath(args, to),
  dynamic_to_json: (args, to) => jsonAt(args, to, 0),
  array_length: ([array], to) => ofArray(array, to, (value) => `toInt64(JSONLength(ifNull(${value}, '')))`),
  array_concat: (args, to) => {
    const arrays = args.map((arg) => items(arg))
    const found = jsonArray(`arrayConcat(${arrays.join(', ')})`)
    return args.length === 1 ? ofArray(at(args, 0), to, () => found) : found
  },
  array_index_of: (args, to) => arrayIndexOf(args, to),
  array_iff: (args, to) => arrayIff(args, to),
  array_slice: ([array, start, end], to) =>
    ofArray(array, to, (value) => {
      const length = `toInt64(length(${items(value)}))`
      const place = (index: string | undefined) =>
        `if(${index} < 0, greatest(${length} + ${index}, 0), ${index})`
      return jsonArray(
        `arraySlice(${items(value)}, ${place(start)} + 1, greatest(${place(end)} - ${place(start)} + 1, 0))`,
      )
    }),
  array_split: (args, to) => arraySplit(args, to),
  array_shift_left: (args, to) => shifted('arrayShiftLeft', args, to),
  array_shift_right: (args, to) => shifted('arrayShiftRight', args, to),
  array_rotate_left: ([array, count], to) =>
    ofArray(array, to, (value) => jsonArray(`arrayRotateLeft(${items(value)}, assumeNotNull(${count}))`)),
  array_rotate_right: ([array, count], to) =>
    ofArray(array, to, (value) => jsonArray(`arrayRotateRight(${items(value)}, assumeNotNull(${count}))`)),
  array_reverse: ([array], to) => ofArray(array, to, (value) => jsonArray(`arrayReverse(${items(value)})`)),
  array_sort_asc: (args, to) => sorted(args, to, false),
  array_sort_desc: (args, to) => sorted(args, to, true),
  array_sum: ([array], to) =>
    ofArray(array, to, (value) => `arraySum(JSONExtract(ifNull(${value}, ''), 'Array(Float64)'))`),
  zip: (args) => zipped(args),
  repeat: (args, to) =>
    `if(${at(args, 1)} < 0, NULL, ${jsonArray(`arrayWithConstant(toUInt32(greatest(ifNull(${at(args, 1)}, 0), 0)), ${jsonAt(args, to, 0)})`)})`,
  range: (args, to) => printRange(args, to),
  pack_array: (args, to) => {
    if (args.length === 0) return "'[]'"
    return `concat('[', ${args.map((_, index) => jsonAt(args, to, index)).join(", ',', ")}, ']')`
  },
}

/** Null for null and for what is no array. */
function ofArray(array: string | undefined, to: CallToPrint, body: (value: string) => string): string {
  return once(
    array ?? 'NULL',
    to,
    (value) => `if(startsWith(ifNull(${value}, ''), '['), ${body(value)}, NULL)`,
  )
}

function arrayIndexOf(args: readonly string[], to: CallToPrint): string {
  const [start = '0', length = '-1', occurrence = '1'] = args.slice(2)
  return ofArray(args[0], to, (array) => {
    const all = items(array)
    const from = `if(${start} < 0, greatest(toInt64(length(${all})) + ${start}, 0), ${start})`
    const inside = `(_e = ${jsonAt(args, to, 1)} AND _i > ${from} AND (${length} < 0 OR _i <= ${from} + ${length}))`
    const found = `arrayFilter((_i, _e) -> ${inside}, arrayEnumerate(${all}), ${all})`
    return `(if(length(${found}) < ${occurrence}, 0, toInt64(${found}[${occurrence}])) - 1)`
  })
}

/** Element by element; a scalar stands for every element. Conditions are booleans or numbers, else the element is null. */
function arrayIff(args: readonly string[], to: CallToPrint): string {
  const pick = (index: number) => {
    const json = jsonAt(args, to, index)
    return `if(startsWith(${json}, '['), if(_i <= length(${items(json)}), ${items(json)}[_i], 'null'), ${json})`
  }
  return ofArray(args[0], to, (array) => {
    const choice = `multiIf(_c = 'true', ${pick(1)}, _c = 'false', ${pick(2)}, isNull(toFloat64OrNull(_c)), 'null', toFloat64OrZero(_c) != 0, ${pick(1)}, ${pick(2)})`
    return jsonArray(`arrayMap((_c, _i) -> ${choice}, ${items(array)}, arrayEnumerate(${items(array)}))`)
  })
}

/** Splits before one position, or before each of several; negative ones count from the end. */
function arraySplit(args: readonly string[], to: CallToPrint): string {
  const json = jsonAt(args, to, 1)
  return ofArray(args[0], to, (array) => {
    const all = items(array)
    const given = `JSONExtract(if(startsWith(${json}, '['), ${json}, concat('[', ${json}, ']')), 'Array(Int64)')`
    const places = `arrayMap(_p -> toInt64(if(_p < 0, greatest(toInt64(length(${all})) + _p, 0), least(_p, toInt64(length(${all}))))), ${given})`
    const starts = `arrayPushFront(${places}, 0)`
    const ends = `arrayPushBack(${places}, toInt64(length(${all})))`
    const part = jsonArray(`arraySlice(${all}, _s + 1, greatest(_tok - _s, 0))`)
    return jsonArray(`arrayMap((_s, _tok) -> ${part}, ${starts}, ${ends})`)
  })
}

function shifted(name: string, args: readonly string[], to: CallToPrint): string {
  const filler = args[2] === undefined ? "'null'" : jsonAt(args, to, 2)
  return ofArray(args[0], to, (array) =>
    jsonArray(`${name}(${items(array)}, assumeNotNull(${at(args, 1)}), ${filler})`),
  )
}

/** Numbers before texts; nulls last unless the second argument is false. */
function sorted(args: readonly string[], to: CallToPrint, descending: boolean): string {
  return ofArray(args[0], to, (array) => {
    const all = items(array)
    const present = `arrayFilter(_e -> _e != 'null', ${all})`
    const key = "(isNull(toFloat64OrNull(_e)), ifNull(toFloat64OrNull(_e), 0), JSONExtract(_e, 'String'))"
    const ordered = `${descending ? 'arrayReverseSort' : 'arraySort'}(_e -> ${key}, ${present})`
    const nulls = `arrayFilter(_e -> _e = 'null', ${all})`
    const parts = args[1] === undefined ? `${ordered}, ${nulls}` : undefined
    if (parts !== undefined) return jsonArray(`arrayConcat(${parts})`)
    return jsonArray(`if(${args[1]}, arrayConcat(${ordered}, ${nulls}), arrayConcat(${nulls}, ${ordered}))`)
  })
}

/** Arrays side by side, shorter ones padded with null; what is no array is an array of one. */
function zipped(args: readonly string[]): string {
  const arrays = args.map((arg) => {
    const json = `ifNull(${arg}, 'null')`
    return `if(startsWith(${json}, '['), ${items(json)}, [${json}])`
  })
  const longest = `arrayMax([${arrays.map((array) => `length(${array})`).join(', ')}])`
  const row = arrays.map((array) => `if(_i <= length(${array}), ${array}[_i], 'null')`).join(", ',', ")
  return jsonArray(`arrayMap(_i -> concat('[', ${row}, ']'), range(1, ${longest} + 1))`)
}

/** Kusto stops at 1,048,576 elements. */
const MOST_ELEMENTS = 1_048_576

/** From start to stop, both included where the step meets it; the step is 1, or an hour of times. */
function printRange(args: readonly string[], to: CallToPrint): string {
  const type = typeOf(to, 0)
  const isTime = type === 'datetime' || type === 'timespan'
  const number = (index: number) =>
    type === 'datetime' && index < 2 ? ticksAt(args, to, index) : at(args, index)
  const step = args[2] ?? (isTime ? '36000000000' : '1')
  const [start, stop] = [number(0), number(1)]
  const isReal = to.call.arguments.some((argument) => argument.type === 'real' || argument.type === 'decimal')
  const span = `(${stop} - ${start})`
  const steps = isReal ? `floor(${span} / ${step} + 1e-9)` : `intDivOrNull(${span}, ${step})`
  const count = `if(${step} = 0 OR ${span} / ${step} < 0, 0, least(assumeNotNull(ifNull(${steps}, -1)) + 1, ${MOST_ELEMENTS}))`
  const value = `assumeNotNull(${start}) + _i * assumeNotNull(${step})`
  const shown =
    type === 'datetime' ? ofTicks(`toInt64(${value})`) : isReal ? `toFloat64(${value})` : `toInt64(${value})`
  const element = jsonOf(shown, type === 'datetime' || type === 'timespan' ? type : isReal ? 'real' : 'long')
  return unlessNull(`${start} + ${stop}`, to, () =>
    jsonArray(`arrayMap(_i -> ${element}, range(toUInt32(${count})))`),
  )
}

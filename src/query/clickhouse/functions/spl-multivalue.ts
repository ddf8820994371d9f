import type { FunctionTable } from './function-table.ts'
import { lambda } from './spl-conditions.ts'
import { withoutNulls } from './spl-conversions.ts'

/** No array that a query makes may be longer. */
const LONGEST = 100_000

/** Multivalue functions. The empty array is null. */
export const SPL_MULTIVALUE: FunctionTable = {
  'spl.mvappend': (args) => (args.length === 1 ? (args[0] ?? '') : `arrayConcat(${args.join(', ')})`),
  'spl.mvcount': ([values = '']) => `toInt64(nullIf(length(${values}), 0))`,
  'spl.mvdedup': ([values = '']) => `arrayDistinct(${values})`,
  'spl.mvsort': ([values = '']) => `arraySort(${values})`,
  'spl.mvreverse': ([values = '']) => `arrayReverse(${values})`,
  'spl.mvjoin': ([values = '', by = '']) => {
    const joined = isParameter(by)
      ? `arrayStringConcat(${values}, ${by})`
      : `arrayStringConcat(arrayMap((v, i) -> if(i = 1, v, concat(ifNull(${by}, ''), v)), ${values}, arrayEnumerate(${values})))`
    return `if(empty(${values}) OR isNull(${by}), NULL, ${joined})`
  },
  'spl.mvzip': ([left = '', right = '', by = `','`]) => {
    const both = `least(length(${left}), length(${right}))`
    return `arrayMap(i -> concat(${left}[i], ifNull(${by}, ','), ${right}[i]), range(1, ${both} + 1))`
  },
  'spl.split': ([text = '', by = '']) => {
    const whole = `ifNull(${text}, '')`
    // ClickHouse takes a separator of the row only by way of one that is the same for all; no text has this one.
    const parts = isParameter(by)
      ? `splitByString(${by}, ${whole})`
      : `splitByChar('\\x1f', replaceAll(${whole}, ifNull(${by}, ''), '\\x1f'))`
    return `if(isNull(${text}) OR isNull(${by}), emptyArrayString(), ${parts})`
  },
  'spl.mvindex': ([values = '', at = '']) =>
    `arrayElementOrNull(${values}, ifNull(toInt64(${at}) + if(${at} >= 0, 1, 0), 0))`,
  // Both ends belong to it; a place outside of the values on the left is their beginning.
  'spl.mvslice': ([values = '', from = '', to = '']) => {
    const place = (sql: string) =>
      `ifNull(toInt64(${sql}) + if(${sql} >= 0, 1, toInt64(length(${values})) + 1), 0)`
    const start = `greatest(${place(from)}, 1)`
    return `arraySlice(${values}, ${start}, greatest(${place(to)} - ${start} + 1, 0))`
  },
  'spl.mvfind': ([values = '', pattern = '']) =>
    `(nullIf(toInt64(arrayFirstIndex(v -> match(v, ${pattern}), ${values})), 0) - 1)`,
  'spl.mvfilter': ([values = ''], to) =>
    `arrayFilter(${lambda(to, (body) => `ifNull(${body}, false)`)}, ${values})`,
  'spl.each_value': ([values = ''], to) => withoutNulls(`arrayMap(${lambda(to, (body) => body)}, ${values})`),
  'spl.mvrange': ([from = '', to = '', step = '']) => {
    const count = `ceil((${to} - ${from}) / nullIf(${step}, 0))`
    const length = `toUInt32(ifNull(least(greatest(${count}, 0), ${LONGEST}), 0))`
    return `arrayMap(i -> toString(assumeNotNull(${from}) + i * assumeNotNull(${step})), range(${length}))`
  },
}

/** ClickHouse wants separators that are the same for all rows. */
function isParameter(sql: string): boolean {
  return sql.startsWith('{')
}

import { QueryError } from '../../plan/query-error.ts'
import { jsonOf } from '../json.ts'
import type { CallToPrint, FunctionTable } from './function-table.ts'
import {
  at,
  constantItems,
  constantNumber,
  jsonArray,
  once,
  requireConstant,
  typeOf,
} from './kql-argument.ts'

/** Percentiles by nearest rank, and digests, which are kept exactly: a digest is an array of [value, weight]. */
export const KQL_PERCENTILE: FunctionTable = {
  percentile: (args, to) => `quantileExactOrNull(${level(to, 1)})(${at(args, 0)})${to.scope.over}`,
  percentilew: (args, to) =>
    `quantileExactWeightedOrNull(${level(to, 2)})(${at(args, 0)}, toUInt64(greatest(${at(args, 1)}, 0)))${to.scope.over}`,
  percentiles_array: (args, to) => several(`quantilesExact(${levels(to, 1)})(${at(args, 0)})`, to),
  percentilesw_array: (args, to) =>
    several(
      `quantilesExactWeighted(${levels(to, 2)})(${at(args, 0)}, toUInt64(greatest(${at(args, 1)}, 0)))`,
      to,
    ),
  tdigest: (args, to) => {
    const json = jsonOf(at(args, 0), typeOf(to, 0))
    const weight = args[1] === undefined ? "'1'" : `toString(${args[1]})`
    return jsonArray(
      `groupArrayIf(concat('[', ${json}, ',', ${weight}, ']'), isNotNull(${at(args, 0)}))${to.scope.over}`,
    )
  },
  tdigest_merge_all: (args, to) =>
    jsonArray(`groupArrayArray(JSONExtractArrayRaw(ifNull(${at(args, 0)}, '')))${to.scope.over}`),
  hll: (args, to) =>
    `toNullable(toJSONString(arraySort(groupUniqArray(toString(cityHash64(${at(args, 0)})))${to.scope.over})))`,
  hll_if: (args, to) =>
    `toNullable(toJSONString(arraySort(groupUniqArrayIf(toString(cityHash64(${at(args, 0)})), ${at(args, 1)})${to.scope.over})))`,
  hll_merge_all: (args, to) =>
    jsonArray(
      `arraySort(groupUniqArrayArray(JSONExtractArrayRaw(ifNull(${at(args, 0)}, '')))${to.scope.over})`,
    ),
  dcount_hll: ([digest]) => `toInt64(JSONLength(ifNull(${digest}, '')))`,
  percentile_tdigest: (args, to) => {
    const pairs = `arraySort(_p -> _p.1, arrayMap(_p -> (JSONExtract(_p, 1, 'Float64'), JSONExtract(_p, 2, 'Int64'), JSONExtractRaw(_p, 1)), JSONExtractArrayRaw(ifNull(${at(args, 0)}, ''))))`
    return once(pairs, to, (sorted) => {
      const weights = `arrayCumSum(arrayMap(_p -> _p.2, ${sorted}))`
      const wanted = `greatest(ceil(arraySum(arrayMap(_p -> _p.2, ${sorted})) * ${at(args, 1)} / 100), 1)`
      return `nullIf(${sorted}[arrayFirstIndex(_w -> _w >= ${wanted}, ${weights})].3, '')`
    })
  },
}

/** quantileExact takes the element at floor(level * n), nearest rank the one at ceil(level * n) - 1: they differ at whole numbers. */
const NEAREST_RANK = 1e-12

function level(to: CallToPrint, index: number): string {
  requireConstant(to, index, 'percentile')
  return ofPercentile(constantNumber(to, index), to)
}

function ofPercentile(percentile: number | undefined, to: CallToPrint): string {
  if (percentile === undefined || percentile < 0 || percentile > 100) {
    throw new QueryError(
      'wrong-argument',
      'A percentile is a number from 0 to 100',
      to.call.at,
      to.call.function,
    )
  }
  return String(Math.max(percentile / 100 - NEAREST_RANK, 0))
}

/** Levels given one by one, or as one array. */
function levels(to: CallToPrint, from: number): string {
  const given = to.call.arguments.slice(from)
  const numbers = given.flatMap((argument, index) => {
    const items = constantItems(argument)
    return items === undefined ? [constantNumber(to, from + index)] : items.map(Number)
  })
  return numbers.map((number) => ofPercentile(number, to)).join(', ')
}

function several(quantiles: string, to: CallToPrint): string {
  return jsonArray(`arrayMap(_q -> ${jsonOf('_q', typeOf(to, 0))}, ${quantiles}${to.scope.over})`)
}

import { jsonOf } from '../json.ts'
import type { CallToPrint, FunctionTable } from './function-table.ts'
import { at, constantNumber, jsonArray, requireConstant, typeOf } from './kql-argument.ts'
import { ordered } from './kql-order.ts'

/** Aggregates that gather values into an array or a bag. */
export const KQL_COLLECT: FunctionTable = {
  make_list: (args, to) => makeList(args, to, { size: args[1], cap: 1_048_576 }),
  makelist: (args, to) => makeList(args, to, { size: args[1], cap: 128 }),
  make_list_if: (args, to) => makeList(args, to, { condition: args[1], size: args[2], cap: 1_048_576 }),
  make_list_with_nulls: (args, to) => makeList(args, to, { withNulls: true, cap: 1_048_576 }),
  make_set: (args, to) => makeSet(args, to, { size: args[1], cap: 1_048_576 }),
  makeset: (args, to) => makeSet(args, to, { size: args[1], cap: 128 }),
  make_set_if: (args, to) => makeSet(args, to, { condition: args[1], size: args[2], cap: 1_048_576 }),
  make_bag: (args, to) => makeBag(args, to, undefined),
  make_bag_if: (args, to) => makeBag(args, to, at(args, 1)),
}

interface Gathering {
  readonly condition?: string | undefined
  readonly size?: string | undefined
  /** Kusto gathers no more without a size. */
  readonly cap: number
  readonly withNulls?: boolean
}

/** The most elements: the last argument where it is a number. */
function most({ size, cap }: Gathering, to: CallToPrint): number {
  if (size === undefined) return cap
  const index = to.call.arguments.length - 1
  requireConstant(to, index, 'size')
  return constantNumber(to, index) ?? cap
}

function makeList(args: readonly string[], to: CallToPrint, how: Gathering): string {
  const type = typeOf(to, 0)
  const value = at(args, 0)
  const present = how.withNulls === true || type === 'string' ? [] : [`isNotNull(${value})`]
  const condition = [...present, ...(how.condition === undefined ? [] : [how.condition])].join(' AND ')
  const limit = most(how, to)
  if (to.scope.order.length > 0 && to.scope.over === '') {
    return jsonArray(ordered(jsonOf(value, type), condition, limit, to))
  }
  const suffix = condition === '' || (condition === present[0] && how.condition === undefined) ? '' : 'If'
  const filter = suffix === '' ? '' : `, ${condition}`
  // Null elements are skipped by the engine itself.
  if ((type === 'string' || type === 'long' || type === 'int') && how.withNulls !== true) {
    return `toNullable(toJSONString(groupArray${suffix}(${limit})(${value}${filter})${to.scope.over}))`
  }
  const json = how.withNulls === true ? jsonOf(value, type) : `nullIf(${jsonOf(value, type)}, 'null')`
  return jsonArray(`groupArray${suffix}(${limit})(${json}${filter})${to.scope.over}`)
}

/** Sets have the order of first appearance where rows have an order, else that of their values. Arrays give their elements. */
function makeSet(args: readonly string[], to: CallToPrint, how: Gathering): string {
  const type = typeOf(to, 0)
  const value = at(args, 0)
  const limit = most(how, to)
  const suffix = how.condition === undefined ? '' : 'If'
  const filter = how.condition === undefined ? '' : `, ${how.condition}`
  const isPlain = type === 'string' || type === 'long' || type === 'int'
  if (to.scope.order.length > 0 && to.scope.over === '') {
    const present = type === 'string' ? [] : [`isNotNull(${value})`]
    const condition = [...present, ...(how.condition === undefined ? [] : [how.condition])].join(' AND ')
    const list = ordered(jsonOf(value, type), condition, undefined, to)
    const flat =
      type === 'dynamic'
        ? `arrayFlatten(arrayMap(_e -> if(startsWith(_e, '['), JSONExtractArrayRaw(_e), [_e]), ${list}))`
        : list
    return jsonArray(`arraySlice(arrayDistinct(${flat}), 1, ${limit})`)
  }
  if (isPlain) {
    return `toNullable(toJSONString(arraySort(groupUniqArray${suffix}(${limit})(${value}${filter})${to.scope.over})))`
  }
  if (type === 'dynamic') {
    const elements = `if(startsWith(ifNull(${value}, ''), '['), JSONExtractArrayRaw(ifNull(${value}, '')), if(isNull(${value}), [], [assumeNotNull(${value})]))`
    return jsonArray(
      `arraySlice(arraySort(groupUniqArrayArray${suffix}(${elements}${filter})${to.scope.over}), 1, ${limit})`,
    )
  }
  const json = `nullIf(${jsonOf(value, type)}, 'null')`
  return jsonArray(`arraySort(groupUniqArray${suffix}(${limit})(${json}${filter})${to.scope.over})`)
}

/** One bag of all properties; of properties with the same name, one stays. */
function makeBag(args: readonly string[], to: CallToPrint, condition: string | undefined): string {
  const suffix = condition === undefined ? '' : 'If'
  const filter = condition === undefined ? '' : `, ${condition}`
  const pairs = `groupArrayArray${suffix}(JSONExtractKeysAndValuesRaw(ifNull(${at(args, 0)}, ''))${filter})${to.scope.over}`
  const first = `arrayFilter((_k, _n) -> _n = 1, ${pairs}, arrayEnumerateUniq(arrayMap(_k -> _k.1, ${pairs})))`
  return `concat('{', arrayStringConcat(arrayMap(_k -> concat(toJSONString(_k.1), ':', _k.2), ${first}), ','), '}')`
}

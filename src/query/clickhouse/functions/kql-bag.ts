import type { CallToPrint, FunctionTable } from './function-table.ts'
import { at, constantText, items, jsonArray, jsonAt, once } from './kql-argument.ts'
import { pathSteps } from './kql-json-path.ts'

/** Functions over dynamic bags, and over arrays as sets; order is that of first appearance. */
export const KQL_BAG: FunctionTable = {
  bag_keys: ([bag], to) => ofBag(bag, to, (value) => `toJSONString(JSONExtractKeys(ifNull(${value}, '')))`),
  bag_has_key: (args, to) => bagHasKey(args, to),
  bag_merge: (args) => {
    const pairs = args.length === 1 ? pairsOf(at(args, 0)) : `arrayConcat(${args.map(pairsOf).join(', ')})`
    return bagOf(firstOfKey(pairs))
  },
  bag_remove_keys: ([bag, keys], to) =>
    ofBag(bag, to, (value) => bagOf(`arrayFilter(_k -> NOT has(${texts(keys)}, _k.1), ${pairsOf(value)})`)),
  bag_set_key: (args, to) =>
    ofBag(args[0], to, (value) => {
      const [key, json] = [at(args, 1), jsonAt(args, to, 2)]
      const replaced = `arrayMap(_k -> if(_k.1 = ${key}, (_k.1, ${json}), _k), ${pairsOf(value)})`
      return bagOf(
        `if(JSONHas(ifNull(${value}, ''), ${key}), ${replaced}, arrayPushBack(${pairsOf(value)}, (${key}, ${json})))`,
      )
    }),
  bag_zip: ([keys, values], to) =>
    once(keys ?? 'NULL', to, (names) => {
      const value = `if(_i <= length(${items(at([values ?? 'NULL'], 0))}), ${items(at([values ?? 'NULL'], 0))}[_i], 'null')`
      const pairs = `arrayMap((_n, _i) -> (JSONExtract(_n, 'String'), ${value}), ${items(names)}, arrayEnumerate(${items(names)}))`
      return `if(isNull(${names}) OR isNull(${values}), NULL, ${bagOf(`arrayFilter(_k -> _k.1 != '', ${pairs})`)})`
    }),
  bag_pack: (args, to) => {
    if (args.length === 0) return "'{}'"
    const slots = args.flatMap((arg, index) =>
      index % 2 === 1 ? [] : [`${keyText(arg, to, index)}, ${jsonAt(args, to, index + 1)}`],
    )
    return `concat('{', ${slots.join(", ',', ")}, '}')`
  },
  set_union: (args) => jsonArray(`arrayDistinct(arrayConcat(${args.map(items).join(', ')}))`),
  set_intersect: ([first, ...others]) => {
    const condition = others.map((other) => `has(${items(other)}, _e)`).join(' AND ')
    const all = `arrayDistinct(${items(first ?? 'NULL')})`
    return jsonArray(others.length === 0 ? all : `arrayFilter(_e -> ${condition}, ${all})`)
  },
  set_difference: ([first, ...others]) => {
    const condition = others.map((other) => `NOT has(${items(other)}, _e)`).join(' AND ')
    const all = `arrayDistinct(${items(first ?? 'NULL')})`
    return jsonArray(others.length === 0 ? all : `arrayFilter(_e -> ${condition}, ${all})`)
  },
  set_has_element: (args, to) => `has(${items(at(args, 0))}, ${jsonAt(args, to, 1)})`,
  set_equals: ([one, other]) =>
    `(isNull(${one}) = isNull(${other}) AND arraySort(arrayDistinct(${items(one ?? 'NULL')})) = arraySort(arrayDistinct(${items(other ?? 'NULL')})))`,
  jaccard_index: ([one = 'NULL', other = 'NULL']) => {
    const common = `length(arrayFilter(_e -> has(${items(other)}, _e), arrayDistinct(${items(one)})))`
    return `toString(${common} / length(arrayDistinct(arrayConcat(${items(one)}, ${items(other)}))))`
  },
  /** Without what is null or empty text: `pack_all(true)`. */
  bag_without_empty: ([bag], to) =>
    ofBag(bag, to, (value) => bagOf(`arrayFilter(_k -> _k.2 NOT IN ('null', '""'), ${pairsOf(value)})`)),
}

function ofBag(bag: string | undefined, to: CallToPrint, body: (value: string) => string): string {
  return once(bag ?? 'NULL', to, (value) => `if(startsWith(ifNull(${value}, ''), '{'), ${body(value)}, NULL)`)
}

/** Array(Tuple(name, JSON text)). */
function pairsOf(bag: string): string {
  return `JSONExtractKeysAndValuesRaw(ifNull(${bag}, ''))`
}

function bagOf(pairs: string): string {
  return `concat('{', arrayStringConcat(arrayMap(_k -> concat(toJSONString(_k.1), ':', _k.2), ${pairs}), ','), '}')`
}

/** The leftmost value of a key wins. */
function firstOfKey(pairs: string): string {
  return `arrayFilter((_k, _n) -> _n = 1, ${pairs}, arrayEnumerateUniq(arrayMap(_x -> _x.1, ${pairs})))`
}

function texts(array: string | undefined): string {
  return `JSONExtract(ifNull(${array}, ''), 'Array(String)')`
}

/** `"key":` of a slot. */
function keyText(arg: string, to: CallToPrint, index: number): string {
  const constant = constantText(to, index)
  if (constant !== undefined) return to.context.parameter(`${JSON.stringify(constant)}:`, 'String')
  return `concat(toJSONString(${arg}), ':')`
}

/** A key, or a path that starts with `$`. */
function bagHasKey(args: readonly string[], to: CallToPrint): string {
  const bag = `ifNull(${at(args, 0)}, '')`
  const constant = constantText(to, 1)
  if (constant?.startsWith('$')) {
    const steps = pathSteps(constant, to)
    return steps.length === 0 ? 'false' : `(JSONHas(${bag}, ${steps.join(', ')}) = 1)`
  }
  return `(JSONHas(${bag}, ${at(args, 1)}) = 1)`
}

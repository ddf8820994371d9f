import type { FunctionTable } from './function-table.ts'

/**
 * Where addresses are, from a table of networks. Addresses are compared as 32 hexadecimal digits of IPv6; IPv4 ones are mapped into it.
 * Networks that lie in no other are found by bisection; those within others, by a look-up for each length of theirs.
 */
export const KQL_GEO_INFO: FunctionTable = {
  'kql.network_first': ([network]) => bound(network ?? '', 1),
  'kql.network_last': ([network]) => bound(network ?? '', 2),
  'kql.network_prefix': ([network]) => `toInt64(${prefixOf(network ?? '')})`,
  /** The digits at which a network of this length begins that holds the address; null where it is none. */
  'kql.network_key': ([address, length]) => {
    const masked = hex(
      `IPv6CIDRToRange(toIPv6OrDefault(${addressOf(address ?? '')}), toUInt8(ifNull(${length}, 0))).1`,
    )
    return `if(isNull(toIPv6OrNull(${addressOf(address ?? '')})), NULL, ${masked})`
  },
  /** One value that holds all networks: the outer ones in order, the lengths of inner ones, and these by their key. */
  'kql.network_index': ([first, last, prefix, place, before]) => {
    const isOuter = `(${first} > ifNull(${before}, ''))`
    const row = `(${first}, ${last}, ifNull(${place}, ''))`
    const lengths = `arrayReverseSort(groupUniqArrayIf(assumeNotNull(${prefix}), NOT ${isOuter}))`
    // An array to look up in has at least one element.
    const keys = `arrayPushBack(groupArrayIf(concat(${first}, '/', toString(assumeNotNull(${prefix}))), NOT ${isOuter}), '')`
    const places = `arrayPushBack(groupArrayIf(ifNull(${place}, ''), NOT ${isOuter}), '')`
    return `tuple(arraySort(groupArrayIf(${row}, ${isOuter})), ${lengths}, ${keys}, ${places})`
  },
  geo_info_from_ip_address: ([ip, index]) => {
    const key = hex(`toIPv6OrNull(${ip})`)
    const firsts = `${index}.1.1`
    const move = `if(_at + _step <= length(${firsts}) AND ${firsts}[_at + _step] <= ${key}, _at + _step, _at)`
    const place = `arrayFold((_at, _step) -> ${move}, ${STEPS}, toInt64(0))`
    const outer = `arrayMap(_found -> if(_found > 0 AND ${index}.1.2[_found] >= ${key}, ${index}.1.3[_found], ''), [${place}])[1]`
    const masked = hex(`IPv6CIDRToRange(toIPv6OrDefault(${ip}), toUInt8(_length)).1`)
    const found = `transform(concat(${masked}, '/', toString(_length)), ${index}.3, ${index}.4, '')`
    const inner = `arrayFirst(_place -> _place != '', arrayMap(_length -> ${found}, ${index}.2))`
    return `if(isNull(toIPv6OrNull(${ip})), NULL, nullIf(coalesce(nullIf(${inner}, ''), ${outer}), ''))`
  },
}

/** Enough for four million networks. */
const STEPS = `[${Array.from({ length: 22 }, (_, at) => `toInt64(${2 ** (21 - at)})`).join(', ')}]`

/** The digits of an address; empty where it is null. */
function hex(address: string): string {
  return `ifNull(hex(${address}), '')`
}

function addressOf(network: string): string {
  return `splitByChar('/', ${network})[1]`
}

/** Its length in bits of IPv6; null where it is none. A bare address is a network of its own. */
function prefixOf(network: string): string {
  const isFour = `isNotNull(IPv4StringToNumOrNull(${addressOf(network)}))`
  const written = `toUInt8OrNull(splitByChar('/', ${network})[2])`
  const bits = `if(position(${network}, '/') = 0, if(${isFour}, 32, 128), ${written})`
  return `if(${bits} <= if(${isFour}, 32, 128), ${bits} + if(${isFour}, 96, 0), NULL)`
}

function bound(network: string, part: 1 | 2): string {
  const range = `IPv6CIDRToRange(toIPv6OrDefault(${addressOf(network)}), toUInt8(ifNull(${prefixOf(network)}, 0)))`
  const isNetwork = `isNotNull(toIPv6OrNull(${addressOf(network)})) AND isNotNull(${prefixOf(network)})`
  return `if(${isNetwork}, hex(${range}.${part}), '')`
}

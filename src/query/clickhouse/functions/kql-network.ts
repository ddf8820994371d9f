import type { CallToPrint, FunctionTable, PrintFunction } from './function-table.ts'
import { at, constantText, jsonAt, once, typeOf } from './kql-argument.ts'
import { quotedPattern } from './kql-regex.ts'

/** Addresses as text, with a prefix such as `/24` or without; what is no address gives null. */
export const KQL_NETWORK: FunctionTable = {
  parse_ipv4: ([ip]) => masked4(ip, '32'),
  parse_ipv4_mask: ([ip, prefix]) => masked4(ip, prefix),
  format_ipv4: (args, to) => formatIpv4(args, to, false),
  format_ipv4_mask: (args, to) => formatIpv4(args, to, true),
  ipv4_compare: (args, to) => compare4(args, to),
  ipv4_is_match: (args, to) => `(${compare4(args, to)} = 0)`,
  ipv4_is_in_range: ([ip, range], to) => inRange4(ip ?? '', range ?? '', to),
  ipv4_is_in_any_range: anyOf((ip, range, to) => inRange4(ip, range, to)),
  ipv4_is_private: ([ip], to) =>
    once(masked4(ip, '32'), to, (number) => {
      const inside = (start: number, prefix: number) =>
        `bitShiftRight(${number}, ${32 - prefix}) = ${Math.floor(start / 2 ** (32 - prefix))}`
      return `(${[inside(0x0a000000, 8), inside(0xac100000, 12), inside(0xc0a80000, 16)].join(' OR ')})`
    }),
  ipv4_netmask_suffix: ([ip]) =>
    `if(isNull(IPv4StringToNumOrNull(${address(ip)})), NULL, ${prefixOf(ip, 32)})`,
  ipv4_range_to_cidr_list: ([start, end], to) => rangeToCidrs(start ?? '', end ?? '', to),
  parse_ipv6: ([ip]) => `ifNull(${longForm(masked6(ip, '128'))}, '')`,
  parse_ipv6_mask: ([ip, prefix]) => `ifNull(${longForm(masked6(ip, prefix))}, '')`,
  ipv6_compare: (args, to) => compare6(args, to),
  ipv6_is_match: (args, to) => `(${compare6(args, to)} = 0)`,
  ipv6_is_in_range: ([ip, range], to) => inRange6(ip ?? '', range ?? '', to),
  ipv6_is_in_any_range: anyOf((ip, range, to) => inRange6(ip, range, to)),
  has_ipv4: ([text, ip], to) => hasAddress(text ?? '', ip ?? '', to, 1, true),
  has_ipv4_prefix: ([text, ip], to) => hasAddress(text ?? '', ip ?? '', to, 1, false),
  has_any_ipv4: anyOf((text, ip, to, index) => hasAddress(text, ip, to, index, true)),
  has_any_ipv4_prefix: anyOf((text, ip, to, index) => hasAddress(text, ip, to, index, false)),
}

/** The address without its prefix. */
function address(ip: string | undefined): string {
  return `splitByChar('/', ${ip})[1]`
}

/** The prefix behind the slash, or all bits. */
function prefixOf(ip: string | undefined, bits: number): string {
  return `if(position(${ip}, '/') = 0, toInt64(${bits}), toInt64OrNull(splitByChar('/', ${ip})[2]))`
}

/** The number of an IPv4 address with only its first bits: those of its own prefix and of a further one. */
function masked4(ip: string | undefined, prefix: string | undefined): string {
  const bits = `least(${prefixOf(ip, 32)}, ${prefix})`
  return `bitAnd(toInt64(IPv4StringToNumOrNull(${address(ip)})), bitShiftLeft(toInt64(4294967295), 32 - least(greatest(${bits}, 0), 32)))`
}

function compare4(args: readonly string[], to: CallToPrint): string {
  const [one, other, prefix = '32'] = args
  const bits = `least(${prefix}, ${prefixOf(one, 32)}, ${prefixOf(other, 32)})`
  return once(masked4(one, bits), to, (left) =>
    once(masked4(other, bits), to, (right) => `sign(${left} - ${right})`),
  )
}

function inRange4(ip: string, range: string, to: CallToPrint): string {
  void to
  return `(${masked4(ip, prefixOf(range, 32))} = ${masked4(range, '32')})`
}

/** An IPv6 address (IPv4 mapped) as 16 bytes with only its first bits; an IPv4 prefix counts from bit 96. */
function masked6(ip: string | undefined, prefix: string | undefined): string {
  const own = `if(isNull(IPv4StringToNumOrNull(${last(ip)})), ${prefixOf(ip, 128)}, 96 + ${prefixOf(ip, 32)})`
  const bits = `least(greatest(least(${own}, ${prefix}), 0), 128)`
  return `(IPv6CIDRToRange(toIPv6OrDefault(${mapped(ip)}), toUInt8(ifNull(${bits}, 0))).1)`
}

/** What follows the last colon: an IPv4 address in either notation. */
function last(ip: string | undefined): string {
  return `splitByChar(':', ${address(ip)})[-1]`
}

/** `::10.1.2.3` is the IPv4 address 10.1.2.3. */
function mapped(ip: string | undefined): string {
  return `replaceRegexpOne(${address(ip)}, '^::([0-9.]+)$', '\\\\1')`
}

function isAddress(ip: string | undefined): string {
  return `isNotNull(toIPv6OrNull(${mapped(ip)}))`
}

/** Eight groups of four digits. */
function longForm(ip: string): string {
  const hex = `lower(hex(${ip}))`
  return `arrayStringConcat(arrayMap(_i -> substring(${hex}, _i * 4 + 1, 4), range(8)), ':')`
}

function compare6(args: readonly string[], to: CallToPrint): string {
  const [one, other, prefix = '128'] = args
  const own = (ip: string | undefined) =>
    `if(isNull(IPv4StringToNumOrNull(${last(ip)})), ${prefixOf(ip, 128)}, 96 + ${prefixOf(ip, 32)})`
  const bits = `least(${prefix}, ${own(one)}, ${own(other)})`
  return once(masked6(one, bits), to, (left) =>
    once(
      masked6(other, bits),
      to,
      (right) =>
        `if(${isAddress(one)} AND ${isAddress(other)}, toInt64(multiIf(${left} = ${right}, 0, ${left} < ${right}, -1, 1)), NULL)`,
    ),
  )
}

function inRange6(ip: string, range: string, to: CallToPrint): string {
  void to
  const own = `if(isNull(IPv4StringToNumOrNull(${last(range)})), ${prefixOf(range, 128)}, 96 + ${prefixOf(range, 32)})`
  return `if(${isAddress(ip)} AND ${isAddress(range)}, ${masked6(ip, own)} = ${masked6(range, '128')}, NULL)`
}

type OnOne = (subject: string, candidate: string, to: CallToPrint, index: number) => string

/** Any of several arguments, or of the elements of dynamic arrays among them. */
function anyOf(test: OnOne): PrintFunction {
  return (args, to) => {
    const [subject = '', ...candidates] = args
    const each = candidates.map((candidate, index) => {
      const argument = to.call.arguments[index + 1]
      if (argument?.kind === 'literal' && argument.type === 'dynamic' && argument.value !== null) {
        const value: unknown = JSON.parse(String(argument.value))
        const texts = Array.isArray(value) ? value.map(String) : [String(value)]
        const item = to.context.hiddenColumn()
        return `arrayExists(${item} -> ifNull(${test(subject, item, to, -1)}, false), ${to.context.parameter(texts, 'Array(String)')})`
      }
      const item = to.context.hiddenColumn()
      const json =
        typeOf(to, index + 1) === 'dynamic' ? jsonAt(args, to, index + 1) : `toJSONString(${candidate})`
      const array = `JSONExtract(if(startsWith(${json}, '['), ${json}, concat('[', ${json}, ']')), 'Array(String)')`
      return `arrayExists(${item} -> ifNull(${test(subject, item, to, -1)}, false), ${array})`
    })
    return `(${each.join(' OR ')})`
  }
}

/** An address stands in text with no letter, digit or further group beside it. A prefix ends in a point. */
function hasAddress(text: string, ip: string, to: CallToPrint, index: number, whole: boolean): string {
  const before = '(?:^|[^0-9A-Za-z.])'
  const rest = whole ? '(?:$|[^0-9A-Za-z.])' : ''
  const constant = index < 0 ? undefined : constantText(to, index)
  const isValid = (sql: string) =>
    whole
      ? `isNotNull(IPv4StringToNumOrNull(${sql}))`
      : `match(${sql}, '^([0-9]{1,3}[.]){1,3}$|^([0-9]{1,3}[.]){3}[0-9]{1,3}$')`
  if (constant !== undefined) {
    const pattern = to.context.parameter(`${before}${quotedPattern(constant)}${rest}`, 'String')
    return `(${isValid(ip)} AND match(${text}, ${pattern}))`
  }
  return `(${isValid(ip)} AND match(${text}, concat('${before}', regexpQuoteMeta(${ip}), '${rest}')))`
}

/** A number, or text, as an address; with a prefix its other bits are cut off. */
function formatIpv4(args: readonly string[], to: CallToPrint, withPrefix: boolean): string {
  const prefix = args[1] ?? '32'
  const isText = typeOf(to, 0) === 'string'
  const number = isText ? masked4(args[0], '32') : at(args, 0)
  const bits = args[1] === undefined && isText ? prefixOf(args[0], 32) : prefix
  return once(number, to, (value) => {
    const shown = `IPv4NumToString(toUInt32(bitAnd(ifNull(toInt64(${value}), 0), bitShiftLeft(toInt64(4294967295), 32 - least(greatest(ifNull(${bits}, 32), 0), 32)))))`
    const text = withPrefix ? `concat(${shown}, '/', toString(${bits}))` : shown
    return `if(ifNull(${value} >= 0 AND ${value} <= 4294967295 AND ${bits} >= 0 AND ${bits} <= 32, false), ${text}, '')`
  })
}

/** The fewest blocks that cover a range exactly. */
function rangeToCidrs(start: string, end: string, to: CallToPrint): string {
  return once(`toInt64(IPv4StringToNumOrNull(${start}))`, to, (first) =>
    once(`toInt64(IPv4StringToNumOrNull(${end}))`, to, (final) => {
      const from = '_s.2'
      const aligned = `if(${from} = 0, 32, toInt64(bitCount(bitXor(${from}, ${from} - 1))) - 1)`
      const fitting = `toInt64(floor(log2(assumeNotNull(${final}) - ${from} + 1)))`
      const size = `least(${aligned}, ${fitting})`
      const block = `concat('"', IPv4NumToString(toUInt32(${from})), '/', toString(32 - ${size}), '"')`
      const step = `if(${from} > assumeNotNull(${final}), _s, (arrayPushBack(_s.1, ${block}), ${from} + bitShiftLeft(toInt64(1), ${size})))`
      const blocks = `arrayFold((_s, _n) -> ${step}, range(64), (CAST([], 'Array(String)'), assumeNotNull(${first})))`
      return `if(isNull(${first}) OR isNull(${final}), NULL, concat('[', arrayStringConcat(${blocks}.1, ','), ']'))`
    }),
  )
}

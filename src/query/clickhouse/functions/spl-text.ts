import type { CallToPrint, FunctionTable } from './function-table.ts'
import { literalOf } from './spl-conversions.ts'

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz'
/** `%5.2f`: what has to be checked for NULL is the whole, so places are printed one by one. */
const PLACE = /%(?:%|([-+ #0]*)(\d*)(?:\.(\d+))?([a-zA-Z]))/g

/** Text, conversion to text, and hashes. */
export const SPL_TEXT: FunctionTable = {
  'spl.len': ([text = '']) => `toInt64(lengthUTF8(${text}))`,
  'spl.lower': ([text = '']) => `lowerUTF8(${text})`,
  'spl.upper': ([text = '']) => `upperUTF8(${text})`,
  'spl.replace': ([text = '', pattern = '', by = '']) => `replaceRegexpAll(${text}, ${pattern}, ${by})`,
  'spl.urldecode': ([text = '']) => `toValidUTF8(decodeURLComponent(${text}))`,
  // From 1; from the end where negative. Position 0 is the place before the first character.
  'spl.substr': ([text = '', start = '', length]) => {
    if (length === undefined) return `substringUTF8(${text}, if(${start} = 0, 1, ${start}))`
    const counted = `greatest(if(${start} = 0, ${length} - 1, ${length}), 0)`
    return `substringUTF8(${text}, if(${start} = 0, 1, ${start}), ${counted})`
  },
  'spl.md5': ([text = '']) => `lower(hex(MD5(${text})))`,
  'spl.sha1': ([text = '']) => `lower(hex(SHA1(${text})))`,
  'spl.sha256': ([text = '']) => `lower(hex(SHA256(${text})))`,
  'spl.sha512': ([text = '']) => `lower(hex(SHA512(${text})))`,
  'spl.text_hex': ([value = '']) =>
    `concat('0x', if(${value} = 0, '0', replaceRegexpOne(hex(${value}), '^0+', '')))`,
  'spl.text_binary': ([value = '']) => `if(${value} = 0, '0', replaceRegexpOne(bin(${value}), '^0+', ''))`,
  'spl.text_commas': ([value = '']) => commas(value),
  'spl.text_duration': ([value = '']) => duration(value),
  'spl.number_of_base': ([text = ''], to) => numberOfBase(text, to),
  'spl.printf': printf,
  'spl.ipmask': ([mask = '', address = '']) =>
    `IPv4NumToString(bitAnd(toUInt32(toIPv4OrNull(${address})), toUInt32(toIPv4OrNull(${mask}))))`,
}

/** Thousands with commas; two digits after the point where there are any. */
function commas(value: string): string {
  const rounded = `(round(abs(${value}) * 100) / 100)`
  const digits = `reverse(toString(toUInt64(ifNull(floor(${rounded}), 0))))`
  const grouped = `reverse(replaceRegexpOne(replaceRegexpAll(${digits}, '([0-9]{3})', '\\\\1,'), ',$', ''))`
  const rest = `toUInt64(ifNull(round((${rounded} - floor(${rounded})) * 100), 0))`
  const fraction = `if(${rest} = 0, '', concat('.', leftPad(toString(${rest}), 2, '0')))`
  return `if(isNull(${value}), NULL, concat(if(${value} < 0, '-', ''), ${grouped}, ${fraction}))`
}

/** `[days+]hh:mm:ss`, with the fraction of a second where there is one. */
function duration(value: string): string {
  const seconds = `toUInt64(ifNull(floor(abs(${value})), 0))`
  const two = (sql: string) => `leftPad(toString(${sql}), 2, '0')`
  const days = `intDiv(${seconds}, 86400)`
  const micros = `toUInt64(ifNull(round((abs(${value}) - floor(abs(${value}))) * 1000000), 0))`
  const fraction = `if(${micros} = 0, '', concat('.', leftPad(toString(${micros}), 6, '0')))`
  const clock = `concat(${two(`intDiv(${seconds}, 3600) % 24`)}, ':', ${two(`intDiv(${seconds}, 60) % 60`)}, ':', ${two(`${seconds} % 60`)})`
  return `if(isNull(${value}), NULL, concat(if(${value} < 0, '-', ''), if(${days} = 0, '', concat(toString(${days}), '+')), ${clock}, ${fraction}))`
}

/** Digits of a base, with `0x` before those of 16; NULL where one is no digit of it, or they are too many. */
function numberOfBase(text: string, { call }: CallToPrint): string {
  const base = Number(literalOf(call.arguments[1]))
  const plain = base === 16 ? `replaceRegexpOne(${text}, '^0[xX]', '')` : text
  const digits = `lower(ifNull(${plain}, ''))`
  const longest = Math.floor(63 / Math.log2(base))
  const value = `arrayFold((sum, c) -> sum * ${base} + toInt64(position('${DIGITS}', c)) - 1, ngrams(${digits}, 1), toInt64(0))`
  return `if(match(${digits}, '^[${DIGITS.slice(0, base)}]{1,${longest}}$'), ${value}, NULL)`
}

/** Each place by itself: ClickHouse's printf() takes text, whole and broken numbers with C's flags. */
function printf(args: readonly string[], { call, context }: CallToPrint): string {
  const format = literalOf(call.arguments[0])
  const parts: string[] = []
  let from = 0
  let next = 1
  const text = (value: string) => value !== '' && parts.push(context.parameter(value, 'String'))
  for (const found of format.matchAll(PLACE)) {
    text(format.slice(from, found.index))
    from = found.index + found[0].length
    if (found[0] === '%%') {
      text('%')
      continue
    }
    const value = args[next] ?? ''
    next += 1
    parts.push(`printf(${context.parameter(found[0], 'String')}, ${value})`)
  }
  text(format.slice(from))
  if (parts.length === 0) return context.parameter('', 'String')
  return parts.length === 1 ? (parts[0] ?? '') : `concat(${parts.join(', ')})`
}

import { QueryError } from '../../plan/query-error.ts'
import type { CallToPrint, FunctionTable } from './function-table.ts'
import {
  at,
  constantItems,
  constantNumber,
  constantText,
  isConstant,
  jsonAt,
  once,
  requireConstant,
} from './kql-argument.ts'
import { capturingOnly, groupsIn, quotedPattern, regexAt } from './kql-regex.ts'

/** Functions over text. Positions count from 0 and in characters. */
export const KQL_STRING: FunctionTable = {
  strcat: (args) => (args.length === 1 ? at(args, 0) : `concat(${args.join(', ')})`),
  strcat_delim: ([delimiter = '', ...parts], to) => joined(`[${parts.join(', ')}]`, delimiter, to, 0),
  strcat_array: ([array, delimiter = ''], to) =>
    joined(`JSONExtract(ifNull(${array}, ''), 'Array(String)')`, delimiter, to, 1),
  strcmp: ([one, other]) => `toInt64(multiIf(${one} = ${other}, 0, ${one} < ${other}, -1, 1))`,
  // Kusto repeats 1,024 times at most.
  strrep: ([text, times, delimiter = "''"]) =>
    `arrayStringConcat(arrayWithConstant(toUInt16(least(greatest(ifNull(${times}, 0), 0), 1024)), ${text}), ${delimiter})`,
  strlen: ([text]) => `toInt64(lengthUTF8(${text}))`,
  string_size: ([text]) => `toInt64(length(${text}))`,
  tolower: ([text]) => `lowerUTF8(${text})`,
  toupper: ([text]) => `upperUTF8(${text})`,
  reverse: ([text]) => `reverseUTF8(${text})`,
  substring: (args, to) => substring(args, to),
  regex_quote: ([text]) => `regexpQuoteMeta(${text})`,
  indexof: (args, to) => indexOf(args, to),
  indexof_regex: (args, to) => indexOfRegex(args, to),
  has_any_index: ([text, needles], to) => {
    const item = to.context.hiddenColumn()
    const pattern = `concat('(?i)(?:^|[^\\\\p{L}\\\\p{N}])', regexpQuoteMeta(${item}), '(?:$|[^\\\\p{L}\\\\p{N}])')`
    return `if(isNull(${needles}), NULL, toInt64(arrayFirstIndex(${item} -> match(${text}, ${pattern}), JSONExtract(ifNull(${needles}, ''), 'Array(String)'))) - 1)`
  },
  split: (args, to) => {
    const parts = splitParts(args, to)
    if (args[2] === undefined) return `toNullable(toJSONString(${parts}))`
    const index = `assumeNotNull(${args[2]})`
    return once(
      parts,
      to,
      (name) => `if(${index} < length(${name}), toJSONString([${name}[${index} + 1]]), '[]')`,
    )
  },
  extract: (args, to) => extract(args, to),
  extract_all: (args, to) => extractAll(args, to),
  replace_regex: (args, to) => `replaceRegexpAll(${at(args, 0)}, ${regexAt(args, to, 1)}, ${at(args, 2)})`,
  replace_string: ([text, from, into]) => `replaceAll(${text}, ${from}, ${into})`,
  replace_strings: (args, to) => replaceStrings(args, to),
  trim: (args, to) => trimmed(args, to, 'both'),
  trim_start: (args, to) => trimmed(args, to, 'start'),
  trim_end: (args, to) => trimmed(args, to, 'end'),
  countof: (args, to) => countOf(args, to),
  translate: (args, to) => translated(args, to),
  unicode_codepoints_from_string: ([text], to) =>
    once(
      `convertCharset(${text}, 'UTF-8', 'UTF-32LE')`,
      to,
      (name) =>
        `toNullable(toJSONString(arrayMap(_i -> reinterpretAsUInt32(substring(${name}, _i * 4 + 1, 4)), range(intDiv(length(${name}), 4)))))`,
    ),
  unicode_codepoints_to_string: (args, to) => {
    const arrays = args.map((_, index) => {
      const json = jsonAt(args, to, index)
      return `JSONExtract(concat('[', trim(BOTH '[]' FROM ${json}), ']'), 'Array(UInt32)')`
    })
    return `arrayStringConcat(arrayMap(_c -> ${utf8('_c')}, arrayConcat(${arrays.join(', ')})))`
  },
  isascii: ([text]) => `(length(${text}) = lengthUTF8(${text}))`,
  isutf8: ([text]) => `isValidUTF8(${text})`,
  format_bytes: (args, to) => formatBytes(args, to),
}

/** An array as one text. ClickHouse takes constant delimiters only. */
function joined(array: string, delimiter: string, to: CallToPrint, index: number): string {
  if (isConstant(to.call.arguments[index])) return `arrayStringConcat(${array}, ${delimiter})`
  const delimited = `if(_i = 1, _e, concat(${delimiter}, _e))`
  return once(
    array,
    to,
    (all) => `arrayStringConcat(arrayMap((_e, _i) -> ${delimited}, ${all}, arrayEnumerate(${all})))`,
  )
}

/** The parts of a split as Array(String). */
export function splitParts(args: readonly string[], to: CallToPrint): string {
  requireConstant(to, 1, 'delimiter')
  if (/^\p{ASCII}$/u.test(constantText(to, 1) ?? '')) return `splitByChar(${at(args, 1)}, ${at(args, 0)})`
  return `splitByString(${at(args, 1)}, ${at(args, 0)})`
}

function substring(args: readonly string[], to: CallToPrint): string {
  const [text, start] = [at(args, 0), at(args, 1)]
  const length = args[2] === undefined ? '' : `, greatest(${args[2]}, 0)`
  const constant = constantNumber(to, 1)
  if (constant !== undefined && constant >= 0) {
    return `substringUTF8(${text}, ${to.context.parameter(constant + 1, 'Int64')}${length})`
  }
  // A negative start counts from the end, and stops at the beginning.
  return once(
    text,
    to,
    (name) =>
      `ifNull(substringUTF8(${name}, if(${start} < 0, greatest(toInt64(lengthUTF8(${name})) + ${start}, 0), ${start}) + 1${length}), '')`,
  )
}

/** Position of the n-th occurrence within a stretch, -1 where there is none. */
function indexOf(args: readonly string[], to: CallToPrint): string {
  const [text, needle] = [at(args, 0), at(args, 1)]
  if (args.length === 2) return `(toInt64(positionUTF8(${text}, ${needle})) - 1)`
  const occurrence = args[4] ?? '1'
  return stretch(args, to, (name, start) => {
    const parts = `splitByString(${needle}, ${name})`
    if (constantNumber(to, 4) === undefined || constantNumber(to, 4) === 1) {
      return `if(positionUTF8(${name}, ${needle}) = 0, -1, toInt64(positionUTF8(${name}, ${needle})) - 1 + ${start})`
    }
    requireConstant(to, 1, 'text to look for')
    return `if(length(${parts}) <= ${occurrence}, -1, toInt64(lengthUTF8(arrayStringConcat(arraySlice(${parts}, 1, ${occurrence}), ${needle}))) + ${start})`
  })
}

function indexOfRegex(args: readonly string[], to: CallToPrint): string {
  requireConstant(to, 1, 'regular expression')
  const occurrence = args[4] ?? '1'
  const pattern = constantText(to, 1) ?? ''
  const groups = to.context.parameter(`(?-s)(${pattern})`, 'String')
  return stretch(args.length === 2 ? [...args, '0'] : args, to, (name, start) => {
    const found = `arrayMap(_g -> _g[1], extractAllGroupsVertical(${name}, ${groups}))`
    const upTo = `replaceRegexpOne(${name}, ${to.context.parameter(`(?s)^((?:.*?(?:${pattern})){${constantNumber(to, 4) ?? 1}}).*$`, 'String')}, '\\\\1')`
    return `if(length(${found}) < ${occurrence}, -1, toInt64(lengthUTF8(${upTo})) - toInt64(lengthUTF8(${found}[${occurrence}])) + ${start})`
  })
}

/** A function of the part of a text from `start` (argument 2) with `length` (argument 3) characters. */
function stretch(
  args: readonly string[],
  to: CallToPrint,
  body: (text: string, start: string) => string,
): string {
  const [start, length] = [at(args, 2), args[3]]
  return once(at(args, 0), to, (text) => {
    const from = `if(${start} < 0, greatest(toInt64(lengthUTF8(${text})) + ${start}, 0), ${start})`
    const count = length === undefined ? '' : `, if(${length} < 0, toInt64(lengthUTF8(${text})), ${length})`
    return once(`ifNull(substringUTF8(${text}, ${from} + 1${count}), '')`, to, (part) => body(part, from))
  })
}

function extract(args: readonly string[], to: CallToPrint): string {
  requireConstant(to, 0, 'regular expression')
  const pattern = constantText(to, 0)
  const group = constantNumber(to, 1)
  if (pattern !== undefined && group !== undefined) {
    // ClickHouse refuses a group that the pattern does not have.
    if (group < 0 || group > groupsIn(pattern)) return "''"
    const single = capturingOnly(pattern, group)
    return `extract(${at(args, 2)}, ${to.context.parameter(single.includes('.') ? `(?-s)${single}` : single, 'String')})`
  }
  const whole = `concat('(?-s)(', ${at(args, 0)}, ')')`
  return `extractGroups(${at(args, 2)}, ${whole})[${at(args, 1)} + 1]`
}

/** One group gives a flat array, more give an array of arrays. */
function extractAll(args: readonly string[], to: CallToPrint): string {
  requireConstant(to, 0, 'regular expression')
  const pattern = constantText(to, 0)
  const groups = pattern === undefined ? 2 : groupsIn(pattern)
  if (groups === 0) return `toNullable(toJSONString(extractAll(${at(args, 1)}, ${regexAt(args, to, 0)})))`
  const all = `extractAllGroupsVertical(${at(args, 1)}, ${regexAt(args, to, 0)})`
  const picked = constantItems(to.call.arguments[2])
    ?.map((group) => groupNumber(group, pattern ?? ''))
    .filter((group) => group > 0 && group <= groups)
  if (picked !== undefined && picked.length > 1) {
    return `toNullable(toJSONString(arrayMap(_g -> [${picked.map((group) => `_g[${group}]`).join(', ')}], ${all})))`
  }
  const [one] = picked ?? []
  if (groups === 1 || one !== undefined)
    return `toNullable(toJSONString(arrayMap(_g -> _g[${one ?? 1}], ${all})))`
  return `toNullable(toJSONString(${all}))`
}

function groupNumber(group: unknown, pattern: string): number {
  if (typeof group === 'number') return group
  const names = [...pattern.matchAll(/\((?:\?P?<(\w+)>|(?!\?))/g)].map((match) => match[1])
  return names.indexOf(String(group)) + 1
}

/** All lookups at once, the first of them at each place; a replacement that is no text replaces nothing. */
function replaceStrings(args: readonly string[], to: CallToPrint): string {
  const lookups = constantItems(to.call.arguments[1])
  const replacements = constantItems(to.call.arguments[2])
  if (lookups === undefined || replacements === undefined) {
    throw new QueryError(
      'unsupported',
      'The arrays of replace_strings have to be constants here.',
      to.call.at,
      'replace_strings',
    )
  }
  const pairs = lookups.flatMap((lookup, index) => {
    const into = replacements[index]
    return typeof lookup === 'string' && lookup !== ''
      ? [[lookup, typeof into === 'string' ? into : lookup] as const]
      : []
  })
  const pattern = `(?s)(?:${[...pairs.map(([lookup]) => quotedPattern(lookup)), '.'].join('|')})`
  const texts = (side: 0 | 1) =>
    to.context.parameter(
      pairs.map((pair) => pair[side]),
      'Array(String)',
    )
  const found = `extractAll(${at(args, 0)}, ${to.context.parameter(pattern, 'String')})`
  if (pairs.length === 0) return at(args, 0)
  return `arrayStringConcat(arrayMap(_p -> transform(_p, ${texts(0)}, ${texts(1)}, _p), ${found}))`
}

/** Removes what a pattern matches at the ends. */
function trimmed(args: readonly string[], to: CallToPrint, where: 'both' | 'start' | 'end'): string {
  const [pattern, text] = [constantText(to, 0), at(args, 1)]
  if (pattern !== undefined && /^[A-Za-z0-9 _,;:"@#%&=<>~-]$/.test(pattern)) {
    const side = { both: 'BOTH', start: 'LEADING', end: 'TRAILING' }[where]
    return `trim(${side} '${pattern}' FROM ${text})`
  }
  const anchored = (before: string, after: string) =>
    pattern === undefined
      ? `concat('(?-s)${before}(?:', ${at(args, 0)}, ')+${after}')`
      : to.context.parameter(`(?-s)${before}(?:${pattern})+${after}`, 'String')
  const start = where === 'end' ? text : `replaceRegexpOne(${text}, ${anchored('^', '')}, '')`
  return where === 'start' ? start : `replaceRegexpOne(${start}, ${anchored('', '$')}, '')`
}

/** Plain occurrences may overlap, those of a regular expression do not. */
function countOf(args: readonly string[], to: CallToPrint): string {
  const [text, needle] = [at(args, 0), at(args, 1)]
  if (constantText(to, 2) === 'regex') return `toInt64(countMatches(${text}, ${regexAt(args, to, 1)}))`
  const constant = constantText(to, 1)
  if (constant !== undefined && !overlapsItself(constant))
    return `toInt64(countSubstrings(${text}, ${needle}))`
  return `toInt64(arrayCount(_i -> substring(${text}, _i, length(${needle})) = ${needle}, range(1, length(${text}) + 1)))`
}

function overlapsItself(text: string): boolean {
  return Array.from({ length: text.length - 1 }, (_, index) => index + 1).some((index) =>
    text.startsWith(text.slice(index)),
  )
}

/** Characters of the first list become those at the same place of the second, whose last one stands for the rest. */
function translated(args: readonly string[], to: CallToPrint): string {
  requireConstant(to, 0, 'list of characters')
  requireConstant(to, 1, 'list of characters')
  const from = [...(constantText(to, 0) ?? '')]
  const into = [...(constantText(to, 1) ?? '')]
  const filled = from.map((_, index) => into[index] ?? into.at(-1) ?? '')
  return `translateUTF8(${at(args, 2)}, ${to.context.parameter(from.join(''), 'String')}, ${to.context.parameter(filled.join(''), 'String')})`
}

/** One character of a code point. */
function utf8(code: string): string {
  const next = (shift: number) => `bitOr(128, bitAnd(bitShiftRight(${code}, ${shift}), 63))`
  return `multiIf(${code} < 128, char(${code}), ${code} < 2048, char(bitOr(192, bitShiftRight(${code}, 6)), ${next(0)}), ${code} < 65536, char(bitOr(224, bitShiftRight(${code}, 12)), ${next(6)}, ${next(0)}), char(bitOr(240, bitShiftRight(${code}, 18)), ${next(12)}, ${next(6)}, ${next(0)}))`
}

const BYTE_UNITS = ['Bytes', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB']

/** `12.06 KB`; the unit is the largest that fits, or the one named. */
function formatBytes(args: readonly string[], to: CallToPrint): string {
  const precision = args[1] ?? '0'
  const named = BYTE_UNITS.findIndex((unit) => unit.toLowerCase() === constantText(to, 2)?.toLowerCase())
  const names = BYTE_UNITS.map((unit) => `'${unit}'`).join(', ')
  return once(at(args, 0), to, (size) => {
    const power =
      named === -1
        ? `ifNull(accurateCastOrNull(least(floor(log2(greatest(abs(${size}), 1)) / 10), 6), 'UInt8'), 0)`
        : String(named)
    return `ifNull(concat(toString(round(${size} / pow(1024, ${power}), ${precision})), ' ', [${names}][${power} + 1]), '')`
  })
}

import { isCaseless } from './caseless.ts'
import type { CallToPrint, FunctionTable, PrintFunction } from './function-table.ts'
import { at, constantText, typeOf } from './kql-argument.ts'
import { quotedPattern, regexAt } from './kql-regex.ts'

/**
 * Operators that look for text in text. A term is a whole run of letters and digits (underscore ends it); a needle that
 * itself starts or ends with another character has its boundary there already.
 */
export const KQL_TERM: FunctionTable = {
  '=~': (args, to) => sameIgnoringCase(args, to),
  '!~': (args, to) => `(NOT ${sameIgnoringCase(args, to)})`,
  ...bothWays('has', (args, to) => hasTerm(args, to, { whole: 'both', ignoreCase: true })),
  ...bothWays('has_cs', (args, to) => hasTerm(args, to, { whole: 'both', ignoreCase: false })),
  ...bothWays('hasprefix', (args, to) => hasTerm(args, to, { whole: 'start', ignoreCase: true })),
  ...bothWays('hasprefix_cs', (args, to) => hasTerm(args, to, { whole: 'start', ignoreCase: false })),
  ...bothWays('hassuffix', (args, to) => hasTerm(args, to, { whole: 'end', ignoreCase: true })),
  ...bothWays('hassuffix_cs', (args, to) => hasTerm(args, to, { whole: 'end', ignoreCase: false })),
  ...bothWays('contains', (args, to) => `(${positionIgnoringCase(args, to)} > 0)`),
  ...bothWays('contains_cs', (args) => `(position(${at(args, 0)}, ${at(args, 1)}) > 0)`),
  ...bothWays('startswith', (args, to) => `startsWith${ignoringCase(to)}(${at(args, 0)}, ${at(args, 1)})`),
  ...bothWays('startswith_cs', (args) => `startsWith(${at(args, 0)}, ${at(args, 1)})`),
  ...bothWays('endswith', (args, to) => `endsWith${ignoringCase(to)}(${at(args, 0)}, ${at(args, 1)})`),
  ...bothWays('endswith_cs', (args) => `endsWith(${at(args, 0)}, ${at(args, 1)})`),
  'matches regex': (args, to) => `match(${at(args, 0)}, ${regexAt(args, to, 1)})`,
  has_any: (args, to) => hasTerms(args, to, 'OR'),
  has_all: (args, to) => hasTerms(args, to, 'AND'),
}

interface TermSearch {
  readonly whole: 'both' | 'start' | 'end'
  readonly ignoreCase: boolean
}

function bothWays(name: string, print: PrintFunction): FunctionTable {
  return { [name]: print, [`!${name}`]: (args, to) => `(NOT ${print(args, to)})` }
}

const ASCII = /^\p{ASCII}*$/u
const TOKEN = /^[A-Za-z0-9]+$/
const WORD = /[\p{L}\p{N}]/u
/**
 * What ends a term: no letter, no digit. Written as ranges, because RE2 is several times slower over \p{L} and \p{N}; marks
 * beyond these ranges do not end one, nor does any beyond ASCII for `hasToken`, which all ASCII terms are searched with.
 */
const NOT_WORD =
  '[\\x00-/:-@\\[-`{-\\x{A9}\\x{AB}-\\x{B4}\\x{B6}-\\x{B9}\\x{BB}-\\x{BF}\\x{D7}\\x{F7}\\x{2000}-\\x{206F}\\x{20A0}-\\x{20BF}\\x{2190}-\\x{2BFF}\\x{3000}-\\x{3004}]'

function sameIgnoringCase(args: readonly string[], to: CallToPrint): string {
  for (const [index, other] of [
    [1, 0],
    [0, 1],
  ] as const) {
    const constant = constantText(to, index)
    if (constant === undefined) continue
    if (isCaseless(constant)) return `(${at(args, 0)} = ${at(args, 1)})`
    const fold = ASCII.test(constant) ? 'lower' : 'lowerUTF8'
    return `(${fold}(${at(args, other)}) = ${to.context.parameter(constant.toLowerCase(), 'String')})`
  }
  return `(lowerUTF8(${at(args, 0)}) = lowerUTF8(${at(args, 1)}))`
}

/** How the engine's searches are named that ignore case. Folding ASCII only is enough, and faster, where the needle is ASCII. */
function ignoringCase(to: CallToPrint): string {
  const needle = constantText(to, 1)
  if (needle === undefined) return 'CaseInsensitiveUTF8'
  if (isCaseless(needle)) return ''
  return ASCII.test(needle) ? 'CaseInsensitive' : 'CaseInsensitiveUTF8'
}

function positionIgnoringCase(args: readonly string[], to: CallToPrint): string {
  return `position${ignoringCase(to)}(${at(args, 0)}, ${at(args, 1)})`
}

function hasTerm(args: readonly string[], to: CallToPrint, how: TermSearch): string {
  const [text, needle] = [at(args, 0), at(args, 1)]
  const constant = constantText(to, 1)
  if (constant === undefined) return `match(${text}, ${patternOf(needle, how)})`
  return hasConstant(text, constant, to, how)
}

function hasConstant(text: string, needle: string, to: CallToPrint, how: TermSearch): string {
  const parameter = to.context.parameter(needle, 'String')
  const ignoring = how.ignoreCase ? 'CaseInsensitive' : ''
  if (needle === '') return 'true'
  if (how.whole === 'both' && TOKEN.test(needle)) return `hasToken${ignoring}(${text}, ${parameter})`
  const utf8 = how.ignoreCase && !ASCII.test(needle) ? 'UTF8' : ''
  const found = `position${ignoring}${utf8}(${text}, ${parameter}) > 0`
  const pattern = constantPattern(needle, how)
  if (pattern === quotedPattern(needle)) return `(${found})`
  const flag = how.ignoreCase ? '(?i)' : ''
  return `(${found} AND match(${text}, ${to.context.parameter(`${flag}${pattern}`, 'String')}))`
}

/** RE2 of a term with the boundaries that its own first and last character leave open. */
function constantPattern(needle: string, { whole }: Pick<TermSearch, 'whole'>): string {
  const characters = [...needle]
  const start = whole !== 'end' && WORD.test(characters[0] ?? '') ? `(?:^|${NOT_WORD})` : ''
  const end = whole !== 'start' && WORD.test(characters.at(-1) ?? '') ? `(?:$|${NOT_WORD})` : ''
  return `${start}${quotedPattern(needle)}${end}`
}

/** The same pattern, of a needle that is known only row by row. */
function patternOf(needle: string, { whole, ignoreCase }: TermSearch): string {
  const parts = [
    ...(ignoreCase ? ["'(?i)'"] : []),
    ...(whole === 'end'
      ? []
      : [`if(match(${needle}, '^[\\\\p{L}\\\\p{N}]'), '(?:^|[^\\\\p{L}\\\\p{N}])', '')`]),
    `regexpQuoteMeta(${needle})`,
    ...(whole === 'start'
      ? []
      : [`if(match(${needle}, '[\\\\p{L}\\\\p{N}]$'), '(?:$|[^\\\\p{L}\\\\p{N}])', '')`]),
  ]
  return `concat(${parts.join(', ')})`
}

/** Up to so many terms are searched one by one, each at the speed of a substring search. */
const FEW = 6

function hasTerms(args: readonly string[], to: CallToPrint, joiner: 'OR' | 'AND'): string {
  const [text, ...needles] = args
  if (text === undefined || needles.length === 0) return joiner === 'AND' ? 'true' : 'false'
  const how = { whole: 'both', ignoreCase: true } as const
  const constants = needles.map((_, index) =>
    typeOf(to, index + 1) === 'dynamic' ? undefined : constantText(to, index + 1),
  )
  if (
    joiner === 'OR' &&
    needles.length > FEW &&
    constants.every((constant) => constant !== undefined && constant !== '')
  ) {
    const all = constants.map((constant) => constantPattern(constant ?? '', how)).join('|')
    return `match(${text}, ${to.context.parameter(`(?i)(?:${all})`, 'String')})`
  }
  const each = needles.map((needle, index) => {
    const constant = constants[index]
    if (constant !== undefined) return hasConstant(text, constant, to, how)
    if (typeOf(to, index + 1) !== 'dynamic') return `match(${text}, ${patternOf(needle, how)})`
    const exists = joiner === 'OR' ? 'arrayExists' : 'arrayAll'
    const item = to.context.hiddenColumn()
    return `${exists}(${item} -> match(${text}, ${patternOf(item, how)}), JSONExtract(ifNull(${needle}, ''), 'Array(String)'))`
  })
  return each.length === 1 ? (each[0] ?? 'false') : `(${each.join(` ${joiner} `)})`
}

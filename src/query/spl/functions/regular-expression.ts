import { QueryError } from '../../plan/query-error.ts'
import type { Span } from '../../plan/span.ts'

/**
 * What PCRE has and RE2 has not, by how it is written. Escapes and classes are read past first, so that `\(?=` is text.
 */
const NOT_IN_RE2: readonly (readonly [RegExp, string])[] = [
  [/^\(\?[=!]/, 'look-ahead'],
  [/^\(\?<[=!]/, 'look-behind'],
  [/^\(\?>/, 'atomic groups'],
  [/^\(\?\(/, 'conditions'],
  [/^\(\?[R&\d]/, 'recursion'],
  [/^\(\*[A-Z]/, 'verbs'],
  [/^\\[1-9]/, 'back-references'],
  [/^\\k[<{']/, 'back-references'],
  [/^\\g\{?-?\d/, 'back-references'],
]

/** Escapes of PCRE that RE2 writes otherwise. */
const ESCAPES = new Map<string, string>([
  ['\\h', '[ \\t]'],
  ['\\H', '[^ \\t]'],
  ['\\R', '(?:\\r\\n|[\\n\\r])'],
  ['\\e', '\\x1b'],
  ['\\Z', '\\z'],
  ['\\/', '/'],
  ['\\<', '<'],
  ['\\>', '>'],
  ['\\"', '"'],
  ["\\'", "'"],
  ['\\=', '='],
  ['\\:', ':'],
])
const IN_CLASS = new Map<string, string>([
  ['\\h', ' \\t'],
  ['\\e', '\\x1b'],
])

/**
 * A regular expression of Splunk (PCRE) as RE2 takes it.
 *
 * @throws QueryError `unsupported` for what RE2 has not: look-around, back-references, atomic groups
 */
export function toRe2(pattern: string, at: Span): string {
  let result = ''
  let position = 0
  let inClass = false
  while (position < pattern.length) {
    const rest = pattern.slice(position)
    if (!inClass) refuse(rest, at, pattern)
    const token = tokenOf(rest, inClass)
    if (inClass ? token === ']' : token.startsWith('[')) inClass = !inClass
    result +=
      inClass && !token.startsWith('[') ? (IN_CLASS.get(token) ?? token) : (ESCAPES.get(token) ?? token)
    position += token.length
  }
  return withoutPossessive(result)
}

function refuse(rest: string, at: Span, pattern: string): void {
  const found = NOT_IN_RE2.find(([start]) => start.test(rest))
  if (found === undefined) return
  throw new QueryError(
    'unsupported',
    `Regular expressions run on RE2, which has no ${found[1]}: ${pattern}`,
    at,
    found[1],
  )
}

/** One escape, a class's beginning with what may stand there unescaped, or one character. */
function tokenOf(rest: string, inClass: boolean): string {
  const escaped = /^\\[\s\S]/u.exec(rest)
  if (escaped !== null) return escaped[0]
  if (inClass) return /^\[:\^?[a-z]+:\]/.exec(rest)?.[0] ?? [...rest.slice(0, 2)][0] ?? ''
  return /^\[\^?\]?/.exec(rest)?.[0] ?? [...rest.slice(0, 2)][0] ?? ''
}

/** `a++` gives up less than `a+` and matches nothing that `a+` does not, so it is read as greedy. */
function withoutPossessive(pattern: string): string {
  return pattern.replace(/(?<!\\)([*+?}])\+/g, '$1')
}

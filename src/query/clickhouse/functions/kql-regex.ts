import type { CallToPrint } from './function-table.ts'
import { at, constantText } from './kql-argument.ts'

/**
 * A regular expression argument. ClickHouse lets `.` match a line break where RE2, and Kusto, do not: the flag is set back
 * where the pattern holds a point.
 */
export function regexAt(args: readonly string[], to: CallToPrint, index: number): string {
  const constant = constantText(to, index)
  if (constant === undefined) return `concat('(?-s)', ${at(args, index)})`
  return constant.includes('.') ? to.context.parameter(`(?-s)${constant}`, 'String') : at(args, index)
}

/** Text as a pattern that matches exactly it. */
export function quotedPattern(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}/-]/g, '\\$&')
}

/** How many capturing groups a pattern has. */
export function groupsIn(pattern: string): number {
  return (pattern.match(CAPTURING) ?? []).filter((found) => found.startsWith('(')).length
}

/** The pattern with only its n-th group capturing: `extract` of ClickHouse gives the first, and is the fast one. */
export function capturingOnly(pattern: string, group: number): string {
  if (group === 0) return `(${capturingOnly(pattern, -1)})`
  let found = 0
  return pattern.replace(CAPTURING, (text) => {
    if (text.startsWith('\\') || text.startsWith('[')) return text
    found += 1
    return found === group ? '(' : '(?:'
  })
}

/** An escape or a class, which are passed over, or the start of a capturing group. */
const CAPTURING = /\\[\s\S]|\[\^?\]?(?:\\[\s\S]|\[:\^?\w+:\]|[^\]\\])*\]|\((?:\?P?<\w+>|(?!\?))/g

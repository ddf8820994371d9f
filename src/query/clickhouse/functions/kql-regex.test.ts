import { expect, it } from 'vitest'
import { capturingOnly, groupsIn, quotedPattern } from './kql-regex.ts'

const PATTERNS: readonly (readonly [pattern: string, groups: number, first: string, whole: string])[] = [
  ['a(b)c', 1, 'a(b)c', '(a(?:b)c)'],
  ['(a)(b)', 2, '(a)(?:b)', '((?:a)(?:b))'],
  ['(?i)(?P<n>a)', 1, '(?i)(a)', '((?i)(?:a))'],
  ['(?:a)(b)', 1, '(?:a)(b)', '((?:a)(?:b))'],
  ['\\((a)\\)', 1, '\\((a)\\)', '(\\((?:a)\\))'],
  ['[()](a)', 1, '[()](a)', '([()](?:a))'],
  ['[^]()](a)', 1, '[^]()](a)', '([^]()](?:a))'],
  ['[[:alpha:](](a)', 1, '[[:alpha:](](a)', '([[:alpha:](](?:a))'],
  ['no groups', 0, 'no groups', '(no groups)'],
]

it.each(PATTERNS)('counts and picks the groups of %s', (pattern, groups, first, whole) => {
  expect([groupsIn(pattern), capturingOnly(pattern, 1), capturingOnly(pattern, 0)]).toEqual([
    groups,
    first,
    whole,
  ])
})

it('quotes every sign that means something', () => {
  const signs = 'a.b*c+d?e(f)g[h]i{j}k|l^m$n\\o/p-q'
  expect(new RegExp(`^${quotedPattern(signs)}$`).test(signs)).toBe(true)
})

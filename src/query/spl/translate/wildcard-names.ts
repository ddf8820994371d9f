import { quoted } from '../functions/wildcard.ts'

/** Field names with `*` in them. */

export function hasWildcard(name: string): boolean {
  return name.includes('*')
}

/** What each `*` of a pattern stands for in a name; undefined where it does not match. */
export function wildcardParts(pattern: string, name: string): readonly string[] | undefined {
  const parts = pattern.split('*').map(quoted)
  const match = new RegExp(`^${parts.join('(.*)')}$`, 's').exec(name)
  return match === null ? undefined : match.slice(1)
}

/**
 * The name that a pattern makes of another one: `*` by `*`.
 *
 * @example renamed('user.*', '*_of_user', 'user.name') // => 'name_of_user'
 */
export function renamed(from: string, to: string, name: string): string | undefined {
  const parts = wildcardParts(from, name)
  if (parts === undefined) return undefined
  let next = 0
  return to.replace(/\*/g, () => parts[next++] ?? '')
}

/** The names that match any of the patterns, in the order of the patterns, each once. */
export function matchingNames(patterns: readonly string[], names: readonly string[]): string[] {
  const found = patterns.flatMap((pattern) =>
    hasWildcard(pattern) ? names.filter((name) => wildcardParts(pattern, name) !== undefined) : [pattern],
  )
  return [...new Set(found)]
}

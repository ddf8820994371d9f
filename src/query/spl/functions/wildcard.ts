/**
 * Patterns with wildcards as RE2 expressions: values of queries never reach LIKE, which unescapes a pattern twice.
 */

/** `*` of `search`: any run of characters. Case does not count. */
export function wildcardPattern(text: string): string {
  return `(?is)^${text.split('*').map(quoted).join('.*')}$`
}

/**
 * `%` any run and `_` one character of `like`; a backslash takes either at its word. Case counts.
 *
 * @example likePattern('a%_') // => '(?s)^a.*.$'
 */
export function likePattern(pattern: string): string {
  const parts = pattern.match(/\\[\\%_]|[\s\S]/gu) ?? []
  return `(?s)^${parts.map(likePart).join('')}$`
}

function likePart(part: string): string {
  if (part === '%') return '.*'
  if (part === '_') return '.'
  return quoted(/^\\[\\%_]$/.test(part) ? part.slice(1) : part)
}

/** A text that stands for itself in RE2. */
export function quoted(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')
}

/**
 * Is a text the same in upper and lower case? Then a comparison that ignores case may be the plain one, which the primary key
 * can answer.
 *
 * @example isCaseless('10.50.100.') // => true
 * @example isCaseless('10.50.x') // => false
 */
export function isCaseless(text: string): boolean {
  return text.toLowerCase() === text.toUpperCase()
}

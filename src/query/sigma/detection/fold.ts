/** How letters are compared; the names of plan functions end in it. */
export type Folding = '' | '_unicode' | '_cased'

/**
 * Text made equal to every text that differs from it in letter case only, and how a column has to be folded to compare with it.
 *
 * Of text whose letters are all ASCII, lower case does. Any other goes to lower case and from there to upper case: only so
 * do `ſ`, `ς` and `ß` meet `S`, `Σ` and `SS`, and upper case does not depend on what stands beside a letter.
 */
export function fold(text: string, cased: boolean): { folded: string; folding: Folding } {
  if (cased) return { folded: text, folding: '_cased' }
  const lower = text.toLowerCase()
  if (hasCaselessOthers(text)) return { folded: lower, folding: '' }
  return { folded: lower.toUpperCase(), folding: '_unicode' }
}

/** Characters beyond ASCII have no other case. */
function hasCaselessOthers(text: string): boolean {
  for (const character of text) {
    if (character < '\u0080') continue
    if (character.toLowerCase() !== character || character.toUpperCase() !== character) return false
  }
  return true
}

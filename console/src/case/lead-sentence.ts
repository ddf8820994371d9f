/** A text in two: its first sentence, and the rest (empty where there is none). */
export interface LedText {
  readonly lead: string
  readonly rest: string
}

/**
 * Splits at the first full stop that is followed by a capital, so that `2.1 TB` stays whole.
 *
 * @example leadSentence('Read 2.1 TB. The most: 1 TB.') // => { lead: 'Read 2.1 TB.', rest: 'The most: 1 TB.' }
 */
export function leadSentence(text: string): LedText {
  const end = /[.;]\s+(?=\p{Lu})/u.exec(text)
  if (end === null) return { lead: text, rest: '' }
  const at = end.index + 1
  return { lead: text.slice(0, at), rest: text.slice(at).trim() }
}

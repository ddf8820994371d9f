import { type TextPart, type TextValue, textValue } from './value.ts'

/**
 * The text of a rule with its wildcards and escapes read: `*` any run, `?` one character, a backslash before `*`, `?` or a backslash
 * takes what follows as it is, any other backslash is itself.
 *
 * @example readPattern('C:\\*').parts // => ['C:*']
 * @example readPattern('C:\\\\*').parts // => ['C:\\', { special: '*' }]
 */
export function readPattern(text: string): TextValue {
  const parts: TextPart[] = []
  let literal = ''
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at)
    const next = text.charAt(at + 1)
    if (character === '\\' && (next === '\\' || next === '*' || next === '?')) {
      literal += next
      at += 1
    } else if (character === '*' || character === '?') {
      parts.push(literal, { special: character })
      literal = ''
    } else {
      literal += character
    }
  }
  return textValue([...parts, literal])
}

/** The text that {@link readPattern} reads as this value; placeholders between percent signs. */
export function writePattern(parts: readonly TextPart[]): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part.replace(/[*?]|\\(?=[*?\\]|$)/g, '\\$&')
      if ('placeholder' in part) return `%${part.placeholder}%`
      return part.special === 'dash' ? '-' : part.special
    })
    .join('')
}

const PLACEHOLDER = /(?<!\\)%([\w.-]+)%/g

/** Placeholders between percent signs made parts of their own; `\%` is a percent sign. */
export function readPlaceholders(parts: readonly TextPart[]): TextPart[] {
  return parts.flatMap((part) => {
    if (typeof part !== 'string') return [part]
    const pieces = part.split(PLACEHOLDER)
    return pieces.map(
      (piece, at): TextPart => (at % 2 === 1 ? { placeholder: piece } : piece.replaceAll('\\%', '%')),
    )
  })
}

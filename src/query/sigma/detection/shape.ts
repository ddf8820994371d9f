import { quoted } from './placeholders.ts'
import { isAny, type TextPart, type TextValue } from './value.ts'

/** What kind of comparison a text with wildcards is: the cheapest that says the same. */
export type Shape =
  | { readonly kind: 'equals' | 'contains' | 'starts_with' | 'ends_with'; readonly text: string }
  /** Any text at all. */
  | { readonly kind: 'present' }
  /** A regular expression of the text as it is given to `quote`. */
  | { readonly kind: 'matches'; readonly regex: (fold: (text: string) => string) => string }

/**
 * @example shapeOf({ kind: 'text', parts: [{ special: '*' }, '.exe'], cased: false }) // => { kind: 'ends_with', text: '.exe' }
 */
export function shapeOf({ parts }: TextValue): Shape {
  const startsOpen = isAny(parts[0])
  const endsOpen = isAny(parts.at(-1))
  if (parts.length === 1 && startsOpen) return { kind: 'present' }
  const inner = parts.slice(startsOpen ? 1 : 0, endsOpen ? -1 : undefined)
  const texts = inner.filter((part) => typeof part === 'string')
  if (texts.length === inner.length) {
    const kind = startsOpen ? (endsOpen ? 'contains' : 'ends_with') : endsOpen ? 'starts_with' : 'equals'
    return { kind, text: texts.join('') }
  }
  return {
    kind: 'matches',
    regex(fold) {
      const middle = inner.map((part) => regexOf(part, fold)).join('')
      return `(?s)${startsOpen ? '' : '^'}${middle}${endsOpen ? '' : '$'}`
    },
  }
}

function regexOf(part: TextPart, fold: (text: string) => string): string {
  if (typeof part === 'string') return quoted(fold(part))
  if ('placeholder' in part) return quoted(fold(`%${part.placeholder}%`))
  if (part.special === 'dash') return '[-/\u2013\u2014\u2015]'
  // \C is any byte: logs hold bytes that are no UTF-8, and those are a part of any run, too.
  return part.special === '*' ? '\\C*' : '.'
}

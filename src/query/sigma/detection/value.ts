/** What is compared with a field: a value of a rule after its modifiers. Frozen plain data. */
export type SigmaValue =
  | TextValue
  | NumberValue
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | RegexValue
  | { readonly kind: 'network'; readonly low: string; readonly high: string }
  | CompareValue
  | { readonly kind: 'time-part'; readonly part: TimePart; readonly number: number }
  | { readonly kind: 'exists'; readonly present: boolean }
  | FieldValue

/** Text with wildcards. */
export interface TextValue {
  readonly kind: 'text'
  readonly parts: readonly TextPart[]
  readonly cased: boolean
  /** As the rule has it, for modifiers that read it in a way of their own. */
  readonly written?: string
  /** The text as a byte sequence, after an encoding of 16 bits; only base64 asks for it. */
  readonly bytes?: readonly number[]
}

/** Literal text; any run of characters (`*`), one character (`?`), one character that Windows takes for a dash; a placeholder. */
export type TextPart = string | { readonly special: '*' | '?' | 'dash' } | { readonly placeholder: string }

export interface NumberValue {
  readonly kind: 'number'
  /** As written: numbers of any length compare as text. */
  readonly text: string
}

export interface RegexValue {
  readonly kind: 'regex'
  /** With placeholders where `expand` found some. */
  readonly parts: readonly TextPart[]
  /** Of `i`, `m` and `s`. */
  readonly flags: string
}

export type Comparison = '<' | '<=' | '>' | '>='

export interface CompareValue {
  readonly kind: 'compare'
  readonly operator: Comparison
  /** A number, or a time as text. */
  readonly bound: string
  readonly part?: TimePart
}

export const TIME_PARTS = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const
export type TimePart = (typeof TIME_PARTS)[number]

/** The value of another field of the same event. */
export interface FieldValue {
  readonly kind: 'field'
  readonly field: string
  readonly how: 'equals' | 'starts' | 'ends' | 'contains'
  readonly cased: boolean
}

export const ANY: TextPart = Object.freeze({ special: '*' })

/** A text value of parts, with neighbouring literal text joined and no two `*` in a row. */
export function textValue(parts: readonly TextPart[], cased = false): TextValue {
  const joined: TextPart[] = []
  for (const part of parts) {
    const last = joined.at(-1)
    if (typeof part === 'string') {
      if (part === '') continue
      if (typeof last === 'string') joined[joined.length - 1] = last + part
      else joined.push(part)
    } else if (!(isAny(part) && last !== undefined && isAny(last))) {
      joined.push(part)
    }
  }
  return Object.freeze({ kind: 'text', parts: Object.freeze(joined), cased })
}

export function isAny(part: TextPart | undefined): boolean {
  return typeof part === 'object' && 'special' in part && part.special === '*'
}

/** The text of a value without wildcards and placeholders; undefined where it has some. */
export function literalText(value: TextValue): string | undefined {
  const texts = value.parts.filter((part) => typeof part === 'string')
  return texts.length === value.parts.length ? texts.join('') : undefined
}

export function placeholdersOf(value: SigmaValue): string[] {
  if (value.kind !== 'text' && value.kind !== 'regex') return []
  return value.parts.flatMap((part) =>
    typeof part === 'object' && 'placeholder' in part ? [part.placeholder] : [],
  )
}

import type { Span } from '../plan/span.ts'
import type { Path, SigmaDocument } from './document.ts'

/** A condition over search identifiers (or, in a correlation, over rules). */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | { readonly kind: 'name'; readonly name: string; readonly at: Span }
  /** One, or all, of the identifiers that a pattern fits; `them` is every one that does not begin with `_`. */
  | { readonly kind: 'of'; readonly every: boolean; readonly pattern: string; readonly at: Span }

interface Token {
  readonly text: string
  readonly start: number
}

const DEEPEST = 200

/**
 * Reads a condition. Binding, weakest first: or, and, not, `x of`, brackets.
 *
 * @throws QueryError `syntax` with the place of the word that is wrong.
 */
export function readCondition(document: SigmaDocument, text: string, path: Path): Condition {
  return new ConditionReader(document, text, path).read()
}

class ConditionReader {
  readonly #document: SigmaDocument
  readonly #path: Path
  readonly #text: string
  readonly #tokens: readonly Token[]
  #at = 0
  #depth = 0

  constructor(document: SigmaDocument, text: string, path: Path) {
    this.#document = document
    this.#path = path
    this.#text = text
    this.#tokens = [...text.matchAll(/[()|]|[^\s()|]+/g)].map((match) => ({
      text: match[0],
      start: match.index,
    }))
  }

  read(): Condition {
    const condition = this.#or()
    const left = this.#tokens[this.#at]
    if (left?.text === '|') {
      throw this.#refuse(
        'unsupported',
        'A condition with | is of Sigma 1; write the aggregation as a correlation rule.',
        left,
      )
    }
    if (left !== undefined) {
      throw this.#refuse(
        'syntax',
        `The condition has ${left.text} where it should end or go on with and, or.`,
        left,
      )
    }
    return condition
  }

  #or(): Condition {
    return this.#chain('or', () => this.#chain('and', () => this.#not()))
  }

  #chain(kind: 'and' | 'or', next: () => Condition): Condition {
    const parts = [next()]
    while (this.#takes(kind)) parts.push(next())
    const [only] = parts
    return parts.length === 1 && only !== undefined ? only : { kind, parts }
  }

  #not(): Condition {
    this.#depth += 1
    if (this.#depth > DEEPEST) {
      throw this.#refuse(
        'too-large',
        `The condition nests deeper than ${DEEPEST} levels.`,
        this.#tokens[this.#at],
      )
    }
    const condition: Condition = this.#takes('not') ? { kind: 'not', part: this.#not() } : this.#operand()
    this.#depth -= 1
    return condition
  }

  #operand(): Condition {
    const token = this.#tokens[this.#at]
    this.#at += 1
    if (token === undefined) throw this.#refuse('syntax', 'The condition ends too early.', undefined)
    if (token.text === '(') {
      const inner = this.#or()
      const close = this.#tokens[this.#at]
      if (close?.text !== ')')
        throw this.#refuse('syntax', 'A bracket of the condition is not closed.', token)
      this.#at += 1
      return inner
    }
    if (this.#isWord('of', this.#tokens[this.#at])) return this.#of(token)
    if (/^(\)|\||and|or|of)$/i.test(token.text)) {
      throw this.#refuse(
        'syntax',
        `The condition has ${token.text} where a search identifier should be.`,
        token,
      )
    }
    return { kind: 'name', name: token.text, at: this.#span(token) }
  }

  #of(quantity: Token): Condition {
    if (!/^(1|any|all)$/i.test(quantity.text)) {
      throw this.#refuse('unsupported', `${quantity.text} of is not Sigma: it has 1 of and all of.`, quantity)
    }
    const pattern = this.#tokens[this.#at + 1]
    if (pattern === undefined || /^[()|]$/.test(pattern.text)) {
      throw this.#refuse('syntax', `${quantity.text} of what is missing.`, quantity)
    }
    this.#at += 2
    return {
      kind: 'of',
      every: quantity.text.toLowerCase() === 'all',
      pattern: pattern.text,
      at: this.#span(pattern),
    }
  }

  #takes(word: string): boolean {
    if (!this.#isWord(word, this.#tokens[this.#at])) return false
    this.#at += 1
    return true
  }

  #isWord(word: string, token: Token | undefined): boolean {
    return token?.text.toLowerCase() === word
  }

  #span(token: Token): Span {
    return this.#document.insideValue(this.#path, token.start, token.start + token.text.length)
  }

  #refuse(code: 'syntax' | 'unsupported' | 'too-large', message: string, token: Token | undefined) {
    const end = { text: '', start: this.#text.length }
    return this.#document.error(code, message, this.#span(token ?? end), this.#path, token?.text)
  }
}

/** Names that a pattern of `1 of` and `all of` fits: `*` is any run, case counts. */
export function namesFitting(pattern: string, names: readonly string[]): string[] {
  if (pattern.toLowerCase() === 'them') return names.filter((name) => !name.startsWith('_'))
  return names.filter((name) => fits(pattern.split('*'), name))
}

/** Linear in the name, however many `*` the pattern has. */
function fits(pieces: readonly string[], name: string): boolean {
  const [first = '', ...others] = pieces
  const last = others.pop()
  if (last === undefined) return name === first
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length)
    return false
  let at = first.length
  for (const piece of others) {
    const found = name.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return at <= name.length - last.length
}

import { QueryError } from '../../plan/query-error.ts'
import type { Span } from '../../plan/span.ts'
import type { SourceText } from './source-text.ts'

/** A word, a field name or a quoted text, as a command reads it. */
export interface Word {
  readonly text: string
  /** Some of it stood in double quotes. */
  readonly quoted: boolean
  readonly at: Span
}

const WORD_ENDS = /[\s|,()[\]"=<>]/
/** A name in back-ticks that the expansion left as it is. */
const UNKNOWN_MACRO = /^`\s*([A-Za-z_][\w.:-]*)[^`]*`/

/**
 * Where the parser stands. What a character means depends on the command that reads it, so there are no tokens; every
 * `read…` moves on or throws, every `take…` moves on or says false.
 */
export class Cursor {
  readonly source: SourceText
  readonly text: string
  offset = 0

  constructor(source: SourceText) {
    this.source = source
    this.text = source.text
  }

  /** The next character that is not a space; '' at the end. */
  peek(): string {
    this.skipSpace()
    return this.text[this.offset] ?? ''
  }

  /** Whether the command ends here: at a pipe, at the bracket that closes a subsearch, or with the text. */
  atCommandEnd(): boolean {
    const next = this.peek()
    return next === '' || next === '|' || next === ']'
  }

  skipSpace(): void {
    while (this.offset < this.text.length && /\s/.test(this.text[this.offset] ?? '')) this.offset += 1
  }

  /** Moves over a symbol if it comes next. */
  take(symbol: string): boolean {
    this.skipSpace()
    if (!this.text.startsWith(symbol, this.offset)) return false
    this.offset += symbol.length
    return true
  }

  expect(symbol: string, where: string): void {
    if (this.take(symbol)) return
    throw this.unexpected(`"${symbol}" is missing ${where}`)
  }

  /** The keyword, in any letter case and standing alone, if it comes next; without moving. */
  seesKeyword(keyword: string): boolean {
    this.skipSpace()
    const end = this.offset + keyword.length
    if (this.text.slice(this.offset, end).toLowerCase() !== keyword) return false
    const after = this.text[end] ?? ' '
    return /[\s|,()[\]"'`]/.test(after)
  }

  takeKeyword(keyword: string): boolean {
    if (!this.seesKeyword(keyword)) return false
    this.offset += keyword.length
    return true
  }

  /** Matches a sticky pattern here without moving. */
  look(pattern: RegExp): RegExpExecArray | null {
    this.skipSpace()
    pattern.lastIndex = this.offset
    return pattern.exec(this.text)
  }

  /** A bare word or a text in double quotes, or both grown together (`a"b c"`). */
  readWord(what: string): Word {
    this.skipSpace()
    const start = this.offset
    let text = ''
    let quoted = false
    while (this.offset < this.text.length) {
      const character = this.text[this.offset] ?? ''
      if (character === '"') {
        text += this.readQuoted()
        quoted = true
      } else if (WORD_ENDS.test(character)) {
        break
      } else {
        text += character
        this.offset += 1
      }
    }
    if (this.offset === start) throw this.unexpected(`${what} is missing`)
    this.refuseMacro(start)
    return { text, quoted, at: this.spanFrom(start) }
  }

  /** A field's name: bare, in single or in double quotes. */
  readField(what = 'a field name'): Word {
    this.skipSpace()
    const start = this.offset
    if (this.text[start] === "'") {
      const end = this.text.indexOf("'", start + 1)
      if (end < 0)
        throw this.failure('A single quote opens a field name here and never closes it.', start, start + 1)
      this.offset = end + 1
      return { text: this.text.slice(start + 1, end), quoted: true, at: this.spanFrom(start) }
    }
    return this.readWord(what)
  }

  /** A name after `as`, which may hold brackets: `as aceFlags(inheritance)`. */
  readNewName(): Word {
    this.skipSpace()
    const start = this.offset
    if (this.text[start] === '"' || this.text[start] === "'") return this.readField('the new name')
    const bare = /[^\s|,[\]"()]+(?:\([^\s|,[\]"()]*\))?/y
    bare.lastIndex = start
    const match = bare.exec(this.text)
    if (match === null) throw this.unexpected('the new name is missing after "as"')
    this.offset += match[0].length
    this.refuseMacro(start)
    return { text: match[0], quoted: false, at: this.spanFrom(start) }
  }

  /** A text in double quotes; `\"` and `\\` stand for a quote and a backslash, any other backslash for itself. */
  readQuoted(): string {
    const start = this.offset
    let text = ''
    this.offset += 1
    while (this.offset < this.text.length) {
      const character = this.text[this.offset] ?? ''
      const next = this.text[this.offset + 1] ?? ''
      if (character === '"') {
        this.offset += 1
        return text
      }
      if (character === '\\' && (next === '"' || next === '\\')) {
        text += next
        this.offset += 2
      } else {
        text += character
        this.offset += 1
      }
    }
    this.offset = start
    throw this.failure('A double quote opens here and never closes.', start, start + 1)
  }

  /** A macro nobody defined cannot be read as anything else. */
  refuseMacro(start: number): void {
    const match = UNKNOWN_MACRO.exec(this.text.slice(start, start + 300))
    if (match === null) return
    throw new QueryError(
      'unresolved',
      `The macro \`${match[1]}\` is not defined; define it, or write here what it stands for.`,
      this.source.spanOf(start, start + match[0].length),
      match[1] ?? '',
    )
  }

  spanFrom(start: number): Span {
    return this.source.spanOf(start, this.offset)
  }

  failure(message: string, start: number, end: number, construct = ''): QueryError {
    return new QueryError('syntax', message, this.source.spanOf(start, end), construct)
  }

  /** An error about what stands here: `expected` says what should have. */
  unexpected(expected: string): QueryError {
    this.skipSpace()
    this.refuseMacro(this.offset)
    const found = /^[\w.:-]+|^./su.exec(this.text.slice(this.offset, this.offset + 40))?.[0] ?? ''
    const shown = found === '' ? 'the search ends here' : `"${found}" stands here`
    return this.failure(
      `${expected[0]?.toUpperCase()}${expected.slice(1)}: ${shown}.`,
      this.offset,
      this.offset + found.length,
      found,
    )
  }
}

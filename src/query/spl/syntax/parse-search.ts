import type { Cursor } from './cursor.ts'
import type { SplReader } from './reader.ts'
import type { SearchExpression, SearchOperator, SearchTime, SearchValue } from './search-expression.ts'

const MAX_DEPTH = 200
const FIELD =
  /("(?:[^"\\]|\\.)*"|'[^'|]*'|[^\s|,()[\]"=<>!`][^\s|,()[\]"=<>!`]*)\s*(==|=|!=|<=|>=|<|>)(?!\s*(?:[|\])]|$))/y
const LIST = /("(?:[^"\\]|\\.)*"|'[^'|]*'|[^\s|,()[\]"=<>!`]+)\s+IN\s*(?=\()/iy
const INDEXED = /([A-Za-z_][\w.]*)::/y
const MACRO = /`\s*([A-Za-z_][\w.:-]*)[^`]*`/y
const EXPANDED_MACRO = /__([A-Za-z_][\w.:-]*?)__(?:\([^)]*\))?(?=[\s|)\]]|$)/y
const KEYWORD = { and: /AND(?=[\s([`"])/y, or: /OR(?=[\s([`"])/y, not: /NOT(?=[\s([`"])/y }
const TIME_BOUNDS: ReadonlyMap<string, SearchTime['bound']> = new Map([
  ['earliest', 'earliest'],
  ['latest', 'latest'],
  ['_index_earliest', 'earliest'],
  ['_index_latest', 'latest'],
  ['starttime', 'earliest'],
  ['endtime', 'latest'],
])

/**
 * Reads what `search` looks for, up to the end of the command or one of the words. Terms side by side are an AND; OR
 * binds tighter than AND. No term at all matches everything.
 */
export function parseSearch(reader: SplReader, until: readonly string[] = []): SearchExpression {
  return new SearchParser(reader, until).all(false)
}

class SearchParser {
  readonly #reader: SplReader
  readonly #cursor: Cursor
  readonly #until: readonly string[]
  #depth = 0

  constructor(reader: SplReader, until: readonly string[]) {
    this.#reader = reader
    this.#cursor = reader.cursor
    this.#until = until
  }

  all(inBrackets: boolean): SearchExpression {
    const cursor = this.#cursor
    cursor.skipSpace()
    const start = cursor.offset
    const terms: SearchExpression[] = []
    for (;;) {
      while (cursor.take(',')) cursor.skipSpace()
      if (this.#atEnd(inBrackets)) break
      if (terms.length > 0 && this.#take(KEYWORD.and) && this.#atEnd(inBrackets)) {
        throw cursor.unexpected('a condition is missing after AND')
      }
      terms.push(this.#any(inBrackets))
    }
    const [only, ...others] = terms
    if (only !== undefined && others.length === 0) return only
    return { kind: 'and', terms, at: cursor.spanFrom(start) }
  }

  #atEnd(inBrackets: boolean): boolean {
    if (this.#cursor.atCommandEnd()) return true
    if (inBrackets && this.#cursor.peek() === ')') return true
    return this.#until.some((word) => this.#cursor.seesKeyword(word))
  }

  #any(inBrackets: boolean): SearchExpression {
    const cursor = this.#cursor
    cursor.skipSpace()
    const start = cursor.offset
    const terms = [this.#not(inBrackets)]
    while (this.#take(KEYWORD.or)) terms.push(this.#not(inBrackets))
    const [only, ...others] = terms
    if (only !== undefined && others.length === 0) return only
    return { kind: 'or', terms, at: cursor.spanFrom(start) }
  }

  #not(inBrackets: boolean): SearchExpression {
    const cursor = this.#cursor
    cursor.skipSpace()
    const start = cursor.offset
    if (!this.#take(KEYWORD.not)) return this.#term(inBrackets)
    this.#enter()
    const term = this.#not(inBrackets)
    this.#depth -= 1
    return { kind: 'not', term, at: cursor.spanFrom(start) }
  }

  #enter(): void {
    this.#depth += 1
    if (this.#depth > MAX_DEPTH) {
      const { offset } = this.#cursor
      throw this.#cursor.failure(
        `The search is nested more than ${MAX_DEPTH} deep; simplify it.`,
        offset,
        offset + 1,
      )
    }
  }

  #term(inBrackets: boolean): SearchExpression {
    const cursor = this.#cursor
    if (this.#atEnd(inBrackets)) throw cursor.unexpected('a condition is missing')
    const start = cursor.offset
    const next = cursor.peek()
    if (next === '(') {
      cursor.take('(')
      this.#enter()
      const inner = this.all(true)
      this.#depth -= 1
      cursor.expect(')', 'at the end of the brackets')
      return inner
    }
    if (next === '[') {
      const pipeline = this.#reader.subsearch()
      return { kind: 'subsearch', pipeline, at: cursor.spanFrom(start) }
    }
    const macro = cursor.look(MACRO) ?? cursor.look(EXPANDED_MACRO)
    if (macro !== null) {
      cursor.offset += macro[0].length
      return { kind: 'macro', name: macro[1] ?? '', at: cursor.spanFrom(start) }
    }
    return this.#list(start) ?? this.#comparison(start) ?? this.#text(start)
  }

  #list(start: number): SearchExpression | undefined {
    const cursor = this.#cursor
    const match = cursor.look(LIST)
    if (match === null) return undefined
    cursor.offset += match[0].length
    cursor.expect('(', 'after IN')
    const values: SearchValue[] = []
    while (!cursor.take(')')) {
      if (cursor.take(',')) continue
      if (cursor.atCommandEnd())
        throw cursor.unexpected('a closing bracket is missing after the values of IN')
      values.push(this.#value(true))
    }
    return { kind: 'list', field: unquoted(match[1] ?? ''), values, at: cursor.spanFrom(start) }
  }

  #comparison(start: number): SearchExpression | undefined {
    const cursor = this.#cursor
    const indexed = cursor.look(INDEXED)
    if (indexed !== null) {
      cursor.offset += indexed[0].length
      return this.#compared(indexed[1] ?? '', '=', start)
    }
    const match = cursor.look(FIELD)
    if (match === null) return undefined
    const field = unquoted(match[1] ?? '')
    const operator = (match[2] === '==' ? '=' : match[2]) as SearchOperator
    cursor.offset += match[0].length
    return this.#compared(field, operator, start)
  }

  #compared(field: string, operator: SearchOperator, start: number): SearchExpression {
    const cursor = this.#cursor
    const bound = operator === '!=' ? undefined : TIME_BOUNDS.get(field.toLowerCase())
    const value = this.#value(false)
    const at = cursor.spanFrom(start)
    if (bound !== undefined)
      return { kind: 'time', bound, value: value.text, ofArrival: field.startsWith('_'), at }
    return { kind: 'comparison', field, operator, value, at }
  }

  #text(start: number): SearchExpression {
    const value = this.#value(false)
    return { kind: 'text', value, at: this.#cursor.spanFrom(start) }
  }

  /** A value: bare, quoted, or both grown together; `CASE(x)` and `TERM(x)` wrap one. */
  #value(inList: boolean): SearchValue {
    const cursor = this.#cursor
    cursor.skipSpace()
    const start = cursor.offset
    const wrapped = cursor.look(/(CASE|TERM)\(/y)
    if (wrapped !== null) {
      cursor.offset += wrapped[0].length
      const inner = this.#value(true)
      cursor.expect(')', `at the end of ${wrapped[1]}`)
      return { ...inner, exactCase: wrapped[1] === 'CASE', at: cursor.spanFrom(start) }
    }
    let text = ''
    let quoted = false
    let inQuotes = false
    let depth = 0
    while (cursor.offset < cursor.text.length) {
      const character = cursor.text[cursor.offset] ?? ''
      const next = cursor.text[cursor.offset + 1] ?? ''
      if (character === '\\' && (next === '\\' || next === '"' || (!inQuotes && /[|()[\],=\s]/.test(next)))) {
        text += next
        cursor.offset += 2
        continue
      }
      if (character === '"') {
        inQuotes = !inQuotes
        quoted = true
      } else if (inQuotes) {
        text += character
      } else if (character === '(' && !inList) {
        depth += 1
        text += character
      } else if (character === ')' && depth > 0) {
        depth -= 1
        text += character
      } else if (/[\s|()[\]`]/.test(character) || (character === ',' && (inList || /[\s]|$/.test(next)))) {
        break
      } else {
        text += character
      }
      cursor.offset += 1
    }
    if (inQuotes)
      throw cursor.failure('A double quote opens in this value and never closes.', start, start + 1)
    if (cursor.offset === start) throw cursor.unexpected('a value is missing')
    return { text, quoted, exactCase: false, at: cursor.spanFrom(start) }
  }

  #take(pattern: RegExp): boolean {
    const match = this.#cursor.look(pattern)
    if (match === null) return false
    this.#cursor.offset += match[0].length
    return true
  }
}

function unquoted(name: string): string {
  return /^["']/.test(name) ? name.slice(1, -1) : name
}

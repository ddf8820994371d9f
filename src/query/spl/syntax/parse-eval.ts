import { QueryError } from '../../plan/query-error.ts'
import type { Cursor } from './cursor.ts'
import type { EvalExpression, EvalOperator } from './eval-expression.ts'

/** Binary operators from the loosest binding to the tightest; a level joins from the left. */
const LEVELS: readonly { readonly operator: EvalOperator; readonly pattern: RegExp }[] = [
  { operator: 'xor', pattern: /xor(?![\w.])/iy },
  { operator: 'or', pattern: /or(?![\w.])/iy },
  { operator: 'and', pattern: /and(?![\w.])/iy },
]
const COMPARISON = /==|!=|<=|>=|<>|=|<|>|like(?![\w.])/iy
const SUM = /[-+]/y
const CONCATENATION = /\./y
const PRODUCT = /[*/%]/y
const NOT = /not(?![\w.])/iy
const IN = /(not\s+)?in\s*(?=\()/iy
const NUMBER = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?(?![\w{])/y
/** A dot belongs to a name where a name goes on after it: `user.name`, not `a . b`. */
const NAME = /(?:\d+(?=[A-Za-z_]))?[A-Za-z_@][\w:@{}]*(?:\.(?=[A-Za-z_@{])[\w:@{}]+)*/y
const MACRO = /`\s*([A-Za-z_][\w.:-]*)[^`]*`/y
/** Deeper nesting than any person writes; the parser calls itself at every level. */
const MAX_DEPTH = 200
/** Operators side by side, e.g. `a . b . c`; the tree they make is as deep. AND and OR are taken apart and need no bound. */
const MAX_LINKS = 500
const TOO_LONG = `More than ${MAX_LINKS} operators stand side by side; take the expression apart.`

/** Reads an expression of `eval`, `where` and their kind. */
export function parseEval(cursor: Cursor): EvalExpression {
  return new EvalParser(cursor).expression()
}

class EvalParser {
  readonly #cursor: Cursor
  #depth = 0

  constructor(cursor: Cursor) {
    this.#cursor = cursor
  }

  expression(): EvalExpression {
    this.#depth += 1
    if (this.#depth > MAX_DEPTH) {
      throw this.#cursor.failure(
        `The expression is nested more than ${MAX_DEPTH} deep; simplify it.`,
        this.#cursor.offset,
        this.#cursor.offset + 1,
      )
    }
    const result = this.#level(0)
    this.#depth -= 1
    return result
  }

  #level(index: number): EvalExpression {
    const level = LEVELS[index]
    if (level === undefined) return this.#not()
    this.#cursor.skipSpace()
    const start = this.#cursor.offset
    let left = this.#level(index + 1)
    while (this.#takeMatch(level.pattern) !== undefined) {
      const right = this.#level(index + 1)
      left = this.#binary(level.operator, left, right, start)
    }
    return left
  }

  #not(): EvalExpression {
    this.#cursor.skipSpace()
    const start = this.#cursor.offset
    if (this.#takeMatch(NOT) === undefined) return this.#comparison()
    this.#depth += 1
    if (this.#depth > MAX_DEPTH) throw this.#cursor.failure('NOT is nested too deep.', start, start + 3)
    const operand = this.#not()
    this.#depth -= 1
    return { kind: 'unary', operator: 'not', operand, at: this.#cursor.spanFrom(start) }
  }

  #comparison(): EvalExpression {
    this.#cursor.skipSpace()
    const start = this.#cursor.offset
    let left = this.#sum()
    for (;;) {
      const inList = this.#takeMatch(IN)
      if (inList !== undefined) {
        const values = this.#arguments()
        const at = this.#cursor.spanFrom(start)
        left = { kind: 'in', operand: left, values, at }
        if (inList.toLowerCase().startsWith('not'))
          left = { kind: 'unary', operator: 'not', operand: left, at }
        continue
      }
      const operator = this.#takeMatch(COMPARISON)?.toLowerCase()
      if (operator === undefined) return left
      const right = this.#sum()
      left = this.#binary(COMPARISONS.get(operator) ?? '=', left, right, start)
    }
  }

  #sum(): EvalExpression {
    return this.#leftJoined(SUM, () => this.#concatenation())
  }

  #concatenation(): EvalExpression {
    return this.#leftJoined(CONCATENATION, () => this.#product())
  }

  #product(): EvalExpression {
    return this.#leftJoined(PRODUCT, () => this.#unary())
  }

  #leftJoined(pattern: RegExp, operand: () => EvalExpression): EvalExpression {
    this.#cursor.skipSpace()
    const start = this.#cursor.offset
    let left = operand()
    for (let links = 0; ; links += 1) {
      const operator = this.#takeMatch(pattern)
      if (operator === undefined) return left
      if (links > MAX_LINKS) throw this.#cursor.failure(TOO_LONG, start, this.#cursor.offset)
      left = this.#binary(operator as EvalOperator, left, operand(), start)
    }
  }

  #unary(): EvalExpression {
    const cursor = this.#cursor
    cursor.skipSpace()
    const start = cursor.offset
    if (cursor.take('-')) {
      this.#depth += 1
      if (this.#depth > MAX_DEPTH) throw cursor.failure('Signs are nested too deep.', start, start + 1)
      const operand = this.#unary()
      this.#depth -= 1
      return { kind: 'unary', operator: '-', operand, at: cursor.spanFrom(start) }
    }
    if (cursor.take('+')) return this.#unary()
    if (cursor.look(NOT) !== null) return this.#not()
    return this.#primary()
  }

  #primary(): EvalExpression {
    const cursor = this.#cursor
    const next = cursor.peek()
    const start = cursor.offset
    if (next === '(') {
      cursor.take('(')
      const inner = this.expression()
      cursor.expect(')', 'at the end of the brackets')
      return inner
    }
    if (next === '"') {
      const text = cursor.readQuoted()
      return { kind: 'string', text, at: cursor.spanFrom(start) }
    }
    if (next === "'") {
      const field = cursor.readField()
      return { kind: 'field', name: field.text, quoted: true, at: field.at }
    }
    if (next === '[') {
      throw new QueryError(
        'unsupported',
        'A subsearch cannot stand in an expression; join its rows instead.',
        cursor.source.spanOf(start, start + 1),
        '[',
      )
    }
    const macro = cursor.look(MACRO)
    if (macro !== null) {
      cursor.offset += macro[0].length
      return { kind: 'macro', name: macro[1] ?? '', at: cursor.spanFrom(start) }
    }
    const number = this.#takeMatch(NUMBER)
    if (number !== undefined) return { kind: 'number', text: number, at: cursor.spanFrom(start) }
    const name = this.#takeMatch(NAME)
    if (name === undefined) throw cursor.unexpected('a value is missing in the expression')
    if (cursor.peek() === '(') {
      return { kind: 'call', name, arguments: this.#arguments(), at: cursor.spanFrom(start) }
    }
    return { kind: 'field', name, quoted: false, at: cursor.source.spanOf(start, start + name.length) }
  }

  #arguments(): EvalExpression[] {
    const cursor = this.#cursor
    cursor.expect('(', 'before the arguments')
    const values: EvalExpression[] = []
    if (cursor.take(')')) return values
    do values.push(this.expression())
    while (cursor.take(','))
    cursor.expect(')', 'after the arguments')
    return values
  }

  #takeMatch(pattern: RegExp): string | undefined {
    const match = this.#cursor.look(pattern)
    if (match === null) return undefined
    this.#cursor.offset += match[0].length
    return match[0]
  }

  #binary(
    operator: EvalOperator,
    left: EvalExpression,
    right: EvalExpression,
    start: number,
  ): EvalExpression {
    return { kind: 'binary', operator, left, right, at: this.#cursor.spanFrom(start) }
  }
}

const COMPARISONS: ReadonlyMap<string, EvalOperator> = new Map([
  ['==', '='],
  ['=', '='],
  ['!=', '!='],
  ['<>', '!='],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
  ['like', 'like'],
])

/** A stretch of a query's text: UTF-16 offsets, half open. What a user sees is line and column, both from 1. */
export interface Span {
  readonly start: number
  readonly end: number
}

/**
 * Line and column, both from 1, of an offset in a text.
 *
 * @example positionIn('a\n  b', 4) // => { line: 2, column: 3 }
 */
export function positionIn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset)
  const lineStart = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: offset - lineStart + 1 }
}

import type { Span } from '../../plan/span.ts'

/** A stretch of the text that is parsed, and where in the user's text it comes from. */
export interface TextPiece {
  readonly text: string
  readonly from: Span
  /** Copied as it stands: its characters have positions of their own. Else all of it stands for `from` (a macro). */
  readonly exact: boolean
}

/** The text that is parsed (comments gone, macros expanded), with the way back to what the user wrote. */
export class SourceText {
  readonly text: string
  readonly #pieces: readonly TextPiece[]
  readonly #starts: readonly number[]

  constructor(pieces: readonly TextPiece[]) {
    this.#pieces = pieces
    const starts: number[] = []
    let length = 0
    for (const piece of pieces) {
      starts.push(length)
      length += piece.text.length
    }
    this.#starts = starts
    this.text = pieces.map((piece) => piece.text).join('')
  }

  /** Where in the user's text a stretch of the parsed text stands. */
  spanOf(start: number, end: number): Span {
    const from = this.#originalOf(start, 'start')
    return { start: from, end: Math.max(from, end > start ? this.#originalOf(end - 1, 'end') : from) }
  }

  #originalOf(offset: number, edge: 'start' | 'end'): number {
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    const piece = this.#pieces[low]
    if (piece === undefined) return 0
    if (!piece.exact) return edge === 'start' ? piece.from.start : piece.from.end
    const inside = offset - (this.#starts[low] ?? 0)
    return Math.min(piece.from.end, piece.from.start + inside + (edge === 'end' ? 1 : 0))
  }
}

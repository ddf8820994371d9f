import { MAX_LINE_BYTES } from '../sources/parse-sql.ts'
import { type ByteReader, fill, type InputCursor } from './input-bytes.ts'
import type { Prefix } from './prefix.ts'

/** Bytes read and handed over at a time: what one thread of the engine parses. */
export const PIECE_BYTES = 8 * 1024 * 1024

/** Of a line too long for a piece only this much is kept. */
const KEPT_BYTES = 8192

/** A run of whole lines, or a note of one line that was too long to hold. */
interface InputPiece {
  readonly lines: number
  /** Position in the input of the first byte, and one past the last. */
  readonly start: number
  readonly end: number
  /** The bytes; of a line too long for a piece only its beginning. */
  readonly bytes: Buffer
  /** True where `bytes` is the beginning of one line of `end - start` bytes. */
  readonly oversized: boolean
  /** Where the last line begins if the input ended inside it, without a newline; -1 otherwise. */
  readonly openTail: number
}

/** A piece with the hash of the whole input up to its end. */
export type HashedPiece = InputPiece & { readonly prefixHash: string }

/** How an input is cut. */
export interface Cutting {
  /** What comes before; every byte of the pieces is added to it, in order. */
  readonly prefix: Prefix
  readonly pieceBytes?: number
  /** Is a last line without a newline a line, or will the rest of it come? Where the input is damaged it is none. */
  readonly tail: 'take' | 'leave'
}

/**
 * Cuts what a cursor gives from where it is into runs of whole lines. A line that does not end within a piece is
 * skipped over to its end and reported as oversized, so an endless line costs no memory.
 *
 * The bytes of a piece stay valid until the next one is asked for.
 */
export async function* piecesOf(cursor: InputCursor, cutting: Cutting): AsyncGenerator<HashedPiece> {
  const { prefix } = cutting
  for await (const piece of cutPieces(cursor, cutting, prefix.update)) {
    yield { ...piece, prefixHash: prefix.digest() }
  }
}

async function* cutPieces(
  cursor: InputCursor,
  { pieceBytes = PIECE_BYTES, tail }: Cutting,
  seen: (bytes: Buffer) => void,
): AsyncGenerator<InputPiece> {
  const buffers = [Buffer.allocUnsafe(pieceBytes), Buffer.allocUnsafe(pieceBytes)]
  const takesTail = () => tail === 'take' && cursor.damage === null
  let carried: Buffer = Buffer.alloc(0)
  let start = cursor.position
  for (let turn = 0; ; turn += 1) {
    const buffer = buffers[turn % buffers.length] as Buffer
    carried.copy(buffer)
    const filled = carried.length + (await fill(cursor, buffer.subarray(carried.length)))
    const ended = filled < buffer.length
    const cut = ended && takesTail() ? filled : buffer.subarray(0, filled).lastIndexOf(10) + 1
    if (cut === 0 && !ended) {
      const oversized = await skipLine(cursor, buffer, start, seen)
      if (oversized.piece.openTail >= 0 && !takesTail()) return
      yield oversized.piece
      start = oversized.piece.end
      carried = oversized.rest
      continue
    }
    if (cut > 0) {
      const bytes = buffer.subarray(0, cut)
      seen(bytes)
      const openTail = bytes[cut - 1] === 10 ? -1 : start + bytes.lastIndexOf(10) + 1
      yield { lines: linesIn(bytes), start, end: start + cut, bytes, oversized: false, openTail }
      start += cut
    }
    if (ended) return
    carried = buffer.subarray(cut, filled)
  }
}

/** Reads on to the end of a line that began with a whole piece; memory stays at two pieces. */
async function skipLine(reader: ByteReader, first: Buffer, start: number, seen: (bytes: Buffer) => void) {
  const kept = Buffer.from(first.subarray(0, KEPT_BYTES))
  seen(first)
  let end = start + first.length
  const buffer = Buffer.allocUnsafe(MAX_LINE_BYTES)
  for (;;) {
    const got = await reader.read(buffer)
    const newline = buffer.subarray(0, got).indexOf(10)
    const taken = newline < 0 ? got : newline + 1
    seen(buffer.subarray(0, taken))
    end += taken
    if (newline >= 0 || got === 0) {
      const piece = { lines: 1, start, end, bytes: kept, oversized: true, openTail: newline < 0 ? start : -1 }
      return { piece, rest: Buffer.from(buffer.subarray(taken, got)) }
    }
  }
}

function linesIn(bytes: Buffer): number {
  let lines = bytes[bytes.length - 1] === 10 ? 0 : 1
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines += 1
  return lines
}

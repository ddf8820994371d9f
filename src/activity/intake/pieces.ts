import type { Hash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { MAX_LINE_BYTES } from '../sources/parse-sql.ts'

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

/** Something that can be read forward, e.g. a file or standard input. */
export interface ByteReader {
  /** Fills `target` as far as there are bytes; returns how many, 0 at the end. */
  read(target: Buffer): Promise<number>
}

/** Reads a file from `position` on. */
export function fileReader(file: FileHandle, position: number): ByteReader {
  let at = position
  return {
    async read(target) {
      const { bytesRead } = await file.read(target, 0, target.length, at)
      at += bytesRead
      return bytesRead
    },
  }
}

/** A piece with the hash of the whole input up to its end. */
export type HashedPiece = InputPiece & { readonly prefixHash: string }

/**
 * Cuts what a reader yields into runs of whole lines. A line that does not end within a piece is skipped over to its
 * end and reported as oversized, so an endless line costs no memory. A last line without a newline is a line.
 *
 * The bytes of a piece stay valid until the next one is asked for.
 *
 * @param hash is fed every byte in order.
 */
export async function* piecesOf(
  reader: ByteReader,
  position: number,
  hash: Hash,
  pieceBytes = PIECE_BYTES,
): AsyncGenerator<HashedPiece> {
  for await (const piece of cutPieces(reader, position, (bytes) => hash.update(bytes), pieceBytes)) {
    yield { ...piece, prefixHash: hash.copy().digest('hex') }
  }
}

async function* cutPieces(
  reader: ByteReader,
  position: number,
  seen: (bytes: Buffer) => void,
  pieceBytes: number,
): AsyncGenerator<InputPiece> {
  const buffers = [Buffer.allocUnsafe(pieceBytes), Buffer.allocUnsafe(pieceBytes)]
  let carried: Buffer = Buffer.alloc(0)
  let start = position
  for (let turn = 0; ; turn += 1) {
    const buffer = buffers[turn % buffers.length] as Buffer
    carried.copy(buffer)
    const filled = await fill(reader, buffer, carried.length)
    const ended = filled < buffer.length
    const cut = ended ? filled : buffer.lastIndexOf(10, filled - 1) + 1
    if (cut === 0 && !ended) {
      const oversized = await skipLine(reader, buffer, start, seen)
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

async function fill(reader: ByteReader, buffer: Buffer, from: number): Promise<number> {
  let filled = from
  while (filled < buffer.length) {
    const got = await reader.read(buffer.subarray(filled))
    if (got === 0) break
    filled += got
  }
  return filled
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

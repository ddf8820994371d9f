import { closeSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Block } from './analytics-store.ts'

/** A block is cut into this many pieces so that the engine parses them side by side. */
const PIECES = 4

/**
 * Files through which one block at a time reaches the embedded engine. They are written over and over: fresh pages
 * cost more than the copy (1.3 against 0.3 seconds a gigabyte, measured).
 */
export class Spool {
  readonly #directory: string
  readonly #files: readonly number[]

  constructor(directory: string) {
    this.#directory = directory
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    this.#files = Array.from({ length: PIECES }, (_, piece) =>
      openSync(join(directory, `${piece}`), 'w', 0o600),
    )
  }

  /** Writes a block; returns the table expression that reads it: `block String, start UInt64`. */
  hold(block: Block): string {
    const pieces = cut(block, PIECES)
    for (const [index, file] of this.#files.entries()) {
      const bytes = pieces[index]?.bytes ?? new Uint8Array(0)
      for (let done = 0; done < bytes.length; )
        done += writeSync(file, bytes, done, bytes.length - done, done)
      ftruncateSync(file, bytes.length)
    }
    const names = pieces.map((_, index) => `'${index}'`).join(', ')
    const starts = pieces.map((piece) => `toUInt64(${piece.start})`).join(', ')
    return `(SELECT block, transform(_file, [${names}], [${starts}], toUInt64(0)) AS start
      FROM file(${quoteString(`${this.#directory}/{0..${pieces.length - 1}}`)}, 'RawBLOB', 'block String'))`
  }

  close(): void {
    for (const file of this.#files) closeSync(file)
  }
}

/** Cuts a block at line ends into at most `count` pieces of about the same size. */
function cut({ bytes, start }: Block, count: number): Block[] {
  const pieces: Block[] = []
  let from = 0
  for (let piece = 1; piece <= count && from < bytes.length; piece += 1) {
    const aim = Math.floor((bytes.length * piece) / count)
    const newline = piece === count ? -1 : bytes.indexOf(10, Math.max(aim, from))
    const to = newline < 0 ? bytes.length : newline + 1
    pieces.push({ bytes: bytes.subarray(from, to), start: start + from })
    from = to
  }
  return pieces
}

function quoteString(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

import { closeSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { literal } from '../../base/sql-literal.ts'
import type { Piece } from './analytics-store.ts'

/**
 * Files through which pieces of one block reach the embedded engine, a file a piece. They are written over and over:
 * fresh pages cost more than the copy (1.3 against 0.3 seconds a gigabyte, measured).
 */
export class Spool {
  readonly #directory: string
  readonly #files: number[] = []
  #pieces: { readonly start: number; readonly input: string }[] = []

  constructor(directory: string) {
    this.#directory = directory
    mkdirSync(directory, { recursive: true, mode: 0o700 })
  }

  add({ bytes, start, input }: Piece): void {
    const piece = this.#pieces.length
    const file = this.#files[piece] ?? openSync(join(this.#directory, `${piece}`), 'w', 0o600)
    this.#files[piece] = file
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done, bytes.length - done, done)
    ftruncateSync(file, bytes.length)
    this.#pieces.push({ start, input })
  }

  /** Table expression over the pieces added since the last `empty`: `block String, start UInt64, input UInt64`. */
  get relation(): string {
    const names = this.#pieces.map((_, piece) => `'${piece}'`).join(', ')
    const starts = this.#pieces.map(({ start }) => `toUInt64(${start})`).join(', ')
    const inputs = this.#pieces.map(({ input }) => `toUInt64('${input}')`).join(', ')
    const files = `${this.#directory}/{0..${this.#pieces.length - 1}}`
    return `(SELECT block,
        transform(_file, [${names}], [${starts}], toUInt64(0)) AS start,
        transform(_file, [${names}], [${inputs}], toUInt64(0)) AS input
      FROM file(${literal(files)}, 'RawBLOB', 'block String'))`
  }

  empty(): void {
    this.#pieces = []
  }

  close(): void {
    for (const file of this.#files) closeSync(file)
  }
}

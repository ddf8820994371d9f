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
  #starts: number[] = []

  constructor(directory: string) {
    this.#directory = directory
    mkdirSync(directory, { recursive: true, mode: 0o700 })
  }

  add({ bytes, start }: Piece): void {
    const piece = this.#starts.length
    const file = this.#files[piece] ?? openSync(join(this.#directory, `${piece}`), 'w', 0o600)
    this.#files[piece] = file
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done, bytes.length - done, done)
    ftruncateSync(file, bytes.length)
    this.#starts.push(start)
  }

  /** Table expression over the pieces added since the last `empty`: `block String, start UInt64`. */
  get relation(): string {
    const names = this.#starts.map((_, piece) => `'${piece}'`).join(', ')
    const starts = this.#starts.map((start) => `toUInt64(${start})`).join(', ')
    const files = `${this.#directory}/{0..${this.#starts.length - 1}}`
    return `(SELECT block, transform(_file, [${names}], [${starts}], toUInt64(0)) AS start
      FROM file(${literal(files)}, 'RawBLOB', 'block String'))`
  }

  empty(): void {
    this.#starts = []
  }

  close(): void {
    for (const file of this.#files) closeSync(file)
  }
}

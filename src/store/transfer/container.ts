import { createHash } from 'node:crypto'

/** Takes the files of a backup. */
export interface ContainerWriter {
  add(name: string, bytes: AsyncIterable<Uint8Array>): Promise<void>
  /** Everything is on the disk. */
  finish(): Promise<void>
  close(): void
}

/** Gives the files of a backup. */
export interface ContainerReader {
  readonly names: readonly string[]
  read(name: string): AsyncIterable<Buffer>
  close(): void
}

/** A file of a backup, as its manifest names it. */
export interface StoredFile {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
}

/** Bytes passing by, and what the manifest says of them once they have. */
export function measured(name: string, bytes: AsyncIterable<Uint8Array>) {
  const hash = createHash('sha256')
  let length = 0
  return {
    async *[Symbol.asyncIterator]() {
      for await (const chunk of bytes) {
        hash.update(chunk)
        length += chunk.length
        yield chunk
      }
    },
    get file(): StoredFile {
      return { name, bytes: length, sha256: hash.digest('hex') }
    },
  }
}

import { type FileHandle, open } from 'node:fs/promises'

/** Something that can be read forward, e.g. a file or standard input. */
export interface ByteReader {
  /** Fills `target` as far as there are bytes; returns how many, 0 at the end. */
  read(target: Buffer): Promise<number>
}

/**
 * A place in the bytes of an input. Going forward skips; going back may mean starting over, so whoever reads should
 * seldom do it.
 */
export interface InputCursor extends ByteReader {
  /** Position of the next byte. */
  readonly position: number
  /** Goes to a position; one past the end is the end. */
  seek(position: number): Promise<void>
  /** Why the bytes end before they should, in one clause; null while no fault was met. */
  readonly damage: string | null
  /** How far the file on disk was read, for a progress line: packed bytes where it is packed. */
  readonly storedPosition: number
  close(): Promise<void>
}

/** The bytes of one input: a file, what a packed file holds, or a file in an archive. */
export interface InputBytes {
  /** What it is called in results and records. */
  readonly name: string
  /** Bytes it will give; null where only reading to its end tells. */
  readonly size: number | null
  /** Bytes it takes on disk. */
  readonly storedSize: number
  open(): Promise<InputCursor>
}

/** Reads a file that is open; closing the cursor leaves the file open. */
export function fileCursor(
  file: FileHandle,
  close: () => Promise<void> = async () => undefined,
): InputCursor {
  let at = 0
  return {
    get position() {
      return at
    },
    get storedPosition() {
      return at
    },
    damage: null,
    async read(target) {
      const { bytesRead } = await file.read(target, 0, target.length, at)
      at += bytesRead
      return bytesRead
    },
    async seek(position) {
      at = position
    },
    close,
  }
}

/** A file on disk; it must stay as it is while it is read. */
export async function fileBytes(path: string, name: string): Promise<InputBytes> {
  const file = await open(path)
  const { size } = await file.stat()
  return { name, size, storedSize: size, open: async () => fileCursor(file, () => file.close()) }
}

/** Reads until `target` is full or the bytes end; returns how many there were. */
export async function fill(reader: ByteReader, target: Buffer): Promise<number> {
  let filled = 0
  while (filled < target.length) {
    const got = await reader.read(target.subarray(filled))
    if (got === 0) break
    filled += got
  }
  return filled
}

/** Serves the first bytes from memory, so that looking at a beginning does not start a packed input over. */
export function withHead(cursor: InputCursor, head: Buffer): InputCursor {
  let at = 0
  return {
    get position() {
      return at
    },
    get storedPosition() {
      return cursor.storedPosition
    },
    get damage() {
      return cursor.damage
    },
    async read(target) {
      if (at < head.length) {
        const copied = head.copy(target, 0, at)
        at += copied
        return copied
      }
      if (cursor.position !== at) await cursor.seek(at)
      const got = await cursor.read(target)
      at += got
      return got
    },
    async seek(position) {
      at = position
    },
    close: () => cursor.close(),
  }
}

/** Ends the bytes where the signal comes, as if they broke off there. */
export function interruptible(cursor: InputCursor, signal: AbortSignal): InputCursor {
  return {
    get position() {
      return cursor.position
    },
    get storedPosition() {
      return cursor.storedPosition
    },
    get damage() {
      return signal.aborted ? 'the intake was stopped' : cursor.damage
    },
    read: async (target) => (signal.aborted ? 0 : cursor.read(target)),
    seek: (position) => cursor.seek(position),
    close: () => cursor.close(),
  }
}

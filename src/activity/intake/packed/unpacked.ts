import type { InputCursor } from '../input-bytes.ts'

/** Turns packed bytes into what they hold, a chunk at a time. */
export interface Unpacker {
  /** The next bytes; null at the end. What it gives stays valid until the next call. */
  next(): Promise<Buffer | null>
  /** Why it ended early, in one clause; null where it did not. */
  readonly damage: string | null
  close(): Promise<void>
}

/** Skipping goes through this many bytes at a time. */
const SKIP_BYTES = 256 * 1024

/** A cursor over bytes that come only from the beginning on: going back starts over. */
export async function forwardCursor(
  inner: InputCursor,
  start: (from: InputCursor) => Unpacker,
): Promise<InputCursor> {
  let unpacker = start(inner)
  let chunk: Buffer = Buffer.alloc(0)
  let at = 0
  let ended = false
  const cursor: InputCursor = {
    get position() {
      return at
    },
    get storedPosition() {
      return inner.storedPosition
    },
    get damage() {
      return unpacker.damage
    },
    async read(target) {
      while (chunk.length === 0 && !ended) {
        const next = await unpacker.next()
        if (next === null) ended = true
        else chunk = next
      }
      const copied = chunk.copy(target)
      chunk = chunk.subarray(copied)
      at += copied
      return copied
    },
    async seek(position) {
      if (position < at) {
        await unpacker.close()
        await inner.seek(0)
        unpacker = start(inner)
        chunk = Buffer.alloc(0)
        at = 0
        ended = false
      }
      const skipped = Buffer.allocUnsafe(Math.min(SKIP_BYTES, position - at))
      while (at < position) {
        if ((await cursor.read(skipped.subarray(0, Math.min(skipped.length, position - at)))) === 0) return
      }
    },
    async close() {
      await unpacker.close()
      await inner.close()
    },
  }
  return cursor
}

import type { InputCursor } from './input-bytes.ts'
import type { InputProgress } from './journal.ts'
import { emptyPrefix, type Prefix } from './prefix.ts'

const STEP_BYTES = 4 * 1024 * 1024

/** Where to go on in an input, and everything before that. */
export interface Resume {
  /** The journal's entry, or null for an input never seen. */
  readonly known: InputProgress | null
  readonly prefix: Prefix
}

/**
 * Finds the journal entry whose confirmed bytes are the input's own first bytes, the furthest of them. The bytes are
 * compared by their hash, so a file that was cut, edited or replaced under the same name is another input.
 *
 * @param candidates by confirmed position, ascending.
 */
export async function findResume(
  candidates: readonly InputProgress[],
  identity: string,
  size: number | null,
  cursor: InputCursor,
): Promise<Resume> {
  await cursor.seek(0)
  let best: Resume = { known: null, prefix: emptyPrefix() }
  const prefix = emptyPrefix()
  let at = 0
  for (const candidate of candidates) {
    if (size !== null && candidate.confirmed > size) break
    at += await feed(prefix, cursor, candidate.confirmed - at)
    if (at < candidate.confirmed) break
    // Of an input of which nothing is confirmed there is nothing to compare but its first line.
    const same =
      candidate.confirmed === 0 ? candidate.identity === identity : prefix.digest() === candidate.prefixHash
    if (same) {
      best = { known: candidate, prefix: prefix.copy() }
    }
  }
  return best
}

/** An input's first bytes. */
export async function prefixOf(cursor: InputCursor, bytes: number): Promise<Prefix> {
  const prefix = emptyPrefix()
  await cursor.seek(0)
  await feed(prefix, cursor, bytes)
  return prefix
}

/** Adds the next bytes; returns how many there were. */
async function feed(prefix: Prefix, cursor: InputCursor, bytes: number): Promise<number> {
  const buffer = Buffer.allocUnsafe(Math.min(STEP_BYTES, bytes))
  let fed = 0
  while (fed < bytes) {
    const got = await cursor.read(buffer.subarray(0, Math.min(buffer.length, bytes - fed)))
    if (got === 0) break
    prefix.update(buffer.subarray(0, got))
    fed += got
  }
  return fed
}

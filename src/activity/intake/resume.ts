import { createHash, type Hash } from 'node:crypto'
import type { InputProgress } from './journal.ts'
import type { ByteReader } from './pieces.ts'

const STEP_BYTES = 4 * 1024 * 1024

/** Where to go on in an input, and the running hash of everything before that. */
export interface Resume {
  /** The journal's entry, or null for an input never seen. */
  readonly known: InputProgress | null
  readonly hash: Hash
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
  size: number,
  reader: ByteReader,
): Promise<Resume> {
  let best: Resume = { known: null, hash: createHash('sha256') }
  const hash = createHash('sha256')
  let at = 0
  for (const candidate of candidates) {
    if (candidate.confirmed > size) break
    await feed(hash, reader, candidate.confirmed - at)
    at = candidate.confirmed
    // Of an input of which nothing is confirmed there is nothing to compare but its first line.
    const same =
      candidate.confirmed === 0
        ? candidate.identity === identity
        : hash.copy().digest('hex') === candidate.prefixHash
    if (same) {
      best = { known: candidate, hash: hash.copy() }
    }
  }
  return best
}

/** The running hash of an input's first bytes. */
export async function hashOfFirst(reader: ByteReader, bytes: number): Promise<Hash> {
  const hash = createHash('sha256')
  await feed(hash, reader, bytes)
  return hash
}

async function feed(hash: Hash, reader: ByteReader, bytes: number): Promise<void> {
  const buffer = Buffer.allocUnsafe(Math.min(STEP_BYTES, bytes))
  for (let left = bytes; left > 0; ) {
    const got = await reader.read(buffer.subarray(0, Math.min(buffer.length, left)))
    if (got === 0) return
    hash.update(buffer.subarray(0, got))
    left -= got
  }
}

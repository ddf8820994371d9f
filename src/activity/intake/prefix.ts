import { createHash, type Hash } from 'node:crypto'

/** Bytes kept of a prefix: enough to tell at a glance whether a file still holds it. */
const LAST_BYTES = 512

/** The first bytes of an input, as far as they were read: their hash, and the last few of them. */
export interface Prefix {
  update(bytes: Buffer): void
  /** SHA-256 of all bytes so far, hexadecimal. */
  digest(): string
  readonly last: Buffer
  copy(): Prefix
}

/** A prefix that holds nothing yet. */
export function emptyPrefix(): Prefix {
  return prefixFrom(createHash('sha256'), Buffer.alloc(0))
}

function prefixFrom(hash: Hash, from: Buffer): Prefix {
  let last = from
  return {
    update(bytes) {
      hash.update(bytes)
      const more = bytes.length < LAST_BYTES ? Buffer.concat([last, bytes]) : bytes
      last = Buffer.from(more.subarray(Math.max(0, more.length - LAST_BYTES)))
    },
    digest: () => hash.copy().digest('hex'),
    get last() {
      return last
    },
    copy: () => prefixFrom(hash.copy(), last),
  }
}

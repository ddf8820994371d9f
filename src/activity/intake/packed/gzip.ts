import { createGunzip, type Gunzip } from 'node:zlib'
import type { ByteReader } from '../input-bytes.ts'
import type { Unpacker } from './unpacked.ts'

/** Packed bytes handed over at a time: they unpack to at most a thousand times as much, so memory stays bounded. */
const STEP_BYTES = 16 * 1024

/** What zlib calls a stream that stops before its end. */
const CUT_SHORT = 'Z_BUF_ERROR'

/**
 * Unpacks gzip (RFC 1952), also several members one after another. Where the bytes are damaged everything before the
 * damage is given.
 */
export function gunzipped(packed: ByteReader & { seek(position: number): Promise<void> }): Unpacker {
  let attempt = begin()
  /** Packed bytes that were taken whole, and unpacked bytes that were given. */
  let taken = 0
  let given = 0
  let damage: string | null = null
  let ended = false

  async function next(): Promise<Buffer | null> {
    while (!ended) {
      const step = Buffer.allocUnsafe(STEP_BYTES)
      const got = await packed.read(step)
      const problem = await attempt.feed(got === 0 ? null : step.subarray(0, got))
      if (problem !== null) {
        ended = true
        damage = describe(problem, taken, got)
        if (got > 0) return await rest(step.subarray(0, got))
        return attempt.take()
      }
      taken += got
      if (got === 0) ended = true
      const bytes = attempt.take()
      given += bytes?.length ?? 0
      if (bytes !== null) return bytes
    }
    return null
  }

  /**
   * zlib throws away what it had unpacked of a step when it meets the damage in it. Unpacking up to there once more,
   * the last step byte by byte, gives all there is.
   */
  async function rest(step: Buffer): Promise<Buffer | null> {
    attempt.close()
    attempt = begin()
    await packed.seek(0)
    let left = given
    const found: Buffer[] = []
    const keep = () => {
      const bytes = attempt.take()
      if (bytes === null) return
      const skipped = Math.min(left, bytes.length)
      left -= skipped
      if (skipped < bytes.length) found.push(bytes.subarray(skipped))
    }
    const buffer = Buffer.allocUnsafe(STEP_BYTES)
    for (let at = 0; at < taken; ) {
      const got = await packed.read(buffer.subarray(0, Math.min(buffer.length, taken - at)))
      if (got === 0) return null
      at += got
      if ((await attempt.feed(buffer.subarray(0, got))) !== null) return null
      keep()
    }
    for (let at = 0; at < step.length; at += 1) {
      const problem = await attempt.feed(step.subarray(at, at + 1))
      keep()
      if (problem !== null) break
    }
    return found.length === 0 ? null : Buffer.concat(found)
  }

  return {
    next,
    get damage() {
      return damage
    },
    async close() {
      attempt.close()
    },
  }
}

function describe(problem: NodeJS.ErrnoException, taken: number, got: number): string {
  if (problem.code === CUT_SHORT) return `its gzip data breaks off after ${taken + got} bytes`
  return `its gzip data is damaged within ${got} bytes after byte ${taken} (${problem.message})`
}

/** One run of zlib over the bytes from the beginning on. */
function begin() {
  const gunzip: Gunzip = createGunzip()
  let out: Buffer[] = []
  let problem: NodeJS.ErrnoException | null = null
  let settle: () => void = () => undefined
  gunzip.on('data', (bytes: Buffer) => out.push(bytes))
  gunzip.on('error', (error: NodeJS.ErrnoException) => {
    problem = error
    settle()
  })
  gunzip.on('end', () => settle())
  return {
    /** Unpacks some bytes, or with null the end; returns what was wrong with them. */
    feed(bytes: Buffer | null): Promise<NodeJS.ErrnoException | null> {
      return new Promise((resolve) => {
        settle = () => resolve(problem)
        if (problem !== null || gunzip.readableEnded) resolve(problem)
        else if (bytes === null) gunzip.end()
        else gunzip.write(bytes, () => settle())
      })
    },
    /** What was unpacked since the last call; null where nothing was. */
    take(): Buffer | null {
      const bytes = out
      out = []
      if (bytes.length === 0) return null
      return bytes.length === 1 ? (bytes[0] as Buffer) : Buffer.concat(bytes)
    },
    close(): void {
      gunzip.destroy()
    },
  }
}

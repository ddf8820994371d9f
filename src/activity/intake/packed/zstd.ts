import { Decompress } from 'fzstd'
import xxhash from 'xxhash-wasm'
import { messageOf } from '../../../base/errors.ts'
import { type ByteReader, fill } from '../input-bytes.ts'
import type { Unpacker } from './unpacked.ts'

/** The largest window that is unpacked, as in the `zstd` command: a frame may ask for any memory. */
const MAX_WINDOW_BYTES = 128 * 1024 * 1024

const FRAME = 0xfd2fb528
/** Frames that hold no data have one of sixteen magic numbers. */
const SKIPPABLE = 0x184d2a50
const SKIPPABLE_MASK = 0xfffffff0

/** Bytes of the frame header's fields, by their flags (RFC 8878, 3.1.1.1). */
const DICTIONARY_BYTES = [0, 1, 2, 4] as const
const CONTENT_SIZE_BYTES = [0, 2, 4, 8] as const

/** Block types; of a run only the one byte that is repeated is stored. */
const RUN = 1
const RESERVED = 3
/** The flag of a frame that ends in a checksum. */
const CHECKSUM = 4
const MAX_BLOCK_BYTES = 128 * 1024

/** Thrown and caught in here: what the input is damaged by. */
class Damage extends Error {}

/**
 * Unpacks Zstandard (RFC 8878), also several frames one after another. It walks the blocks itself and unpacks one at
 * a time, at most 128 KiB each, so that no ratio fills the memory; checksums are checked.
 */
export function unzstd(packed: ByteReader): Unpacker {
  let frame: Frame | null = null
  let damage: string | null = null
  let ended = false
  let at = 0

  async function take(bytes: number): Promise<Buffer> {
    const buffer = Buffer.allocUnsafe(bytes)
    const got = await fill(packed, buffer)
    at += got
    if (got < bytes) throw new Damage(`breaks off after ${at} bytes`)
    return buffer
  }

  async function next(): Promise<Buffer | null> {
    while (!ended) {
      try {
        frame ??= await openFrame()
        if (frame === null) break
        const bytes = await frame.next()
        if (bytes !== null) return bytes
        frame = null
      } catch (error) {
        if (!(error instanceof Damage)) throw error
        damage = `its zstd data ${error.message}`
        ended = true
      }
    }
    ended = true
    return null
  }

  /** The next frame that holds data; null at the end. */
  async function openFrame(): Promise<Frame | null> {
    for (;;) {
      const magic = Buffer.alloc(4)
      const got = await fill(packed, magic)
      at += got
      if (got === 0) return null
      if (got < 4) throw new Damage(`breaks off after ${at} bytes`)
      const number = magic.readUInt32LE()
      if (number === FRAME) return await frameOf(magic, take, () => at)
      if ((number & SKIPPABLE_MASK) >>> 0 !== SKIPPABLE) {
        throw new Damage(`ends at byte ${at - 4}; what follows is none`)
      }
      for (let left = (await take(4)).readUInt32LE(); left > 0; ) {
        left -= (await take(Math.min(left, MAX_BLOCK_BYTES))).length
      }
    }
  }

  return {
    next,
    get damage() {
      return damage
    },
    async close() {
      ended = true
    },
  }
}

interface Frame {
  /** What the next block holds; null after the last. */
  next(): Promise<Buffer | null>
}

async function frameOf(
  magic: Buffer,
  take: (bytes: number) => Promise<Buffer>,
  at: () => number,
): Promise<Frame> {
  const start = at() - magic.length
  const header = await headerOf(take)
  if (header.windowBytes > MAX_WINDOW_BYTES) {
    throw new Damage(
      `needs a window of ${header.windowBytes} bytes from byte ${start} on, and at most ${MAX_WINDOW_BYTES} are kept; unpack it first (unzstd --long=31)`,
    )
  }
  const out: Buffer[] = []
  const decompress = new Decompress((bytes) => out.push(Buffer.from(bytes)))
  decompress.push(Buffer.concat([magic, header.withoutChecksum]))
  const checksum = header.checksum ? (await xxhash()).create64() : null
  let last = false
  let mismatch = false

  async function block(): Promise<Buffer> {
    const began = at()
    const blockHeader = await take(3)
    const field = blockHeader.readUIntLE(0, 3)
    const type = (field >> 1) & 3
    const size = field >> 3
    if (type === RESERVED || size > MAX_BLOCK_BYTES) throw damagedAt(began)
    const content = await take(type === RUN ? 1 : size)
    last = (field & 1) === 1
    try {
      decompress.push(Buffer.concat([blockHeader, content]), last)
    } catch (error) {
      throw damagedAt(began, messageOf(error))
    }
    return Buffer.concat(out.splice(0))
  }

  return {
    async next() {
      while (!last) {
        const bytes = await block()
        checksum?.update(bytes)
        if (bytes.length > 0) return bytes
      }
      if (checksum !== null && !mismatch) {
        // Only now: whoever reads has the lines of the last block, whatever the checksum says.
        const stored = (await take(4)).readUInt32LE()
        mismatch = stored !== Number(checksum.digest() & 0xffff_ffffn)
        if (mismatch)
          throw new Damage(`does not fit the checksum at byte ${at() - 4}; some lines may be wrong`)
      }
      return null
    },
  }
}

/** A frame's header after its magic number. */
async function headerOf(take: (bytes: number) => Promise<Buffer>) {
  const descriptor = (await take(1))[0] as number
  const single = (descriptor & 0x20) !== 0
  const contentFlag = descriptor >> 6
  const contentBytes = contentFlag === 0 && single ? 1 : (CONTENT_SIZE_BYTES[contentFlag] as number)
  const window = await take(single ? 0 : 1)
  const dictionary = await take(DICTIONARY_BYTES[descriptor & 3] as number)
  const content = await take(contentBytes)
  return {
    windowBytes: single ? contentSizeOf(content) : windowSizeOf(window[0] as number),
    checksum: (descriptor & CHECKSUM) !== 0,
    withoutChecksum: Buffer.concat([Buffer.from([descriptor & ~CHECKSUM]), window, dictionary, content]),
  }
}

/** In 1 byte, 2 (then 256 less than it means), 4 or 8. */
function contentSizeOf(field: Buffer): number {
  if (field.length === 8) return Number(field.readBigUInt64LE())
  return field.readUIntLE(0, field.length) + (field.length === 2 ? 256 : 0)
}

function windowSizeOf(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3))
  return base + (base / 8) * (descriptor & 7)
}

function damagedAt(byte: number, why?: string): Damage {
  return new Damage(`is damaged at byte ${byte}${why === undefined ? '' : ` (${why})`}`)
}

import { fill, type InputBytes, type InputCursor } from '../input-bytes.ts'
import { decodeHeader, type TarHeader } from './tar-header.ts'

const BLOCK_BYTES = 512

/** A path or a set of attributes longer than this is no path: it must not fill the memory. */
const MAX_EXTENSION_BYTES = 1024 * 1024

/** A file in an archive, or why there are no more. */
export type TarMember =
  | { readonly path: string; readonly bytes: InputBytes }
  /** Something that holds bytes in a form that is not read. */
  | { readonly path: string; readonly problem: string }
  | { readonly damage: string }

/**
 * The files in a tar archive (ustar, pax and GNU), in order. They share one cursor: read one to its end, or leave it,
 * before the next is asked for.
 */
export async function* tarMembers(archive: InputBytes): AsyncGenerator<TarMember> {
  const cursor = await archive.open()
  try {
    yield* membersAt(archive, cursor)
  } finally {
    await cursor.close()
  }
}

async function* membersAt(archive: InputBytes, cursor: InputCursor): AsyncGenerator<TarMember> {
  let extension: Partial<TarHeader> = {}
  for (let at = 0; ; ) {
    await cursor.seek(at)
    const block = Buffer.alloc(BLOCK_BYTES)
    const got = await fill(cursor, block)
    if (got === 0 && cursor.damage === null) return
    if (got < BLOCK_BYTES) {
      yield { damage: cursor.damage ?? `it breaks off in a tar header at byte ${at}` }
      return
    }
    // Two blocks of zeros end an archive; one follows the other also where archives were put together.
    if (block.every((byte) => byte === 0)) {
      at += BLOCK_BYTES
      continue
    }
    const header = decodeHeader(block)
    if (header === null) {
      yield { damage: `there is no tar header at byte ${at}` }
      return
    }
    const start = at + BLOCK_BYTES
    if (header.kind === 'extension') {
      if (header.size > MAX_EXTENSION_BYTES) {
        yield { damage: `the tar header at byte ${at} says it is ${header.size} bytes long` }
        return
      }
      const content = Buffer.alloc(header.size)
      if ((await fill(cursor, content)) < content.length) {
        yield { damage: cursor.damage ?? `it breaks off in a tar header at byte ${at}` }
        return
      }
      extension = { ...extension, ...header.extend(content) }
      at = start + padded(header.size)
      continue
    }
    const { path, size, kind, sparse } = { ...header, ...extension }
    extension = {}
    if (kind === 'file') {
      if (sparse === true) yield { path, problem: 'it is a sparse file in a tar archive; unpack it first (tar -xf)' }
      else yield { path, bytes: memberOf(archive, cursor, path, start, size) }
    }
    at = start + padded(kind === 'file' ? size : header.size)
  }
}

function padded(size: number): number {
  return Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES
}

/** A run of the archive's bytes as an input of its own. */
function memberOf(
  archive: InputBytes,
  cursor: InputCursor,
  path: string,
  start: number,
  size: number,
): InputBytes {
  return {
    name: `${archive.name}!${path}`,
    size,
    storedSize: archive.storedSize,
    async open() {
      let at = 0
      let short = false
      return {
        get position() {
          return at
        },
        get storedPosition() {
          return cursor.storedPosition
        },
        get damage() {
          return short ? (cursor.damage ?? `the archive breaks off in it, ${at} of ${size} bytes are there`) : null
        },
        async read(target) {
          if (at >= size || target.length === 0) return 0
          if (cursor.position !== start + at) await cursor.seek(start + at)
          const got = await cursor.read(target.subarray(0, Math.min(target.length, size - at)))
          if (got === 0) short = true
          at += got
          return got
        },
        async seek(position) {
          at = Math.min(position, size)
        },
        async close() {
          // The archive's cursor goes on to the next member.
        },
      }
    },
  }
}

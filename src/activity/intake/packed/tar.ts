import { fill, type InputBytes, type InputCursor } from '../input-bytes.ts'
import { decodeHeader, type TarHeader } from './tar-header.ts'

const BLOCK_BYTES = 512

/** A path or a set of attributes longer than this is no path: it must not fill the memory. */
const MAX_EXTENSION_BYTES = 1024 * 1024

/** An archive whose bytes can be read. */
export interface OpenArchive {
  readonly name: string
  readonly storedSize: number
  readonly cursor: InputCursor
}

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
export async function* tarMembers(archive: OpenArchive): AsyncGenerator<TarMember> {
  const { cursor } = archive
  let extension: Partial<TarHeader> = {}
  let ended = false
  for (let at = 0; ; ) {
    await cursor.seek(at)
    const block = Buffer.alloc(BLOCK_BYTES)
    const got = await fill(cursor, block)
    if (got === 0 && ended && cursor.damage === null) return
    if (got < BLOCK_BYTES) {
      yield { damage: cursor.damage ?? `it breaks off at byte ${at}, before the end mark of a tar archive` }
      return
    }
    // Two blocks of zeros end an archive; one follows the other also where archives were put together.
    ended = block.every((byte) => byte === 0)
    if (ended) {
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
    const { size, kind, sparse, ...named } = { ...header, ...extension }
    const path = shown(named.path)
    extension = {}
    if (kind === 'file' && !isHidden(path)) {
      if (sparse === true)
        yield { path, problem: 'it is a sparse file in a tar archive; unpack it first (tar -xf)' }
      else yield { path, bytes: memberOf(archive, path, start, size) }
    }
    at = start + padded(kind === 'file' ? size : header.size)
  }
}

/** Left out in archives as in folders. */
function isHidden(path: string): boolean {
  return path.split('/').some((part) => part.startsWith('.') && part !== '.' && part !== '..')
}

/** A member's name as it is written in results: it comes from whoever made the archive. */
function shown(path: string): string {
  return path.replace(/^(\.\/)+/, '').replace(/[\p{Cc}\p{Cf}]/gu, '\uFFFD')
}

function padded(size: number): number {
  return Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES
}

/** A run of the archive's bytes as an input of its own. */
function memberOf(
  { name, storedSize, cursor }: OpenArchive,
  path: string,
  start: number,
  size: number,
): InputBytes {
  return {
    name: `${name}!${path}`,
    size,
    storedSize,
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
          return short
            ? (cursor.damage ?? `the archive breaks off in it, ${at} of ${size} bytes are there`)
            : null
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

import { spawnSync } from 'node:child_process'
import xxhash from 'xxhash-wasm'
import type { InputCursor } from '../input-bytes.ts'

/** Bytes as a cursor that gives at most `step` of them at a time. */
export function cursorOver(bytes: Buffer, step: number = bytes.length): InputCursor {
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
      const copied = bytes.subarray(0, at + step).copy(target, 0, at)
      at += copied
      return copied
    },
    async seek(position) {
      at = position
    },
    close: async () => undefined,
  }
}

const { create64 } = await xxhash()

/** A Zstandard frame of stored blocks, with its checksum (RFC 8878): what needs no compressor. */
export function storedZstd(content: Buffer, blockBytes = 100_000): Buffer {
  const blocks: Buffer[] = []
  for (let at = 0; at === 0 || at < content.length; at += blockBytes) {
    const block = content.subarray(at, at + blockBytes)
    const header = Buffer.alloc(3)
    header.writeUIntLE(block.length * 8 + Number(at + blockBytes >= content.length), 0, 3)
    blocks.push(header, block)
  }
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32LE(Number(create64().update(content).digest() & 0xffff_ffffn))
  // Magic number, a checksum and no content size, a window of 1 MiB.
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x04, 10 << 3]), ...blocks, checksum])
}

/** What the `zstd` command makes of bytes; null where it is not installed. */
export function realZstd(content: Buffer, ...options: string[]): Buffer | null {
  const run = spawnSync('zstd', ['-c', '-q', ...options], { input: content, maxBuffer: 1 << 28 })
  return run.status === 0 ? run.stdout : null
}

/** A tar archive (ustar) of files by their path. */
export function tarOf(files: Readonly<Record<string, Buffer | string>>): Buffer {
  const parts = Object.entries(files).flatMap(([path, content]) => tarEntry(path, Buffer.from(content)))
  return Buffer.concat([...parts, Buffer.alloc(1024)])
}

/** A header and its content; `flag` is what kind of entry it is. */
export function tarEntry(path: string, content: Buffer, flag = '0', size: number = content.length): Buffer[] {
  const header = Buffer.alloc(512)
  header.write(path, 0, 100)
  header.write('0000644\0', 100)
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  header.write('        ', 148)
  header.write(flag, 156)
  header.write('ustar\x0000', 257, 'latin1')
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]
}

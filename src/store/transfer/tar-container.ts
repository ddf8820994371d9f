import { closeSync, createReadStream, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs'
import { WeighbridgeError } from '../../base/errors.ts'
import type { ContainerReader, ContainerWriter } from './container.ts'

/** POSIX.1-1988 `ustar`, sizes past 8 GiB as GNU tar writes them, so that `tar tf` shows what is in a backup. */
const BLOCK = 512
const LARGEST_OCTAL = 0o77777777777

/** One file; each header is written when the size is known. */
export function tarWriter(path: string): ContainerWriter {
  const file = openSync(path, 'wx', 0o600)
  let at = 0
  let isOpen = true
  const write = (bytes: Uint8Array, position: number) => {
    for (let done = 0; done < bytes.length; ) {
      done += writeSync(file, bytes, done, bytes.length - done, position + done)
    }
  }
  const close = () => {
    if (isOpen) closeSync(file)
    isOpen = false
  }
  return {
    async add(name, bytes) {
      const start = at
      at += BLOCK
      for await (const chunk of bytes) {
        write(chunk, at)
        at += chunk.length
      }
      write(headerOf(name, at - start - BLOCK), start)
      const padding = Buffer.alloc(-at & (BLOCK - 1))
      write(padding, at)
      at += padding.length
    },
    async finish() {
      write(Buffer.alloc(2 * BLOCK), at)
      fsyncSync(file)
      close()
    },
    close,
  }
}

/** @throws WeighbridgeError `bad-input` where it is no tar file, or breaks off. */
export function tarReader(path: string): ContainerReader {
  const file = openSync(path, 'r')
  try {
    const entries = entriesOf(file, path)
    return {
      names: [...entries.keys()],
      read(name) {
        const entry = entries.get(name)
        if (entry === undefined) throw new Error(`There is no ${name}.`)
        const { start, size } = entry
        // A range of no bytes cannot be asked for.
        if (size === 0) return nothing()
        return createReadStream('', {
          fd: file,
          autoClose: false,
          start,
          end: start + size - 1,
          highWaterMark: 1 << 18,
        })
      },
      close: () => closeSync(file),
    }
  } catch (error) {
    closeSync(file)
    throw error
  }
}

async function* nothing(): AsyncGenerator<Buffer> {}

function entriesOf(file: number, path: string): Map<string, { start: number; size: number }> {
  const entries = new Map<string, { start: number; size: number }>()
  const total = fstatSync(file).size
  const header = Buffer.alloc(BLOCK)
  for (let at = 0; ; ) {
    if (readSync(file, header, 0, BLOCK, at) < BLOCK) throw damaged(path, 'breaks off')
    if (header.every((byte) => byte === 0)) return entries
    const size = sizeIn(header)
    if (checksumOf(header) !== Number.parseInt(textIn(header, 148, 8), 8))
      throw damaged(path, `is damaged at byte ${at}`)
    const start = at + BLOCK
    if (start + size > total) throw damaged(path, 'breaks off')
    const padding = Buffer.alloc(-size & (BLOCK - 1))
    readSync(file, padding, 0, padding.length, start + size)
    if (padding.some((byte) => byte !== 0)) throw damaged(path, `is damaged after byte ${start + size}`)
    entries.set(textIn(header, 0, 100), { start, size })
    at = start + size + padding.length
  }
}

function damaged(path: string, what: string): WeighbridgeError {
  return new WeighbridgeError('bad-input', `${path} is no whole backup: it ${what}; use another one.`)
}

function headerOf(name: string, size: number): Buffer {
  const header = Buffer.alloc(BLOCK)
  if (Buffer.byteLength(name) > 100) {
    throw new WeighbridgeError(
      'bad-usage',
      `${name} is too long a name for a tar file; back up into a folder instead.`,
    )
  }
  header.write(name, 0)
  header.write('0000600\0', 100)
  header.write('0000000\0', 108)
  header.write('0000000\0', 116)
  if (size <= LARGEST_OCTAL) header.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  else {
    header[124] = 0x80
    header.writeBigUInt64BE(BigInt(size), 128)
  }
  header.write('00000000000\0', 136)
  header.write('0', 156)
  header.write('ustar\u000000', 257)
  header.write(`${checksumOf(header).toString(8).padStart(6, '0')}\0 `, 148)
  return header
}

function sizeIn(header: Buffer): number {
  return header[124] === 0x80
    ? Number(header.readBigUInt64BE(128))
    : Number.parseInt(textIn(header, 124, 12), 8)
}

/** Sum of all bytes, with blanks where the sum itself stands. */
function checksumOf(header: Buffer): number {
  return header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 32 : byte), 0)
}

function textIn(header: Buffer, start: number, length: number): string {
  return header.toString('utf8', start, start + length).replace(/\0.*$/s, '')
}

/** What a tar header says (POSIX.1-2017, pax; the GNU tar manual, "Basic Tar Format"). */
export interface TarHeader {
  readonly path: string
  readonly size: number
  /** A file holds bytes; an extension changes the header after it; of folders and links there is nothing to read. */
  readonly kind: 'file' | 'extension' | 'other'
  readonly sparse?: boolean
  /** Of an extension: what its content changes. */
  extend(content: Buffer): Partial<TarHeader>
}

const MAGIC_AT = 257
const CHECKSUM = { at: 148, bytes: 8 } as const

/** What the type flags mean that matter here; all others hold no bytes of a log. */
const FILE_FLAGS = new Set(['0', '\0', '7', 'S'])
const EXTENSIONS: Readonly<Record<string, (content: Buffer) => Partial<TarHeader>>> = {
  x: readPax,
  // Attributes of all files: none of them names one.
  g: () => ({}),
  L: (content) => ({ path: textOf(content) }),
  K: () => ({}),
}

/** True where a tar archive begins. */
export function isTar(head: Buffer): boolean {
  return head.toString('latin1', MAGIC_AT, MAGIC_AT + 5) === 'ustar' && decodeHeader(head) !== null
}

/** Reads a block of 512 bytes; null where it is no header. */
export function decodeHeader(block: Buffer): TarHeader | null {
  if (!checksumFits(block)) return null
  const size = numberAt(block, 124, 12)
  if (size === null) return null
  const flag = block.toString('latin1', 156, 157)
  const name = textOf(block.subarray(0, 100))
  const isPosix = block.toString('latin1', MAGIC_AT, MAGIC_AT + 6) === 'ustar\0'
  const prefix = isPosix ? textOf(block.subarray(345, 500)) : ''
  const extend = EXTENSIONS[flag]
  return {
    path: prefix === '' ? name : `${prefix}/${name}`,
    size: holdsBytes(flag) ? size : 0,
    kind: extend !== undefined ? 'extension' : FILE_FLAGS.has(flag) ? 'file' : 'other',
    ...(flag === 'S' ? { sparse: true } : {}),
    extend: extend ?? (() => ({})),
  }
}

/** Links, devices and folders hold no bytes, whatever their size field says. */
function holdsBytes(flag: string): boolean {
  return !'123456'.includes(flag)
}

function checksumFits(block: Buffer): boolean {
  const stored = numberAt(block, CHECKSUM.at, CHECKSUM.bytes)
  let sum = ' '.charCodeAt(0) * CHECKSUM.bytes
  for (let at = 0; at < 512; at += 1) {
    if (at < CHECKSUM.at || at >= CHECKSUM.at + CHECKSUM.bytes) sum += block[at] ?? 0
  }
  return stored === sum
}

/** An octal number, or, where the first bit is set, a binary one; null where it is neither or too large. */
function numberAt(block: Buffer, at: number, bytes: number): number | null {
  const field = block.subarray(at, at + bytes)
  if ((field[0] ?? 0) & 0x80) {
    let value = (field[0] ?? 0) & 0x7f
    for (const byte of field.subarray(1)) value = value * 256 + byte
    return Number.isSafeInteger(value) ? value : null
  }
  const text = field.toString('latin1').replace(/\0.*$/s, '').trim()
  return /^[0-7]*$/.test(text) ? Number.parseInt(text || '0', 8) : null
}

/** Records `LENGTH KEY=VALUE\n`; their length counts itself. */
function readPax(content: Buffer): Partial<TarHeader> {
  const found: { path?: string; size?: number; sparse?: boolean } = {}
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(0x20, at)
    const length = Number.parseInt(content.toString('latin1', at, space), 10)
    if (space < 0 || !(length > space - at)) break
    const [key = '', ...rest] = content.toString('utf8', space + 1, at + length - 1).split('=')
    const value = rest.join('=')
    if (key === 'path') found.path = value
    if (key === 'size' && /^[0-9]{1,15}$/.test(value)) found.size = Number(value)
    if (key.startsWith('GNU.sparse.')) found.sparse = true
    at += length
  }
  return found
}

function textOf(field: Buffer): string {
  const end = field.indexOf(0)
  return field.toString('utf8', 0, end < 0 ? field.length : end)
}

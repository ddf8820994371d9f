import { createHash } from 'node:crypto'

/** What is read of an input before anything else. */
export const HEAD_BYTES = 64 * 1024

/** Only this much of a first line names an input. */
const IDENTITY_BYTES = 4096

/** The byte order mark that some write before UTF-8. */
export const UTF8_MARK: Buffer = Buffer.from([0xef, 0xbb, 0xbf])
const UTF16_MARKS = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])]

/** Packed forms that are not unpacked here. */
const REFUSED = [
  { name: 'zip', magic: Buffer.from('PK\x03\x04', 'latin1'), hint: 'unzip' },
  { name: 'xz', magic: Buffer.from('\xfd7zXZ\0', 'latin1'), hint: 'unxz' },
  { name: 'bzip2', magic: Buffer.from('BZh91AY&SY', 'latin1'), hint: 'bunzip2' },
] as const

/** Why an input cannot be read as lines of text, with what to do about it; null where it can. */
export function unreadable(head: Buffer): string | null {
  for (const { name, magic, hint } of REFUSED) {
    if (head.subarray(0, magic.length).equals(magic))
      return `it is ${name}-compressed; unpack it first (${hint})`
  }
  if (UTF16_MARKS.some((mark) => head.subarray(0, 2).equals(mark))) {
    return 'it is UTF-16; convert it first (iconv -f UTF-16 -t UTF-8)'
  }
  return null
}

/** The first complete lines of an input as text, at most `count`. */
export function firstLines(head: Buffer, count: number): string[] {
  const start = head.subarray(0, 3).equals(UTF8_MARK) ? 3 : 0
  return head.toString('utf8', start).split(/\r?\n/, count)
}

/**
 * The identity of an input: a hash of its first line, decimal. It survives renaming, appending and copying, and
 * differs for the file that follows after a rotation.
 */
export function identityOf(head: Buffer): string {
  const newline = head.subarray(0, IDENTITY_BYTES).indexOf(10)
  const line = head.subarray(0, newline < 0 ? IDENTITY_BYTES : newline)
  return createHash('sha256').update(line).digest().readBigUInt64BE(0).toString()
}

import { Buffer } from 'node:buffer'

/** Characters Windows' programs take for the dash before a flag. */
export const DASHES = ['-', '/', '\u2013', '\u2014', '\u2015'] as const

/** Bytes of a text in UTF-16, little or big end first, with a byte order mark or without. */
export function utf16(text: string, how: 'le' | 'be' | 'le-with-mark'): number[] {
  const units = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at))
  const pairs = units.map((unit) => [unit & 0xff, unit >> 8])
  const bytes = pairs.flatMap((pair) => (how === 'be' ? pair.toReversed() : pair))
  return how === 'le-with-mark' ? [0xff, 0xfe, ...bytes] : bytes
}

export function utf8(text: string): number[] {
  return [...Buffer.from(text, 'utf8')]
}

export function base64(bytes: readonly number[]): string {
  return Buffer.from(bytes).toString('base64')
}

/**
 * The three texts of which one appears inside the base64 of anything that holds these bytes: the encoding depends on
 * how many bytes stand before, modulo 3; characters that also depend on the bytes around are left out.
 *
 * @example base64Anywhere([102, 111, 111]) // => ['Zm9v', 'Zvb', 'mb2']
 */
export function base64Anywhere(bytes: readonly number[]): string[] {
  return [0, 1, 2].map((before) => {
    const encoded = base64([...Array.from({ length: before }, () => 0), ...bytes])
    const start = Math.ceil((before * 8) / 6)
    const end = Math.floor(((before + bytes.length) * 8) / 6)
    return encoded.slice(start, end)
  })
}

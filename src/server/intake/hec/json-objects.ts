const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN = 0x7b
const CLOSE = 0x7d
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const COLON = 0x3a
const COMMA = 0x2c

/** Stands for bytes that are no object. */
export const NOT_AN_OBJECT = Symbol('not an object')

/**
 * The objects of a body that holds JSON objects one after another, with white space between them or none, as the bytes
 * they take; whether each is well-formed its reader must see. Ends with {@link NOT_AN_OBJECT} where the bytes are
 * something else.
 */
export function* jsonObjects(body: Buffer): Generator<Buffer | typeof NOT_AN_OBJECT> {
  for (let at = skipSpace(body, 0); at < body.length; at = skipSpace(body, at)) {
    const end = body[at] === OPEN ? endOfValue(body, at) : -1
    if (end < 0) {
      yield NOT_AN_OBJECT
      return
    }
    yield body.subarray(at, end)
    at = end
  }
}

/** The bytes of a member's value in an object that is well-formed; of a name used twice the last. */
export function memberOf(object: Buffer, name: string): Buffer | null {
  let found: Buffer | null = null
  for (let at = skipSpace(object, 1); object[at] === QUOTE; at = skipSpace(object, at + 1)) {
    const keyEnd = endOfString(object, at)
    const key = JSON.parse(object.toString('utf8', at, keyEnd)) as string
    const colon = skipSpace(object, keyEnd)
    if (object[colon] !== COLON) return found
    const start = skipSpace(object, colon + 1)
    const end = endOfValue(object, start)
    if (end < 0) return found
    if (key === name) found = object.subarray(start, end)
    at = skipSpace(object, end)
    if (object[at] !== COMMA) return found
  }
  return found
}

/** One past the end of the value that begins here; -1 where it does not end. */
function endOfValue(bytes: Buffer, start: number): number {
  let depth = 0
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at]
    if (byte === QUOTE) {
      const end = endOfString(bytes, at)
      if (end < 0) return -1
      if (depth === 0) return end
      at = end - 1
    } else if (byte === OPEN || byte === OPEN_LIST) {
      depth += 1
    } else if (byte === CLOSE || byte === CLOSE_LIST) {
      // A number or a word ends where what holds it ends.
      if (depth === 0) return at
      depth -= 1
      if (depth === 0) return at + 1
    } else if (depth === 0 && (byte === COMMA || isSpace(byte))) {
      return at
    }
  }
  return -1
}

function endOfString(bytes: Buffer, start: number): number {
  for (let at = start + 1; at < bytes.length; at += 1) {
    if (bytes[at] === BACKSLASH) at += 1
    else if (bytes[at] === QUOTE) return at + 1
  }
  return -1
}

function skipSpace(bytes: Buffer, start: number): number {
  let at = start
  while (at < bytes.length && isSpace(bytes[at])) at += 1
  return at
}

/** White space of JSON (RFC 8259). */
function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

/** A syslog message may be this long; RFC 5425 asks for 8 KiB at least. */
export const MOST_MESSAGE_BYTES = 1024 * 1024

/** How much is kept of a message that is longer. */
const KEPT_BYTES = 8192

const DIGIT_0 = 0x30
const DIGIT_9 = 0x39
const SPACE = 0x20
const NEWLINE = 0x0a

/** What a length may have of digits before it is taken for garbage. */
const MOST_DIGITS = 10

/**
 * Cuts a stream into syslog messages, with bounded memory: `LENGTH SP MESSAGE` (octet counting, RFC 5425 and RFC 6587
 * 3.4.1) where a message begins with a digit, else a message a line (RFC 6587 3.4.2). Of a message that is too long
 * only its beginning is given.
 *
 * @example new SyslogFrames().push(Buffer.from('5 <34>a6 <34>bc')).map(String) // => ['<34>a', '<34>bc']
 */
export class SyslogFrames {
  #held: Buffer = Buffer.alloc(0)
  /** Bytes of a message too long that are still to come; Infinity: up to the next newline. */
  #skip = 0

  /** The messages that are whole now. */
  push(chunk: Buffer): Buffer[] {
    const messages: Buffer[] = []
    let bytes: Buffer = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk])
    for (;;) {
      bytes = this.#skipped(bytes)
      if (bytes.length === 0 || this.#skip > 0) break
      const next = counted(bytes) ? this.#counted(bytes) : this.#line(bytes)
      if (next === null) break
      if (next.message.length > 0) messages.push(next.message)
      bytes = bytes.subarray(next.end)
    }
    this.#held = Buffer.from(bytes)
    return messages
  }

  /** What the stream ended in the middle of; a last line without a newline is a message. */
  end(): Buffer | null {
    const held = this.#held
    this.#held = Buffer.alloc(0)
    return held.length === 0 || this.#skip > 0 ? null : held
  }

  #counted(bytes: Buffer): Cut | null {
    const space = bytes.indexOf(SPACE)
    const digits = space < 0 ? bytes.length : space
    const length = Number(bytes.toString('latin1', 0, Math.min(digits, MOST_DIGITS + 1)))
    if (digits > MOST_DIGITS || Number.isNaN(length)) return this.#line(bytes)
    if (space < 0) return null
    const start = space + 1
    if (length > MOST_MESSAGE_BYTES) return this.#tooLong(bytes.subarray(start), length, start)
    if (bytes.length < start + length) return null
    return { message: bytes.subarray(start, start + length), end: start + length }
  }

  #line(bytes: Buffer): Cut | null {
    const newline = bytes.indexOf(NEWLINE)
    if (newline >= 0) return { message: withoutReturn(bytes.subarray(0, newline)), end: newline + 1 }
    return bytes.length > MOST_MESSAGE_BYTES ? this.#tooLong(bytes, Number.POSITIVE_INFINITY, 0) : null
  }

  #tooLong(body: Buffer, length: number, start: number): Cut | null {
    if (body.length < Math.min(length, KEPT_BYTES)) return null
    const here = Math.min(body.length, length)
    this.#skip = length - here
    return { message: Buffer.from(body.subarray(0, KEPT_BYTES)), end: start + here }
  }

  #skipped(bytes: Buffer): Buffer {
    if (this.#skip === 0) return bytes
    if (this.#skip === Number.POSITIVE_INFINITY) {
      const newline = bytes.indexOf(NEWLINE)
      if (newline < 0) return Buffer.alloc(0)
      this.#skip = 0
      return bytes.subarray(newline + 1)
    }
    const gone = Math.min(this.#skip, bytes.length)
    this.#skip -= gone
    return bytes.subarray(gone)
  }
}

interface Cut {
  readonly message: Buffer
  /** One past the message's last byte in what was looked at. */
  readonly end: number
}

function counted(bytes: Buffer): boolean {
  const first = bytes[0] as number
  return first > DIGIT_0 && first <= DIGIT_9
}

function withoutReturn(line: Buffer): Buffer {
  return line.at(-1) === 0x0d ? line.subarray(0, -1) : line
}

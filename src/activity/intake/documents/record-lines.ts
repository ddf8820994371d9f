import { UTF8_MARK } from '../head.ts'
import { fill, type InputCursor } from '../input-bytes.ts'
import type { Unpacker } from '../packed/unpacked.ts'
import { RECORD_KEYS } from './is-document.ts'

const STEP_BYTES = 256 * 1024

/** The longest beginning of an object that is looked at for the key of its records. */
const MAX_OPENING_BYTES = 256

/** Beyond this depth brackets are counted, but no longer compared. */
const COMPARED_DEPTH = 512

const NEWLINE = 10
const SPACE = 32
const QUOTE = 34
const COMMA = 44
const COLON = 58
const BACKSLASH = 92
const OPEN_BRACKET = 91
const CLOSE_BRACKET = 93
const OPEN_BRACE = 123
const CLOSE_BRACE = 125

/** Blanks (RFC 8259, 2) and punctuation that say nothing between values. */
const PASSED_BETWEEN = new Set([9, NEWLINE, 13, SPACE, COMMA, COLON, CLOSE_BRACE])

const OPENING = new RegExp(`^\\{\\s*"(${RECORD_KEYS.join('|')})"\\s*:\\s*\\[$`)
const BEGUN_OPENING = /^\{\s*("[A-Za-z]*("\s*(:\s*)?)?)?$/

/**
 * JSON documents as lines, one a record, each with its line breaks replaced by spaces. What is neither a record nor
 * punctuation becomes a line as well, so that it is seen and rejected. Bytes are looked at one by one and never parsed:
 * the memory does not depend on the document.
 */
export function recordLines(from: InputCursor, stepBytes = STEP_BYTES): Unpacker {
  const framing = recordFraming()
  const step = Buffer.allocUnsafe(stepBytes)
  let begun = false
  let ended = false
  return {
    async next() {
      while (!ended) {
        const got = await fill(from, step)
        const marked = !begun && step.subarray(0, 3).equals(UTF8_MARK)
        begun = true
        const lines = got === 0 ? framing.end() : framing.lines(step.subarray(marked ? 3 : 0, got))
        ended = got === 0
        if (lines.length > 0) return lines
      }
      return null
    },
    get damage() {
      return from.damage
    },
    async close() {
      ended = true
    },
  }
}

/**
 * What the next byte belongs to: punctuation between values, the opening of an object that may turn out to hold the
 * records, a value with brackets, or any other text.
 */
type State = 'between' | 'opening' | 'value' | 'text'

/** Where a line ends, and where what follows it begins. */
interface Ending {
  readonly end: number
  readonly next: number
  /** True where it ends because it cannot go on. */
  readonly torn?: boolean
}

/** Cuts documents into lines, given in pieces of any size. */
export function recordFraming(): { lines(bytes: Buffer): Buffer; end(): Buffer } {
  let state: State = 'between'
  let inArray = false
  let opening = ''
  let inString = false
  let escaped = false
  let depth = 0
  /** The closing bracket each open one waits for. */
  const awaited = new Uint8Array(COMPARED_DEPTH)
  /** Of other text the last byte that is no blank. */
  let last = 0
  let bytes: Buffer = Buffer.alloc(0)
  let at = 0
  let out: Buffer = Buffer.alloc(0)
  let filled = 0

  function emit(from: number, to: number): void {
    const written = bytes.copy(out, filled, from, to)
    const piece = out.subarray(filled, filled + written)
    for (let found = piece.indexOf(NEWLINE); found >= 0; found = piece.indexOf(NEWLINE, found + 1)) {
      piece[found] = SPACE
    }
    filled += written
  }

  function begin(byte: number, isRecord: boolean): void {
    opening = ''
    inString = false
    escaped = false
    depth = 0
    last = 0
    if (byte === OPEN_BRACE && !isRecord) state = 'opening'
    else state = byte === OPEN_BRACE || byte === OPEN_BRACKET ? 'value' : 'text'
  }

  function between(): void {
    for (; at < bytes.length && state === 'between'; at += 1) {
      const byte = bytes[at] as number
      if (PASSED_BETWEEN.has(byte)) continue
      if (byte === CLOSE_BRACKET) inArray = false
      else if (byte === OPEN_BRACKET && !inArray) inArray = true
      else {
        begin(byte, inArray)
        return
      }
    }
  }

  function open(): void {
    for (; at < bytes.length; ) {
      opening += String.fromCharCode(bytes[at++] as number)
      if (OPENING.test(opening)) {
        inArray = true
        state = 'between'
        return
      }
      if (opening.length < MAX_OPENING_BYTES && BEGUN_OPENING.test(opening)) continue
      replay()
      return
    }
  }

  /** The opening belongs to an ordinary object: goes through it as that. It cannot end before its last byte. */
  function replay(): void {
    const [given, position] = [bytes, at]
    bytes = Buffer.from(opening, 'latin1')
    at = 0
    begin(OPEN_BRACE, true)
    give(endOfValue())
    bytes = given
    at = position
  }

  /** Gives what is there of a line, and ends it where it ends. */
  function give(ending: Ending | null): void {
    emit(at, ending?.end ?? bytes.length)
    at = ending?.next ?? bytes.length
    if (ending === null) return
    out[filled++] = NEWLINE
    state = 'between'
    // Where a value is torn nothing is known of what surrounds it: the next one may begin a document.
    if (ending.torn === true) inArray = false
  }

  function endOfValue(): Ending | null {
    for (let position = at; position < bytes.length; position += 1) {
      const byte = bytes[position] as number
      if (inString) {
        if (escaped) escaped = false
        else if (byte === BACKSLASH) escaped = true
        else if (byte === QUOTE) inString = false
        // A string cannot hold a line break: this one was never closed.
        else if (byte === NEWLINE) return { end: position, next: position + 1, torn: true }
      } else if (byte === QUOTE) {
        inString = true
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        if (depth < COMPARED_DEPTH) awaited[depth] = byte + 2
        depth += 1
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        depth -= 1
        const torn = depth < COMPARED_DEPTH && awaited[depth] !== byte
        if (torn || depth === 0) return { end: position + 1, next: position + 1, torn }
      }
    }
    return null
  }

  /** Text goes on to a comma or a closing bracket of what surrounds it, or to the end of the line. */
  function endOfText(): Ending | null {
    for (let position = at; position < bytes.length; position += 1) {
      const byte = bytes[position] as number
      if (inString) {
        if (escaped) escaped = false
        else if (byte === BACKSLASH) escaped = true
        else if (byte === QUOTE) inString = false
        else if (byte === NEWLINE) return { end: position, next: position + 1, torn: true }
      } else if (byte === QUOTE) inString = true
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth += 1
      else if (depth > 0 && (byte === CLOSE_BRACE || byte === CLOSE_BRACKET)) depth -= 1
      else if (depth === 0) {
        if (byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET)
          return { end: position, next: position }
        if (byte === NEWLINE && last !== COLON) return { end: position, next: position + 1 }
      }
      if (byte > SPACE) last = byte
    }
    return null
  }

  const steps: Readonly<Record<State, () => void>> = {
    between,
    opening: open,
    value: () => give(endOfValue()),
    text: () => give(endOfText()),
  }

  function lines(given: Buffer): Buffer {
    bytes = given
    at = 0
    // A line of two bytes, `{}`, takes three; an opening held back may come on top.
    out = Buffer.allocUnsafe(Math.ceil((given.length + MAX_OPENING_BYTES) * 1.5) + 1)
    filled = 0
    while (at < bytes.length) steps[state]()
    return out.subarray(0, filled)
  }

  return {
    lines,
    end() {
      // What was held back is given as it is: a line without its end.
      return state === 'opening' ? Buffer.from(opening, 'latin1') : Buffer.alloc(0)
    },
  }
}

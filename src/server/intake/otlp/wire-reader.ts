import { BadExport } from './log-record.ts'

/** How a field is encoded (protobuf.dev, "Encoding"). */
export const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const

/** A varint is at most ten bytes. */
const MAX_VARINT_BITS = 70n

/**
 * Reads the fields of one protobuf message, in order. It reads the subset that OTLP uses: no groups, which no message of
 * it ever had.
 */
export class WireReader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  /** The next field's number and encoding; null at the end. Its value must be read or skipped next. */
  next(): { readonly field: number; readonly wire: number } | null {
    if (this.#at >= this.#bytes.length) return null
    const tag = this.#small()
    const field = Math.floor(tag / 8)
    if (field === 0) throw new BadExport(`there is no field 0, as at byte ${this.#at}`)
    return { field, wire: tag & 7 }
  }

  /** A 64-bit number as its two's complement says. */
  signed(wire: number): bigint {
    this.#expect(wire, WIRE.varint)
    return BigInt.asIntN(64, this.#varint())
  }

  double(wire: number): number {
    this.#expect(wire, WIRE.fixed64)
    return this.#take(8).readDoubleLE()
  }

  /** A text, some bytes or a message. */
  bytes(wire: number): Buffer {
    this.#expect(wire, WIRE.bytes)
    return this.#take(this.#small())
  }

  skip(wire: number): void {
    if (wire === WIRE.varint) this.#varint()
    else if (wire === WIRE.fixed64) this.#take(8)
    else if (wire === WIRE.bytes) this.#take(this.#small())
    else if (wire === WIRE.fixed32) this.#take(4)
    else throw new BadExport(`wire type ${wire} is not known, as at byte ${this.#at}`)
  }

  #expect(wire: number, wanted: number): void {
    if (wire !== wanted)
      throw new BadExport(`a field before byte ${this.#at} has wire type ${wire} instead of ${wanted}`)
  }

  #take(count: number): Buffer {
    if (count > this.#bytes.length - this.#at) throw new BadExport('the message breaks off')
    this.#at += count
    return this.#bytes.subarray(this.#at - count, this.#at)
  }

  /** A varint that must fit: a tag or a length. Nearly all are one or two bytes. */
  #small(): number {
    const first = this.#bytes[this.#at]
    if (first !== undefined && first < 0x80) {
      this.#at += 1
      return first
    }
    const value = this.#varint()
    if (value > 0xffff_ffffn) throw new BadExport('a length is past the end of the message')
    return Number(value)
  }

  #varint(): bigint {
    let value = 0n
    for (let shift = 0n; shift < MAX_VARINT_BITS; shift += 7n) {
      const byte = this.#bytes[this.#at]
      if (byte === undefined) throw new BadExport('the message breaks off')
      this.#at += 1
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return BigInt.asUintN(64, value)
    }
    throw new BadExport(`a number before byte ${this.#at} has no end`)
  }
}

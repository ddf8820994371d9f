import { DAY } from './calendar.ts'

/** Room for the index behind the time in one sort key: 2^24 lines a day, and 86.4e6 * 2^24 < 2^53. */
const INDEX_ROOM = 2 ** 24

/**
 * The lines of one source on one UTC day, handed in in any order and read out in order of time (lines of
 * the same millisecond in the order in which they came). It is emptied and used again, day after day, so
 * the memory needed is that of the fullest day.
 */
export class DaySheet {
  #bytes = Buffer.allocUnsafe(1 << 16)
  #used = 0
  #keys = new Float64Array(1 << 10)
  #starts = new Uint32Array(1 << 10)
  #count = 0

  get count(): number {
    return this.#count
  }

  /** ASCII only: a character is a byte. */
  add(time: number, line: string): void {
    if (this.#used + line.length + 1 > this.#bytes.length) this.#growBytes(line.length + 1)
    if (this.#count + 1 >= this.#starts.length) this.#growIndex()
    this.#keys[this.#count] = Math.floor(((time % DAY) + DAY) % DAY) * INDEX_ROOM + this.#count
    this.#starts[this.#count] = this.#used
    this.#used += this.#bytes.write(line, this.#used, 'latin1')
    this.#bytes[this.#used++] = 0x0a
    this.#count += 1
    this.#starts[this.#count] = this.#used
  }

  /** All lines in order of time, and an empty sheet. The bytes are the caller's. */
  take(): Buffer {
    const sorted = Buffer.allocUnsafe(this.#used)
    let at = 0
    for (const key of this.#keys.subarray(0, this.#count).sort()) {
      const index = key % INDEX_ROOM
      at += this.#bytes.copy(sorted, at, this.#starts[index], this.#starts[index + 1])
    }
    this.#count = 0
    this.#used = 0
    return sorted
  }

  #growBytes(needed: number): void {
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#used + needed))
    this.#bytes.copy(larger, 0, 0, this.#used)
    this.#bytes = larger
  }

  #growIndex(): void {
    const keys = new Float64Array(this.#keys.length * 2)
    keys.set(this.#keys)
    this.#keys = keys
    const starts = new Uint32Array(this.#starts.length * 2)
    starts.set(this.#starts)
    this.#starts = starts
  }
}

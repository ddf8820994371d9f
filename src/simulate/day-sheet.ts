import { DAY } from './calendar.ts'
import { PAGE, type PagePool } from './pages.ts'

/** Room for the index behind the time in one sort key: 2^24 lines a day, and 86.4e6 * 2^24 < 2^53. */
const INDEX_ROOM = 2 ** 24

/**
 * The lines of one source on one UTC day, handed in in any order and read out in order of time (lines of
 * the same millisecond in the order in which they came). It is emptied and used again, day after day.
 */
export class DaySheet {
  readonly #pool: PagePool
  readonly #pages: Buffer[] = []
  #room = 0
  #keys = new Float64Array(1 << 10)
  #ends = new Uint32Array(1 << 10)
  #lengths = new Uint32Array(1 << 10)
  #count = 0
  #bytes = 0

  constructor(pool: PagePool) {
    this.#pool = pool
  }

  get count(): number {
    return this.#count
  }

  get bytes(): number {
    return this.#bytes
  }

  /** ASCII only: a character is a byte. */
  add(time: number, line: string): void {
    const length = line.length + 1
    if (length > this.#room) {
      this.#pages.push(this.#pool.lend())
      this.#room = PAGE
    }
    if (this.#count === this.#keys.length) this.#growIndex()
    const at = PAGE - this.#room
    const page = this.#pages[this.#pages.length - 1]
    page?.write(line, at, 'latin1')
    page?.writeUInt8(0x0a, at + length - 1)
    this.#room -= length
    this.#keys[this.#count] = Math.floor(((time % DAY) + DAY) % DAY) * INDEX_ROOM + this.#count
    this.#ends[this.#count] = this.#pages.length * PAGE - this.#room
    this.#lengths[this.#count] = length
    this.#count += 1
    this.#bytes += length
  }

  /**
   * All lines in order of time, in pieces; the sheet is empty afterwards. A piece is valid until the next is
   * asked for.
   */
  *take(): Generator<Buffer> {
    const piece = this.#pool.lend()
    let filled = 0
    for (const key of this.#keys.subarray(0, this.#count).sort()) {
      const index = key % INDEX_ROOM
      const [end, length] = [this.#ends[index] ?? 0, this.#lengths[index] ?? 0]
      if (filled + length > PAGE) {
        yield piece.subarray(0, filled)
        filled = 0
      }
      const start = (end - length) % PAGE
      filled +=
        this.#pages[Math.floor((end - length) / PAGE)]?.copy(piece, filled, start, start + length) ?? 0
    }
    if (filled > 0) yield piece.subarray(0, filled)
    this.#pool.giveBack([piece, ...this.#pages.splice(0)])
    this.#room = 0
    this.#count = 0
    this.#bytes = 0
  }

  #growIndex(): void {
    const size = this.#keys.length * 2
    const [keys, ends, lengths] = [this.#keys, this.#ends, this.#lengths]
    this.#keys = new Float64Array(size)
    this.#ends = new Uint32Array(size)
    this.#lengths = new Uint32Array(size)
    this.#keys.set(keys)
    this.#ends.set(ends)
    this.#lengths.set(lengths)
  }
}

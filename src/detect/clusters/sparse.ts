/** Counts by key for one account after the other, without an object for each. */
export class Sparse {
  #offsets = new Uint32Array(1024)
  #keys = new Float64Array(4096)
  #counts = new Uint32Array(4096)
  #rows = 0

  /** The next account's counts. */
  add(keys: readonly number[], counts: readonly number[]): void {
    const end = (this.#offsets[this.#rows] ?? 0) + keys.length
    if (end > this.#keys.length) {
      this.#keys = grown(this.#keys, new Float64Array(2 * end))
      this.#counts = grown(this.#counts, new Uint32Array(2 * end))
    }
    if (this.#rows + 1 >= this.#offsets.length)
      this.#offsets = grown(this.#offsets, new Uint32Array(2 * this.#offsets.length))
    this.#keys.set(keys, end - keys.length)
    this.#counts.set(counts, end - keys.length)
    this.#offsets[++this.#rows] = end
  }

  /** Where an account's counts begin; they end where the next one's begin. */
  start(row: number): number {
    return this.#offsets[row] ?? 0
  }

  key(at: number): number {
    return this.#keys[at] ?? 0
  }

  count(at: number): number {
    return this.#counts[at] ?? 0
  }
}

function grown<List extends Float64Array | Uint32Array>(from: List, to: List): List {
  to.set(from)
  return to
}

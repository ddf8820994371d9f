/** From here on whoever can should send elsewhere. */
const NEARLY = 0.9

/** Counts the bytes that requests hold in memory, against a limit. */
export class WaitingBytes {
  readonly #limit: number
  #held = 0

  /** @param limit in bytes, all requests together. */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** Whether what comes next will hardly fit. */
  get isFull(): boolean {
    return this.#held >= this.#limit * NEARLY
  }

  /** Takes room for more bytes; false where there is none. */
  take(bytes: number): boolean {
    if (this.#held + bytes > this.#limit) return false
    this.#held += bytes
    return true
  }

  give(bytes: number): void {
    this.#held -= bytes
  }
}

/** Bytes of a page; far longer than any line. */
export const PAGE = 1 << 20

/** Memory that sheets lend from and give back to, so that what is held is what is in use. */
export class PagePool {
  readonly #free: Buffer[] = []

  lend(): Buffer {
    return this.#free.pop() ?? Buffer.allocUnsafe(PAGE)
  }

  giveBack(pages: readonly Buffer[]): void {
    this.#free.push(...pages)
  }
}

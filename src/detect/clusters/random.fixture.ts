/** Numbers that look random and are the same on every run. */
export class Dice {
  #state: number

  constructor(...seeds: readonly (number | string)[]) {
    let state = 2166136261
    for (const seed of seeds)
      for (const letter of `${seed}|`) state = Math.imul(state ^ letter.charCodeAt(0), 16777619)
    this.#state = state >>> 0
  }

  /** 0 to 1, without 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }

  /** A whole number from 0, less than `below`. */
  below(below: number): number {
    return Math.floor(this.next() * below)
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next())
  }

  /** Median and how far it spreads in powers of e. */
  logNormal(median: number, spread: number): number {
    return median * Math.exp(spread * this.normal())
  }

  poisson(mean: number): number {
    if (mean > 40) return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.normal()))
    const limit = Math.exp(-mean)
    let product = this.next()
    let count = 0
    while (product > limit) {
      product *= this.next()
      count++
    }
    return count
  }

  /** A rank from 0, less than `below`: the first ones far more often. */
  zipf(below: number): number {
    return Math.min(below - 1, Math.floor(Math.exp(this.next() * Math.log(below + 1)) - 1))
  }

  /** So many hexadecimal digits. */
  hex(digits: number): string {
    let text = ''
    while (text.length < digits)
      text += Math.floor(this.next() * 4294967296)
        .toString(16)
        .padStart(8, '0')
    return text.slice(0, digits)
  }
}

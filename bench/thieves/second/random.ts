/**
 * A seeded source of numbers (sfc32). Whoever needs numbers of its own forks by name, so that adding a thief does not
 * shift a single ordinary draw.
 */
export class Random {
  readonly #name: string
  #a: number
  #b: number
  #c: number
  #counter = 1

  constructor(name: string) {
    this.#name = name
    let hash = 0x811c9dc5
    for (let index = 0; index < name.length; index += 1) {
      hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193)
    }
    this.#a = hash | 0
    this.#b = Math.imul(hash ^ 0x9e3779b9, 0x85ebca6b)
    this.#c = Math.imul(hash ^ 0x27d4eb2f, 0xc2b2ae35)
    for (let round = 0; round < 15; round += 1) this.next()
  }

  /** Numbers that depend on this one's name and the given one, and on nothing that was drawn before. */
  fork(name: string): Random {
    return new Random(`${this.#name}/${name}`)
  }

  /** In [0, 1). */
  next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum
    this.#c |= 0
    return (sum >>> 0) / 4294967296
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next()
  }

  /** A whole number, both ends included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next())
  }

  logNormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal())
  }

  poisson(mean: number): number {
    const limit = Math.exp(-Math.min(mean, 30))
    let count = 0
    for (let product = this.next(); product > limit; product *= this.next()) count += 1
    return count
  }

  /** Power law from 1 upwards. */
  pareto(exponent: number, most: number): number {
    return Math.min(most, (1 - this.next()) ** (-1 / exponent))
  }

  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.next() * items.length)]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }

  shuffle<T>(items: readonly T[]): T[] {
    return items
      .map((item) => ({ item, place: this.next() }))
      .sort((left, right) => left.place - right.place)
      .map(({ item }) => item)
  }
}

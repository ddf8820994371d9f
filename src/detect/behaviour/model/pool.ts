/** Days whose values rank today's. */
export const POOL_DAYS = 28

/** More of one person's values than this are never in a pool: one a day. */
const MOST_OWN = POOL_DAYS

/**
 * The sorted values of the last 28 days. A day that comes in is merged and the one that leaves is merged out in one
 * pass, so that a day costs the size of the pool rather than sorting it.
 */
export class Pool {
  sorted: Float64Array = new Float64Array(0)
  size = 0
  /** Days among the last 28 that gave any value. */
  filledDays = 0
  private spare: Float64Array = new Float64Array(0)
  private readonly days: Float64Array[] = []
  private tailSums: Float64Array | null = null

  /** Takes the values of the next day, in any order, and drops those of the day that is now too old. */
  push(values: Float64Array): void {
    const added = values.sort()
    this.days.push(added)
    const dropped = this.days.length > POOL_DAYS ? (this.days.shift() as Float64Array) : new Float64Array(0)
    this.filledDays += Math.sign(added.length) - Math.sign(dropped.length)
    if (added.length === 0 && dropped.length === 0) return
    const { sorted, size } = this
    const newSize = size + added.length - dropped.length
    if (this.spare.length < newSize) this.spare = new Float64Array(Math.ceil(newSize * 1.1))
    const { spare } = this
    let to = 0
    let incoming = 0
    let outgoing = 0
    for (let from = 0; from < size; from++) {
      const value = sorted[from] as number
      if (outgoing < dropped.length && value === dropped[outgoing]) {
        outgoing++
        continue
      }
      while (incoming < added.length && (added[incoming] as number) < value)
        spare[to++] = added[incoming++] as number
      spare[to++] = value
    }
    while (incoming < added.length) spare[to++] = added[incoming++] as number
    this.sorted = spare
    this.spare = sorted
    this.size = newSize
    this.tailSums = null
  }

  /** How many values are at least this large. */
  atLeast(value: number): number {
    let low = 0
    let high = this.size
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.sorted[middle] as number) < value) low = middle + 1
      else high = middle
    }
    return this.size - low
  }

  /** How many values are larger. */
  above(value: number): number {
    let low = 0
    let high = this.size
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.sorted[middle] as number) <= value) low = middle + 1
      else high = middle
    }
    return this.size - low
  }

  /** Sum of the values larger than this one, which lies in the last hundredth of the pool without a person's own. */
  sumAbove(value: number): number {
    this.tailSums ??= this.sumTail()
    return this.tailSums[this.above(value)] as number
  }

  /** Entry k is the sum of the k largest values. */
  private sumTail(): Float64Array {
    const sums = new Float64Array(Math.min(this.size, Math.ceil(this.size / 100) + MOST_OWN) + 1)
    for (let k = 1; k < sums.length; k++)
      sums[k] = (sums[k - 1] as number) + (this.sorted[this.size - k] as number)
    return sums
  }
}

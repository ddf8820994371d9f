/** Amounts by day, sorted, to be summed over any span. */
export interface DaySums {
  readonly days: readonly number[]
  /** Sum of everything up to and including each day. */
  readonly totals: readonly number[]
}

/** Sums amounts by day; the items are sorted by day. */
export function daySums<Item>(
  items: readonly Item[],
  dayOf: (item: Item) => number,
  amountOf: (item: Item) => number,
): DaySums {
  const days: number[] = []
  const totals: number[] = []
  let total = 0
  for (const item of items) {
    total += amountOf(item)
    if (days.at(-1) !== dayOf(item)) days.push(dayOf(item))
    totals[days.length - 1] = total
  }
  return { days, totals }
}

/**
 * The sum over the days after `after` up to and including `to`.
 *
 * @example sumBetween({ days: [3, 5], totals: [10, 14] }, 3, 9) // => 4
 */
export function sumBetween({ days, totals }: DaySums, after: number, to: number): number {
  return upTo(days, totals, to) - upTo(days, totals, after)
}

function upTo(days: readonly number[], totals: readonly number[], day: number): number {
  let [low, high] = [0, days.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((days[middle] ?? 0) <= day) low = middle + 1
    else high = middle
  }
  return low === 0 ? 0 : (totals[low - 1] ?? 0)
}

/**
 * The k-th smallest of the first `size` values (k from 0), which are reordered: smaller ones come before it, larger
 * ones behind. Hoare's selection, linear on average.
 */
export function select(values: Float64Array, size: number, k: number): number {
  let left = 0
  let right = size - 1
  while (left < right) {
    const pivot = values[(left + right) >> 1] as number
    let low = left
    let high = right
    while (low <= high) {
      while ((values[low] as number) < pivot) low++
      while ((values[high] as number) > pivot) high--
      if (low > high) break
      const swap = values[low] as number
      values[low++] = values[high] as number
      values[high--] = swap
    }
    if (k <= high) right = high
    else if (k >= low) left = low
    else break
  }
  return values[k] as number
}

/** The middle of the first `size` values, or the mean of the two middle ones; reorders them. */
export function medianOf(values: Float64Array, size: number): number {
  const middle = size >> 1
  const high = select(values, size, middle)
  if (size % 2 === 1) return high
  let low = Number.NEGATIVE_INFINITY
  for (let at = 0; at < middle; at++) low = Math.max(low, values[at] as number)
  return (low + high) / 2
}

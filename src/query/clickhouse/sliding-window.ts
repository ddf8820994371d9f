/**
 * A RANGE frame over ticks. ClickHouse takes no offset beyond 31 bits (error 36), which is 214 seconds in ticks, and no time as a key.
 * So the key is made smaller: ticks since the partition's first, scaled so that the span and half a tick more are exactly
 * {@link OFFSET}. The half tick decides every comparison of whole ticks beyond doubt as long as the rounding of a double stays below it: while
 * a partition lies within 2^50 ticks (three and a half years).
 */
const OFFSET = 2 ** 30

/** The key of a RANGE frame of {@link slidingFrame}. `first` is the least tick of the partition. */
export function slidingKey(tick: string, first: string, spanTicks: string): string {
  return `toFloat64(${tick} - ${first}) * ${OFFSET / (Number(spanTicks) + 0.5)}`
}

/** Rows of the last `spanTicks`, both ends included, and the rows of the same tick. */
export const slidingFrame = `RANGE BETWEEN ${OFFSET} PRECEDING AND CURRENT ROW`

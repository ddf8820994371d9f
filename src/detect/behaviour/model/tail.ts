import type { Pool } from './pool.ts'

/** From so many values on, the rank is carried on beyond the 99th percentile. */
const TAIL_FROM = 500
const TAIL_SHARE = 0.01
/** The least mean excess: a tail is never taken for steeper. */
const LEAST_EXCESS = 0.15
/** Nothing is rarer than one in so many times the pool, nor than 13.8 nats: a small pool has seen little. */
const MOST_BEYOND = 10
const LEAST_CHANCE = 1e-6

/**
 * The chance of a value at least this large among the pool's values without the `own` ones (those of the person, which
 * are in the pool): by rank, and beyond the 99th percentile by an exponential tail with the mean excess found there.
 */
export function chance(pool: Pool, own: Float64Array, ownCount: number, value: number): number {
  const size = pool.size - ownCount
  const rank = pool.atLeast(value) - countAtLeast(own, ownCount, value)
  const byRank = (1 + rank) / (size + 1)
  const beyondLimit = Math.floor(size * TAIL_SHARE)
  if (size < TAIL_FROM || rank > beyondLimit) return byRank
  const limit = othersAt(size - beyondLimit - 1, pool, own, ownCount)
  if (value <= limit) return byRank
  const beyond = pool.above(limit) - countAbove(own, ownCount, limit)
  // With a mass of equal values at the end there is no tail to carry on.
  if (beyond < 2) return byRank
  const sum = pool.sumAbove(limit) - sumAbove(own, ownCount, limit)
  const excess = Math.max(LEAST_EXCESS, sum / beyond - limit)
  return Math.max(
    LEAST_CHANCE,
    1 / (MOST_BEYOND * size),
    (beyond / size) * Math.exp(-(value - limit) / excess),
  )
}

/** The value at a place (from 0) of the sorted pool without the own values. */
function othersAt(place: number, pool: Pool, own: Float64Array, ownCount: number): number {
  // Own values before it push it on, which may bring more of them before it.
  let at = place
  for (;;) {
    const value = pool.sorted[at] as number
    const next = place + ownCount - countAbove(own, ownCount, value)
    if (next <= at) return value
    at = next
  }
}

function countAtLeast(own: Float64Array, count: number, value: number): number {
  let found = 0
  for (let at = 0; at < count; at++) if ((own[at] as number) >= value) found++
  return found
}

function countAbove(own: Float64Array, count: number, value: number): number {
  let found = 0
  for (let at = 0; at < count; at++) if ((own[at] as number) > value) found++
  return found
}

function sumAbove(own: Float64Array, count: number, value: number): number {
  let sum = 0
  for (let at = 0; at < count; at++) if ((own[at] as number) > value) sum += own[at] as number
  return sum
}

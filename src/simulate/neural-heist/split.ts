import type { Random } from '../random.ts'

/** Splits a whole number of `units` into whole parts that differ by up to a tenth and add up exactly. */
export function split(units: number, parts: number, random: Random): number[] {
  const weights = Array.from({ length: parts }, () => random.between(0.95, 1.05))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let given = 0
  let wanted = 0
  return weights.map((weight) => {
    wanted += (units * weight) / total
    const part = Math.round(wanted) - given
    given += part
    return part
  })
}

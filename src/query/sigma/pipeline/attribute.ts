/** Levels and statuses of rules, from least to most. */
const SCALES: readonly (readonly string[])[] = [
  ['informational', 'low', 'medium', 'high', 'critical'],
  ['unsupported', 'deprecated', 'experimental', 'test', 'stable'],
]

export type AttributeOperator = 'eq' | 'ne' | 'gte' | 'gt' | 'lte' | 'lt' | 'in' | 'not_in'

const ORDERS: Readonly<Record<string, (difference: number) => boolean>> = {
  eq: (difference) => difference === 0,
  ne: (difference) => difference !== 0,
  gte: (difference) => difference >= 0,
  gt: (difference) => difference > 0,
  lte: (difference) => difference <= 0,
  lt: (difference) => difference < 0,
}

/** Compares what a rule, or the state of a pipeline, says with a value: lists by membership, numbers, levels and dates by order. */
export function compareAttribute(found: unknown, operator: AttributeOperator, value: unknown): boolean {
  if (Array.isArray(found)) {
    const isIn = found.map(String).includes(String(value))
    return operator === 'in' ? isIn : operator === 'not_in' || operator === 'ne' ? !isIn : false
  }
  if (operator === 'in' || operator === 'not_in') return false
  return ORDERS[operator]?.(difference(found, value)) ?? false
}

function difference(found: unknown, value: unknown): number {
  const scale = SCALES.find((one) => one.includes(String(found)) && one.includes(String(value)))
  if (scale !== undefined) return scale.indexOf(String(found)) - scale.indexOf(String(value))
  if (typeof found === 'number' || typeof found === 'bigint') return Number(found) - Number(value)
  return String(found) < String(value) ? -1 : String(found) > String(value) ? 1 : 0
}

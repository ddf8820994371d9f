import { QueryError } from '../plan/query-error.ts'
import type { Relation } from '../plan/relation.ts'

/** Printed, a plan repeats what several of its parts share; more parts than this make SQL of tens of megabytes. */
const MOST_PARTS = 500_000

/**
 * Refuses a plan that would explode when it is printed: thirty definitions that each use the one before twice are a text
 * of a few lines and a billion parts.
 */
export function refuseTooLarge(plan: Relation): void {
  const parts = partsOf(plan, new Map())
  if (parts <= MOST_PARTS) return
  throw new QueryError(
    'too-large',
    'The query expands to more than can be run: its definitions use each other too often; materialise less, or split it',
    plan.at,
  )
}

/** The parts of a value when nothing is shared; what is shared is walked once. */
function partsOf(value: object, known: Map<object, number>): number {
  const found = known.get(value)
  if (found !== undefined) return found
  let parts = 1
  for (const part of Object.values(value)) {
    if (typeof part === 'object' && part !== null) parts += partsOf(part, known)
  }
  known.set(value, parts)
  return parts
}

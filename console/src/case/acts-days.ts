import type { Signal } from '../../../src/detect/signal.ts'
import { formatDay } from '../format/clock.ts'

/**
 * The day of the acts that a query rule counted, or the first and the last. In UTC, as the rule judges days and as its
 * sentence names them.
 *
 * @example actsDays({ firstActivity: '2026-03-08T00:00:00Z', lastActivity: '2026-03-09T00:00:00Z' }) // => '8 Mar'
 */
export function actsDays({
  firstActivity,
  lastActivity,
}: Pick<Signal, 'firstActivity' | 'lastActivity'>): string {
  const start = Date.parse(firstActivity)
  // Where the rows gave no time it is the end of the window, which is no part of it.
  const end = Math.max(start, Date.parse(lastActivity) - 1)
  const [first, last] = [formatDay(start, 'UTC'), formatDay(end, 'UTC')]
  return first === last ? first : `${first} – ${last}`
}

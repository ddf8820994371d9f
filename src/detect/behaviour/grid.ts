import type { Channel } from '../signal.ts'
import type { MeasureName } from './measures.ts'

/** Somebody whose days are scored. */
export interface GridPerson {
  readonly person: string
  /** Empty where the directory does not say. */
  readonly role: string
  readonly team: string
  readonly kind: 'human' | 'service'
  /**
   * First and last day of employment as indices into {@link Grid.days}; the first is negative where they came before
   * the span, the last beyond its end where they stay. Who is in no directory is here from the first act on.
   */
  readonly from: number
  readonly to: number
}

/**
 * What everybody did, one value a measure, person and day: dense, so that a day without activity is a zero.
 *
 * A value lies at `person * days.length + day`. All values are whole numbers, so that no sum depends on the order of
 * its terms.
 */
export interface Grid {
  /** Calendar days in UTC, YYYY-MM-DD, without gaps. */
  readonly days: readonly string[]
  /** Sorted by `person`. */
  readonly people: readonly GridPerson[]
  readonly values: ReadonlyMap<MeasureName, Float64Array>
  /** Days on which a channel had any line at all: 1 where it had. What is silent says nothing about anybody. */
  readonly seen: Readonly<Record<Channel, Uint8Array>>
  /**
   * First day, as an index into {@link Grid.days}, on which a measure says anything, where that is not the first: nobody
   * knows what was new, rare or off before the logs have run for a while. Zeros before it say nothing.
   */
  readonly since?: Readonly<Partial<Record<MeasureName, number>>>
}

/**
 * The value of a measure on a day.
 */
export function valueAt(grid: Grid, measure: MeasureName, person: number, day: number): number {
  return grid.values.get(measure)?.[person * grid.days.length + day] ?? 0
}

import type { DayShape } from '../ordinary/day-shape.ts'
import type { Person } from '../organisation/person.ts'
import type { ActSink } from '../sources.ts'

/** Honest work that comes now and then and looks like theft while it lasts. It draws from streams of its own. */
export interface Occasion {
  readonly name: string
  /**
   * Writes what it comes to on one local day of a person.
   *
   * @param tail how much larger than usual its large cases are; 1 is usual.
   */
  readonly writeDay: (person: Person, shape: DayShape, seed: number, sink: ActSink, tail: number) => void
}

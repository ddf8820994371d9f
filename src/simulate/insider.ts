import type { Person, StaffFact } from './organisation/person.ts'
import type { Random } from './random.ts'
import type { ActSink } from './sources.ts'

/** What a phase amounts to; zero where it does not count that way. */
export interface Amount {
  readonly requests: number
  readonly files: number
  readonly bytes: number
}

/** One part of a theft. */
export interface Phase {
  readonly name: string
  readonly channel: 'inference' | 'registry' | 'lake' | 'egress'
  /** False for what only prepares the theft. */
  readonly takes: boolean
  /** Writes what happens on one UTC day (a day number) and tells what it came to; null on days without. */
  readonly writeDay: (
    day: number,
    random: Random,
    sink: ActSink,
  ) => (Amount & { first: number; last: number }) | null
}

/** Who steals, how they otherwise spend their days, and the theft itself. */
export interface Insider {
  readonly person: Person
  readonly staff: readonly StaffFact[]
  /** The day on which notice was given. */
  readonly resignation: number
  readonly assetsTaken: readonly string[]
  readonly phases: readonly Phase[]
  /** The insider's honest work on one local day. */
  readonly writeOrdinaryDay: (day: number, seed: number, sink: ActSink) => void
}

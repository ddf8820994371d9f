import type { Grid } from '../../../detect/behaviour/grid.ts'
import type { AnalyticsStore } from '../../../store/analytics/analytics-store.ts'

/** What a detector is shown: an installation and its grid, in which somebody steals or nobody does. */
export interface Shown {
  readonly analytics: AnalyticsStore
  readonly grid: Grid
  /**
   * Whose scores are wanted; null for everybody's. A detector may look at everybody all the same, and has to where one
   * person's score depends on others.
   */
  readonly people: readonly string[] | null
  /** Index of the first day of theft: only the baseline that is promised clean days may use it. */
  readonly theftFrom: number | null
  /** How detectors in Python are run; null where they are not to. */
  readonly peer: Peer | null
  /** A folder for what passes to another process. */
  readonly scratch: string
}

/** Python, and the script that holds the detectors of others. */
export interface Peer {
  readonly python: string
  readonly script: string
}

/** How unusual every person's day is, in whatever unit: higher is more so. Values as in a grid. */
export interface DayRanks {
  readonly total: Float64Array
  /** 1 where the detector could say anything. */
  readonly judged: Uint8Array
}

/** One row of the table. */
export interface Detector {
  readonly name: string
  readonly about: string
  /** Where it lies, as URLs: results of another version are not used again. */
  readonly code: readonly URL[]
  /** It says 1 where it found something, else 0: no threshold is fitted. */
  readonly findings?: true
  /** It runs in Python, so whether there is one decides what it says. */
  readonly needsPeer?: true
  /** A sentence instead of ranks where it cannot run here. */
  readonly run: (shown: Shown) => Promise<DayRanks | string>
}

/** Days of history before anything counts. */
export const HISTORY_DAYS = 42

/** 1 from the first day that counts, for everybody who is there. */
export function countedDays(grid: Grid): Uint8Array {
  const days = grid.days.length
  const judged = new Uint8Array(grid.people.length * days)
  for (const [at, { from, to }] of grid.people.entries())
    for (let day = Math.max(HISTORY_DAYS, from); day <= Math.min(days - 1, to); day++)
      judged[at * days + day] = 1
  return judged
}

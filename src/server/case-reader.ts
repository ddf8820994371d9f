import type { AccessReview, Case, CaseSummary, Evidence } from '../cases/case.ts'
import type { Channel } from '../detect/signal.ts'

/** What on the screen the evidence is asked for: a signal, or one hour of one channel. */
export type EvidenceSelection =
  | { readonly signal: string }
  | {
      readonly channel: Channel
      /** Start of the hour, ISO 8601 in UTC. */
      readonly hour: string
    }

/** Where the server reads cases from. `cases/` implements it; tests and demonstrations bring their own. */
export interface CaseReader {
  list(): Promise<readonly CaseSummary[]>
  /** The case, or null where there is none of that id. */
  show(id: string): Promise<Case | null>
  /** At most `limit` rows, and how many match in all. */
  evidence(id: string, selection: EvidenceSelection, limit: number): Promise<Evidence>
  /** What the person took over the last `days` days. */
  review(person: string, days: number): Promise<AccessReview>
}

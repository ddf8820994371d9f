import type { BehaviourView } from '../detect/feedback/behaviour-view.ts'
import type { Verdict } from '../detect/feedback/verdicts.ts'
import type { Channel, Signal, Technique } from '../detect/signal.ts'
import type { ExceptedSignal } from './join-signals.ts'

/** What a case list shows: one row a case. All times are ISO 8601 in UTC, all sizes in bytes. */
export interface CaseSummary {
  readonly id: string
  readonly person: string
  readonly state: CaseState
  readonly owner: string | null
  readonly severity: Signal['severity']
  readonly headline: string
  readonly channels: readonly Channel[]
  readonly assets: readonly AssetTaken[]
  readonly signals: number
  /** Sum of the evidence that opened the case, in nats. */
  readonly evidence: number
  /** When the first signal was raised, in the time of the log. */
  readonly firstSignal: string
  /** First and last act that a signal of this case counted. */
  readonly firstActivity: string
  readonly lastActivity: string
}

export type CaseState = 'open' | 'closed'

export interface AssetTaken {
  readonly asset: string
  readonly kind: string
  readonly sensitivity: string
  /** Bytes of the asset that reached the person, each part counted once; 0 where only asked through the API. */
  readonly bytes: number
  /** Size of the whole asset; null where the directory does not say. */
  readonly totalBytes: number | null
  /** Share of the asset collected, 0 to 1; null where its size is unknown. */
  readonly share: number | null
  /** Tokens the model returned, and those returned with log-probabilities. */
  readonly tokensOut: number
  readonly logprobTokens: number
}

export interface Case extends CaseSummary {
  readonly team: string
  readonly role: string
  readonly timeZone: string
  readonly techniques: readonly Technique[]
  readonly timeline: Timeline
  readonly signalList: readonly Signal[]
  /** What query rules say about the person around these days; no part of the evidence. */
  readonly corroboration: readonly Corroboration[]
  /** Signals that an exception covers; no part of the evidence either. */
  readonly excepted?: readonly ExceptedSignal[]
  /** What an analyst said of it; null where nobody has. */
  readonly verdict?: Verdict | null
  /** Why the person's days scored what they did, where the behaviour model judged them. */
  readonly behaviour?: BehaviourView
}

/** What a query rule says. */
export interface Corroboration extends Signal {
  /** Of the rule; its id where the rule is gone. */
  readonly title: string
}

/** The case as a story: what each channel carried hour by hour, and what the directory knew meanwhile. */
export interface Timeline {
  readonly start: string
  readonly end: string
  readonly lanes: readonly Lane[]
  /** Notice, leave, moves: facts from HR inside the span. */
  readonly staff: readonly { readonly time: string; readonly kind: string; readonly detail: string }[]
}

export interface Lane {
  readonly channel: Channel
  readonly unit: 'requests' | 'bytes'
  readonly points: readonly LanePoint[]
}

export interface LanePoint {
  /** Start of the hour. */
  readonly time: string
  readonly value: number
  /** Running total over the case, in the lane's unit. */
  readonly cumulative: number
  /** Asset or destination that carried most of it. */
  readonly about: string
  /** True where a signal's window covers it. */
  readonly flagged: boolean
}

/** Rows behind a point or a signal, with the query that fetched them. */
export interface Evidence {
  readonly sql: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number | boolean | null)[])[]
  /** Rows that match in all; `rows` holds at most the limit asked for. */
  readonly total: number
}

/** What a person took over the last days, each figure beside the team's. */
export interface AccessReview {
  readonly person: string
  readonly team: string
  readonly days: number
  readonly from: string
  readonly to: string
  readonly figures: readonly ReviewFigure[]
  readonly destinations: readonly {
    readonly destination: string
    readonly standing: string
    readonly bytesOut: number
    readonly firstSeen: string
    readonly people: number
  }[]
}

export interface ReviewFigure {
  readonly name: string
  readonly unit: 'requests' | 'tokens' | 'bytes' | 'files' | 'share'
  readonly value: number
  /** Median over the other members of the team; null where they are fewer than five. */
  readonly teamMedian: number | null
  /** value / teamMedian; null where that is undefined. */
  readonly ratio: number | null
}
